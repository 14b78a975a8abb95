"""Gain tests, found: of a version, in a run, and the pairs of results of many runs."""

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, AttemptItem, ExamVersion, Result
from assessments.exams.queries.exams import ExamInForce, exams_of_version
from assessments.exams.queries.newest import NEWEST_RESULT
from assessments.exams.rules.states import AttemptState
from assessments.items.item import Use
from lms.batch import Ids, among


@dataclass(frozen=True)
class GainPair:
    """What one person reached before a course and after it, in percent."""

    before: float
    after: float


def gain_test_of(session: Session, course_version_id: int) -> ExamInForce | None:
    """The gain test of a course version; a course has one at most."""
    return next((one for one in exams_of_version(session, course_version_id) if one.use is Use.GAIN), None)


def has_sat_final(session: Session, run_id: int) -> bool:
    """Whether a final exam was handed in in this run, however it came out."""
    handed_in = (
        select(Attempt.id)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .where(
            Attempt.enrolment_id == run_id,
            ExamVersion.use == Use.EXAM,
            Attempt.state != AttemptState.IN_PROGRESS,
        )
    )
    return session.scalar(handed_in.limit(1)) is not None


def paper_of(session: Session, attempt_id: int) -> list[AttemptItem]:
    """The questions of an attempt as they were frozen."""
    asked = select(AttemptItem).where(AttemptItem.attempt_id == attempt_id)
    return list(session.scalars(asked.order_by(AttemptItem.position)))


def gain_pairs(session: Session, runs: Ids) -> dict[int, GainPair]:
    """Both results of everybody who has both, by run, in the order in which they were complete; one query for all."""
    rows = session.execute(
        select(Attempt.enrolment_id, Result.percent)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .join(Result, Result.id == NEWEST_RESULT)
        .where(among(Attempt.enrolment_id, runs), ExamVersion.use == Use.GAIN, Attempt.state == AttemptState.PUBLISHED)
        .order_by(Attempt.closed_at, Attempt.id)
    )
    first: dict[int, float] = {}
    found: dict[int, GainPair] = {}
    for run_id, percent in rows:
        reached = float(Fraction(percent))
        if run_id in first:
            found[run_id] = GainPair(first[run_id], reached)
        else:
            first[run_id] = reached
    return found
