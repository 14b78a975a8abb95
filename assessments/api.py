"""What other packages may use of assessments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, CutScore, Exam, ExamVersion, Result
from assessments.exams.queries.revising import newest_answered
from assessments.exams.rules.revising import to_revise


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


def wrong_lessons(session: Session, person_id: int, course_id: int, lessons: Sequence[str]) -> list[str]:
    """Which of these lessons a person should read again, most often wrong first, then in the order given.

    As the page of what they got wrong counts: from the newest scored attempt at each quiz and exam, and whatever did
    not earn all its points. Nothing but the lesson leaves here: no question and no key, of a quiz or the final exam.
    """
    return [lesson for lesson, _each in to_revise(newest_answered(session, person_id, course_id), lessons)]
