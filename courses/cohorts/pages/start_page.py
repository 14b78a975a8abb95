"""What waits for a person about cohorts, on the start page."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import Cohort
from courses.cohorts.pages.board import chosen_of
from courses.cohorts.pages.cohort import SOON
from courses.cohorts.pages.standing import standings
from courses.cohorts.queries.cohorts import OPEN, cohorts_by_id, cohorts_where, proposals_waiting
from courses.cohorts.queries.hand_overs import hand_overs_offered
from courses.cohorts.queries.participants import cohorts_of, joins_waiting
from courses.cohorts.queries.questions import open_counts
from courses.cohorts.rules.board import BoardFilter
from courses.cohorts.rules.states import CohortState, ParticipantStatus
from courses.cohorts.scope_kind import COHORT
from courses.permissions import CoursePermission
from lms.access import Permission, Viewer
from lms.i18n import _, ngettext
from lms.people.api import people_named
from lms.ports import NextStep
from lms.scopes import numbers

ORDER = 8  # before one's own next lesson
ORDER_NEEDING = 9
ORDER_STARTS = 25  # after it


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Proposals and joins to decide, cohorts offered, starting or with officers in need, runs that keep one out.

    For who decides on applications, proposals and joins are among those.
    """
    steps = []
    if person.may(CoursePermission.COHORT_APPROVE) and not person.may(Permission.APPLICATION_DECIDE):
        steps += [*_proposals(session, person), *_joins(session, person)]
    if person.may(CoursePermission.COHORT_SEE):
        steps += [
            *_offered(session, person),
            *_starting(session, person, now),
            *_needing(session, person, now),
            *_asked(session, person),
        ]
    if person.may(CoursePermission.COURSE_TAKE):
        steps += _own_runs(session, person)
    return steps


def _proposals(session: Session, person: Viewer) -> list[NextStep]:
    count = len(proposals_waiting(session, person))
    if not count:
        return []
    text = ngettext("%(num)s cohort waits for approval.", "%(num)s cohorts wait for approval.", count)
    url = url_for("cohorts.index", state=CohortState.PROPOSED)
    return [NextStep(_("Proposed cohorts"), text, _("See the cohorts"), url, ORDER)]


def _joins(session: Session, person: Viewer) -> list[NextStep]:
    count = len(joins_waiting(session, person))
    if not count:
        return []
    text = ngettext(
        "%(num)s officer wants to join a cohort of another administration.",
        "%(num)s officers want to join a cohort of another administration.",
        count,
    )
    return [NextStep(_("Officers who want to join"), text, _("Decide"), url_for("cohorts.joins"), ORDER)]


def _offered(session: Session, person: Viewer) -> list[NextStep]:
    offered = hand_overs_offered(session, person)
    if not offered:
        return []
    cohorts = cohorts_by_id(session, [one.cohort_id for one in offered])
    names = people_named(session, [one.from_id for one in offered])
    return [
        NextStep(
            title=cohorts[one.cohort_id].row.title,
            text=_("%(name)s wants to hand this cohort over to you.", name=names[one.from_id]),
            action=_("Read the note"),
            url=url_for("cohorts.offered", uuid=one.uuid),
            order=ORDER,
        )
        for one in offered
    ]


def _starting(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Of the cohorts of which one is a trainer, those that start within a week."""
    mine = numbers(person.scopes(CoursePermission.COHORT_LEAD).ids(COHORT))
    if not mine:
        return []
    soon = (Cohort.starts_on >= now.date(), Cohort.starts_on <= (now + SOON).date())
    return [
        NextStep(
            title=one.row.title,
            text=_("It starts within a week. Are all officers in it?"),
            action=_("See the cohort"),
            url=url_for("cohorts.one", uuid=one.row.uuid),
            order=ORDER_STARTS,
        )
        for one in cohorts_where(session, Cohort.id.in_(mine), OPEN, *soon)
    ]


def _needing(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Of the open cohorts of which one is a trainer, those with officers who are late, stuck or behind."""
    mine = numbers(person.scopes(CoursePermission.COHORT_LEAD).ids(COHORT))
    begun = cohorts_where(session, Cohort.id.in_(mine), OPEN, Cohort.starts_on <= now.date()) if mine else []
    if not begun:
        return []
    standing = standings(session, begun, now, viewer=None)
    counts = {one.id: len(chosen_of(standing[one.id], BoardFilter.NEED_YOU)) for one in begun}
    return [
        NextStep(
            title=one.row.title,
            text=ngettext(
                "%(num)s officer needs you: late, behind, or stuck.",
                "%(num)s officers need you: late, behind, or stuck.",
                counts[one.id],
            ),
            action=_("See who needs you"),
            url=url_for("cohorts.board", uuid=one.row.uuid, show=BoardFilter.NEED_YOU),
            order=ORDER_NEEDING,
        )
        for one in begun
        if counts[one.id]
    ]


def _asked(session: Session, person: Viewer) -> list[NextStep]:
    """Of the open cohorts of which one is a trainer, those in which officers wait for an answer."""
    mine = numbers(person.scopes(CoursePermission.COHORT_LEAD).ids(COHORT))
    counts = open_counts(session, mine) if mine else {}
    if not counts:
        return []
    return [
        NextStep(
            title=one.row.title,
            text=ngettext(
                "%(num)s question waits for your answer.", "%(num)s questions wait for your answer.", counts[one.id]
            ),
            action=_("Read and answer"),
            url=url_for("cohorts.questions", uuid=one.row.uuid),
            order=ORDER_NEEDING,
        )
        for one in cohorts_where(session, Cohort.id.in_(counts), OPEN)
    ]


def _own_runs(session: Session, person: Viewer) -> list[NextStep]:
    """Cohorts in which one is, and begins only when another run of the course has ended."""
    waiting = [
        one for one in cohorts_of(session, [person.id])[person.id] if one.status is ParticipantStatus.WAITS_FOR_RUN
    ]
    if not waiting:
        return []
    cohorts = cohorts_by_id(session, [one.cohort_id for one in waiting])
    return [
        NextStep(
            title=cohorts[one.cohort_id].row.title,
            text=_("You have begun the course of this cohort already. Choose what happens with what you did."),
            action=_("Choose"),
            url=url_for("cohorts.own", uuid=cohorts[one.cohort_id].row.uuid),
            order=ORDER,
        )
        for one in waiting
    ]
