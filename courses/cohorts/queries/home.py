"""What home asks of cohorts first, of those who decide, who lead and who are in one."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from courses.cohorts import policy
from courses.cohorts.models.cohort import Cohort, CohortDecision, CohortHandOver
from courses.cohorts.models.meeting import Meeting, MeetingChange
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.models.question import LessonQuestion
from courses.cohorts.queries.applications import joins_standing, proposals_standing
from courses.cohorts.queries.cohorts import OPEN, FoundCohort
from courses.cohorts.queries.meetings import newest_change
from courses.cohorts.queries.questions import unanswered
from courses.cohorts.rules.meetings import MeetingStep
from courses.cohorts.rules.states import IN, ParticipantStatus
from courses.cohorts.scope_kind import COHORT, newest_state
from courses.permissions import CoursePermission
from lms.access import Permission, Viewer
from lms.scopes import numbers

A_DAY = timedelta(days=1)  # wall clocks are at most so far from UTC


def decided_first(person: Viewer, now: datetime) -> list[ColumnElement[int]]:
    """How many proposals and joins wait; who decides on applications finds them there."""
    if not person.may(CoursePermission.COHORT_APPROVE) or person.may(Permission.APPLICATION_DECIDE):
        return []
    every = (proposals_standing(person), joins_standing(person))
    return [one.with_only_columns(func.count()).scalar_subquery() for one in every]


def offered_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Whether a cohort is offered to a trainer."""
    if not person.may(CoursePermission.COHORT_SEE):
        return []
    return [select(CohortHandOver.id).where(policy.offered_to(person)).exists()]


def led_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Whether a cohort of which one is a trainer is open."""
    mine = _led(person)
    decided = select(Cohort.id).outerjoin(CohortDecision, CohortDecision.cohort_id == Cohort.id)
    return [decided.where(Cohort.id.in_(mine), OPEN).exists()] if mine else []


def led_open(session: Session, person: Viewer) -> list[tuple[FoundCohort, int]]:
    """The open cohorts of which one is a trainer, the one that starts last first; one query.

    Each with how many questions of its officers wait for an answer.
    """
    asked = select(func.count(LessonQuestion.id)).where(LessonQuestion.cohort_id == Cohort.id, unanswered())
    wanted = select(Cohort, CohortDecision, asked.correlate(Cohort).scalar_subquery())
    wanted = wanted.join(CohortDecision, CohortDecision.cohort_id == Cohort.id).where(Cohort.id.in_(_led(person)), OPEN)
    rows = session.execute(wanted.order_by(Cohort.starts_on.desc(), Cohort.id.desc()))
    return [(FoundCohort(row, decision), count) for row, decision, count in rows]


def own_runs_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Whether a cohort waits until another run of its course has ended."""
    if not person.may(CoursePermission.COURSE_TAKE):
        return []
    return [_places(person).where(ParticipantState.status == ParticipantStatus.WAITS_FOR_RUN).exists()]


def led_meetings_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Whether a cohort of which one is a trainer meets tomorrow at the latest."""
    mine = _led(person)
    return [_meets(Meeting.cohort_id.in_(mine), now, A_DAY)] if mine else []


def own_meetings_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Whether a cohort in which one is meets within a week."""
    if not person.may(CoursePermission.COURSE_TAKE):
        return []
    return [_meets(Meeting.cohort_id.in_(own_cohort_ids(person)), now, timedelta(days=7))]


def own_cohort_ids(person: Viewer) -> Select[int]:
    """As SQL: the cohorts in which somebody is."""
    return _places(person).where(ParticipantState.status.in_(sorted(IN))).with_only_columns(Participant.cohort_id)


def _places(person: Viewer) -> Select[int]:
    own = select(Participant.id).join(ParticipantState, ParticipantState.id == newest_state())
    return own.where(Participant.person_id == person.id)


def _led(person: Viewer) -> list[int]:
    if not person.may(CoursePermission.COHORT_SEE):
        return []
    return numbers(person.scopes(CoursePermission.COHORT_LEAD).ids(COHORT))


def _meets(cohorts: ColumnElement[bool], now: datetime, within: timedelta) -> ColumnElement[bool]:
    """Whether there may be such a meeting; whether it is over, its own zone says."""
    first, last = ((at).replace(tzinfo=None) for at in (now - 2 * A_DAY, now + within + A_DAY))
    coming = select(Meeting.id).join(MeetingChange, MeetingChange.id == newest_change())
    called = MeetingChange.step != MeetingStep.CANCELLED
    return coming.where(cohorts, called, MeetingChange.starts >= first, MeetingChange.starts <= last).exists()
