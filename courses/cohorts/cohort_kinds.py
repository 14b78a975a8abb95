"""Proposed cohorts, and joins of a cohort elsewhere, as kinds of application: coordinators decide them in one list."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from courses.catalogue.queries import VersionTitle, version_titles
from courses.cohorts.queries.applications import (
    joins_decided,
    joins_standing,
    proposals_decided,
    proposals_standing,
)
from courses.cohorts.queries.cohorts import FoundCohort, cohort_decided, cohorts_by_id, proposals_waiting
from courses.cohorts.queries.participants import FoundParticipant, join_waiting, joins_waiting
from courses.cohorts.rules.joining import Fit
from courses.cohorts.rules.states import ParticipantStatus
from courses.cohorts.services.joining import decide_join
from courses.cohorts.services.opening import approve_cohort, refuse_cohort
from lms.access import Viewer
from lms.i18n import _, language, lazy
from lms.people.api import AdministrationInfo, PersonInfo, all_administrations, country_name, people_info
from lms.ports import ApplicationKind, ApplicationRow, ApplicationVerdict


def proposal_rows(session: Session, cohorts: Sequence[FoundCohort]) -> list[ApplicationRow]:
    """Proposed cohorts, as the list shows them; three queries."""
    titles = version_titles(session, {one.row.course_version_id for one in cohorts}, language())
    places = {one.id: one for one in all_administrations(session)}
    ids = {one.row.proposed_by_id for one in cohorts}
    ids |= {one.decision.decided_by_id for one in cohorts if one.decision}
    people = people_info(session, {one for one in ids if one is not None})
    return [_proposal(one, titles[one.row.course_version_id], places, people) for one in cohorts]


def _proposal(
    one: FoundCohort,
    course: VersionTitle,
    places: Mapping[int, AdministrationInfo],
    people: Mapping[int, PersonInfo],
) -> ApplicationRow:
    row, decision, country = one.row, one.decision, country_name(one.row.country)
    home = places.get(row.administration_id or 0)
    return ApplicationRow(
        uuid=row.uuid,
        title=_("“%(cohort)s” (%(course)s)", cohort=row.title, course=course.title),
        applicant=people[row.proposed_by_id].name if row.proposed_by_id else "",
        since=row.proposed_at,
        place=f"{home.name}, {country}" if home else country,
        place_key=home.uuid if home else row.country,
        url=url_for("cohorts.one", uuid=row.uuid),
        outcome="" if decision is None else _("approved") if decision.approved else _("refused"),
        reason=decision.reason if decision else "",
        decided_at=decision.decided_at if decision else None,
        decided_by=people[decision.decided_by_id].name if decision and decision.decided_by_id else "",
    )


def cohorts_waiting(session: Session, viewer: Viewer) -> list[ApplicationRow]:
    """What waits, the oldest first."""
    found = proposals_waiting(session, viewer)
    return proposal_rows(session, sorted(found, key=lambda one: (one.row.proposed_at, one.id)))


def cohorts_decided(session: Session, viewer: Viewer) -> list[ApplicationRow]:
    """What was decided, the newest first."""
    return proposal_rows(session, proposals_decided(session, viewer))


def decide_cohort(session: Session, uuid: str, verdict: ApplicationVerdict, by: Viewer, now: datetime) -> str:
    """Open a proposed cohort, or refuse it with a reason that its proposer reads."""
    cohort = cohort_decided(session, by, uuid)
    if verdict.approves:
        approve_cohort(session, cohort, actor=by, now=now)
        return _("The cohort is open. The person who proposed it leads it.")
    refuse_cohort(session, cohort, verdict.reason, actor=by, now=now)
    return _("The cohort is refused. The person who proposed it can read your reason.")


def join_rows(session: Session, found: Sequence[FoundParticipant]) -> list[ApplicationRow]:
    """Officers who ask to join a cohort elsewhere; answered, `now` of each is the answer. Four queries."""
    cohorts = cohorts_by_id(session, {one.cohort_id for one in found})
    titles = version_titles(session, {one.row.course_version_id for one in cohorts.values()}, language())
    places = {one.id: one for one in all_administrations(session)}
    people = people_info(session, {one.person_id for one in found} | {one.now.by_id for one in found if one.now.by_id})
    return [
        _join(one, cohorts[one.cohort_id], titles[cohorts[one.cohort_id].row.course_version_id], places, people)
        for one in found
    ]


def _join(
    one: FoundParticipant,
    cohort: FoundCohort,
    course: VersionTitle,
    places: Mapping[int, AdministrationInfo],
    people: Mapping[int, PersonInfo],
) -> ApplicationRow:
    person, waits = people[one.person_id], one.status is ParticipantStatus.WAITS_FOR_APPROVAL
    home = places.get(person.administration_id or 0)
    country = country_name(person.country) if person.country else ""
    answer = _("refused") if one.status is ParticipantStatus.REFUSED else _("approved")
    return ApplicationRow(
        uuid=one.uuid,
        title=_("“%(cohort)s” (%(course)s)", cohort=cohort.row.title, course=course.title),
        applicant=person.name,
        since=one.now.at,
        place=", ".join(filter(None, (home.name if home else "", country))),
        place_key=home.uuid if home else person.country or "",
        url=url_for("cohorts.joins"),
        outcome="" if waits else answer,
        reason="" if waits else one.now.reason,
        decided_at=None if waits else one.now.at,
        decided_by="" if waits or not one.now.by_id else people[one.now.by_id].name,
    )


def waiting_joins(session: Session, viewer: Viewer) -> list[ApplicationRow]:
    """Who waits, the longest first."""
    found = joins_waiting(session, viewer)
    return join_rows(session, sorted(found, key=lambda one: (one.now.at, one.id)))


def decided_joins(session: Session, viewer: Viewer) -> list[ApplicationRow]:
    """Who was answered, the newest first."""
    return join_rows(session, joins_decided(session, viewer))


def decide_join_of(session: Session, uuid: str, verdict: ApplicationVerdict, by: Viewer, now: datetime) -> str:
    """Let an officer join a cohort elsewhere, or not."""
    found = join_waiting(session, by, uuid)
    fit = decide_join(session, found, approve=verdict.approves, reason=verdict.reason, actor=by, now=now)
    if fit is Fit.RUN_OPEN:
        return _("The officer may join, but first finishes an earlier start of this course.")
    return (
        _("The officer may join.") if verdict.approves else _("The officer does not join. They can read your reason.")
    )


COHORT_KIND = ApplicationKind(
    name="cohort",
    title=lazy("Cohort"),
    waiting=cohorts_waiting,
    decided=cohorts_decided,
    standing=proposals_standing,
    decide=decide_cohort,
)
JOIN_KIND = ApplicationKind(
    name="cohort-join",
    title=lazy("Place in a cohort"),
    waiting=waiting_joins,
    decided=decided_joins,
    standing=joins_standing,
    decide=decide_join_of,
)
