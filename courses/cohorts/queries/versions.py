"""Which versions of their courses cohorts take, and whose runs are behind."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from courses.catalogue.models import CourseVersion, is_published
from courses.catalogue.queries import said
from courses.cohorts.models.cohort import Cohort, CohortDecision
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.queries.cohorts import OPEN
from courses.cohorts.rules.states import IN
from courses.cohorts.scope_kind import newest_state
from courses.learning.models import Enrolment
from courses.learning.rules.progress import GroupRef


def open_runs_by_version(session: Session, group: GroupRef) -> dict[int, list[int]]:
    """The open runs of a group by the version that they take; one query."""
    rows = session.execute(
        select(Enrolment.course_version_id, Enrolment.id)
        .where(Enrolment.group_kind == group.kind, Enrolment.group_id == group.id, Enrolment.ended_at.is_(None))
        .order_by(Enrolment.id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for version_id, run_id in rows:
        found[version_id].append(run_id)
    return dict(found)


def in_cohort(cohort_id: int) -> Select[int]:
    """The ids of those who belong to a cohort now, to ask other questions with."""
    return (
        select(Participant.person_id)
        .join(ParticipantState, ParticipantState.id == newest_state())
        .where(Participant.cohort_id == cohort_id, ParticipantState.status.in_(sorted(IN)))
    )


def courses_corrected(session: Session) -> list[int]:
    """The courses of open cohorts of which some version is a correction."""
    mended = select(CourseVersion.course_id).where(CourseVersion.correction.is_not(None), is_published())
    return list(session.scalars(_open(Cohort.course_id).where(Cohort.course_id.in_(mended)).distinct()))


def open_cohorts_of(session: Session, course_id: int) -> list[int]:
    """The ids of the open cohorts of a course, in order."""
    return list(session.scalars(_open(Cohort.id).where(Cohort.course_id == course_id).order_by(Cohort.id)))


def corrections_since(session: Session, course_id: int, no: int, since: datetime, language: str = "") -> list[str]:
    """What versions up to this number mended since a moment, in order."""
    rows = session.scalars(
        select(said(CourseVersion.correction, CourseVersion.translations, language))
        .where(
            CourseVersion.course_id == course_id,
            CourseVersion.no <= no,
            CourseVersion.correction.is_not(None),
            CourseVersion.published_at > since,
        )
        .order_by(CourseVersion.no)
    )
    return list(rows)


def _open(column: InstrumentedAttribute[int]) -> Select[int]:
    return select(column).join(CohortDecision, CohortDecision.cohort_id == Cohort.id).where(OPEN)
