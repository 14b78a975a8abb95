"""Cohorts are proposed, opened or refused."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.catalogue.queries import newest_version
from courses.catalogue.services.withdrawing import demand_offered
from courses.cohorts import policy
from courses.cohorts.events import CohortDecided, CohortProposed
from courses.cohorts.models.cohort import Cohort, CohortDecision
from courses.cohorts.queries.cohorts import FoundCohort, cohort_by_id, lock
from courses.cohorts.rules.states import CohortState
from courses.cohorts.services.details import CohortDetails, checked_details
from courses.cohorts.services.trainers import give_cohort
from courses.permissions import CoursePermission
from courses.ports.runs import CREDENTIAL_IN_FORCE
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.people.api import ADMINISTRATION, COUNTRY, all_administrations, demand_independent, person_of


@dataclass(frozen=True)
class CohortDraft:
    """A cohort as somebody proposes it."""

    course_id: int
    country: str
    administration_id: int | None  # none: of several administrations of the country
    details: CohortDetails


def propose_cohort(session: Session, draft: CohortDraft, *, actor: Viewer, now: datetime) -> FoundCohort:
    """Propose a cohort; it opens at once for whom a certificate in force of the course allows that at home."""
    _demand_place(session, actor, draft)
    version = _version(session, draft.course_id)
    facts = checked_details(draft.details, new=True, now=now)
    row = insert_cohort(session, draft, facts, version, by=actor.id, now=now)
    if opens_without_asking(session, actor.id, version, draft.country, now):
        open_cohort(session, row, by=actor.id, by_certificate=True, now=now)
    return cohort_by_id(session, row.id)


def insert_cohort(
    session: Session, draft: CohortDraft, facts: CohortDetails, version: CourseVersion, *, by: int | None, now: datetime
) -> Cohort:
    """Write a proposal down."""
    row = Cohort(
        uuid=ids.new_uuid(),
        course_id=draft.course_id,
        course_version_id=version.id,
        country=draft.country,
        administration_id=draft.administration_id,
        proposed_by_id=by,
        proposed_at=now,
        **facts.columns(),
    )
    session.add(row)
    session.flush()
    happened = CohortProposed(
        subject=f"cohort:{row.id}", actor_id=by, at=now, course_id=row.course_id, country=row.country,
        administration_id=row.administration_id,
    )  # fmt: skip
    events.publish(session, happened)
    return row


def opens_without_asking(session: Session, person_id: int, version: CourseVersion, country: str, now: datetime) -> bool:
    """Whether this person opens a cohort of the course by themselves: certified for it now, and at home."""
    if not version.holders_open_cohorts or person_of(session, person_id).country != country:
        return False
    key = (person_id, version.course_id)
    return key in CREDENTIAL_IN_FORCE.provider()(session, [person_id], [version.course_id], now)


def approve_cohort(session: Session, cohort: FoundCohort, *, actor: Viewer, now: datetime) -> None:
    """Open a proposed cohort for whoever proposed it; the version of its course is the newest of this moment."""
    _demand_decider(session, cohort, actor)
    cohort.row.course_version_id = _version(session, cohort.row.course_id).id
    open_cohort(session, cohort.row, by=actor.id, by_certificate=False, now=now)


def refuse_cohort(session: Session, cohort: FoundCohort, reason: str, *, actor: Viewer, now: datetime) -> None:
    """Say no to a proposed cohort, with a reason that its proposer reads."""
    if not reason.strip():
        raise BadInput("reason", _("Say why, so that the person who proposed it can do better."))
    _demand_decider(session, cohort, actor)
    _decide(session, cohort.row, approved=False, by_certificate=False, reason=reason.strip(), by=actor.id, now=now)


def open_cohort(session: Session, row: Cohort, *, by: int | None, by_certificate: bool, now: datetime) -> None:
    """Open a cohort: whoever proposed it is its first trainer."""
    _decide(session, row, approved=True, by_certificate=by_certificate, reason="", by=by, now=now)
    if row.proposed_by_id is not None:
        give_cohort(session, row.id, row.proposed_by_id, by=by, now=now)


def _decide(
    session: Session, row: Cohort, *, approved: bool, by_certificate: bool, reason: str, by: int | None, now: datetime
) -> None:
    session.add(
        CohortDecision(
            cohort_id=row.id, approved=approved, by_certificate=by_certificate, reason=reason, decided_by_id=by,
            decided_at=now,
        )
    )  # fmt: skip
    session.flush()
    happened = CohortDecided(
        subject=f"cohort:{row.id}", actor_id=by, at=now, approved=approved, by_certificate=by_certificate,
        reason=reason, course_version_id=row.course_version_id,
    )  # fmt: skip
    events.publish(session, happened)


def _demand_decider(session: Session, cohort: FoundCohort, actor: Viewer) -> None:
    """Refuse a decision twice, and one by who proposed it or has their rights from them."""
    lock(session, cohort.id)
    known = cohort_by_id(session, cohort.id)
    if known.state is not CohortState.PROPOSED:
        raise Conflict(_("Somebody else has already decided on this cohort. Look at its page again."))
    if not policy.may_decide(actor, known.row):
        raise RuleBroken(_("You do not decide on this cohort. Somebody else has to."))
    if known.row.proposed_by_id is not None:
        demand_independent(session, actor.id, known.row.proposed_by_id)


def _demand_place(session: Session, actor: Viewer, draft: CohortDraft) -> None:
    """Refuse a place that one's right to open cohorts does not reach, or that is none."""
    scopes = actor.scopes(CoursePermission.COHORT_OPEN)
    if draft.administration_id is None:
        known = {one.country for one in all_administrations(session)}
        reached = draft.country in known and scopes.cover(COUNTRY, draft.country)
    else:
        there = {one.id: one.country for one in all_administrations(session)}
        reached = there.get(draft.administration_id) == draft.country and (
            scopes.cover(ADMINISTRATION, draft.administration_id) or scopes.cover(COUNTRY, draft.country)
        )
    if not reached:
        raise BadInput("place", _("Your right to open cohorts does not include this place."))


def _version(session: Session, course_id: int) -> CourseVersion:
    """The version that a cohort of this course takes."""
    demand_offered(session, course_id)
    version = newest_version(session, course_id)
    if version is None:
        raise BadInput("course", _("There is no such course, or nothing of it is published."))
    return version
