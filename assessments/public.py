"""What other packages may use of assessments."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, AttemptItem, CutScore, Exam, ExamVersion, Result, Score
from assessments.exams.rules.states import State
from assessments.items.models import ItemVersion


@dataclass(frozen=True)
class PassedExam:
    """A passed attempt at an exam, with the result in force."""

    attempt_id: int
    attempt_uuid: str
    person_id: int
    exam_slug: str
    exam_title: str
    course_id: int
    course_version_id: int
    percent: Fraction
    cut: Fraction
    provisional: bool
    supervised: bool
    passed_at: datetime


def passed_exams(session: Session, *, person_id: int | None = None, attempt_id: int | None = None) -> list[PassedExam]:
    """Passed attempts, of one person or one attempt where named; the newest result of each counts."""
    newest = select(func.max(Result.id)).where(Result.attempt_id == Attempt.id).correlate(Attempt).scalar_subquery()
    query = (
        select(Attempt, Result, Exam, ExamVersion, CutScore)
        .join(Result, Result.id == newest)
        .join(Exam, Exam.id == Attempt.exam_id)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .join(CutScore, CutScore.id == Result.cut_score_id)
        .where(Result.passed.is_(True))
        .order_by(Attempt.id)
    )
    if person_id is not None:
        query = query.where(Attempt.person_id == person_id)
    if attempt_id is not None:
        query = query.where(Attempt.id == attempt_id)
    return [
        PassedExam(
            attempt_id=attempt.id,
            attempt_uuid=attempt.uuid,
            person_id=attempt.person_id,
            exam_slug=exam.slug,
            exam_title=version.title,
            course_id=exam.course_id,
            course_version_id=version.course_version_id,
            percent=Fraction(result.percent),
            cut=Fraction(cut.percent),
            provisional=cut.provisional,
            supervised=False,
            passed_at=result.published_at,
        )
        for attempt, result, exam, version, cut in session.execute(query)
    ]


def wrong_lessons(session: Session, person_id: int, course_id: int) -> dict[str, int]:
    """How often a person answered a question of each lesson of a course wrongly, in part or whole; most often first.

    Only attempts with a result count, and of each question its newest score; one left without an answer says nothing.
    Nothing but the lesson leaves here: no question and no key, whether of a quiz or of the final exam.
    """
    newest = (
        select(func.max(Score.id))
        .where(Score.attempt_item_id == AttemptItem.id)
        .correlate(AttemptItem)
        .scalar_subquery()
    )
    times = func.count()
    rows = session.execute(
        select(ItemVersion.lesson, times)
        .select_from(Attempt)
        .join(Exam, Exam.id == Attempt.exam_id)
        .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
        .join(ItemVersion, ItemVersion.id == AttemptItem.item_version_id)
        .join(Score, Score.id == newest)
        .where(
            Attempt.person_id == person_id,
            Attempt.state == State.PUBLISHED,
            Exam.course_id == course_id,
            Score.fraction < 1,
            Score.step_id.is_not(None),
        )
        .group_by(ItemVersion.lesson)
        .order_by(times.desc(), ItemVersion.lesson)
    )
    return dict(rows.all())
