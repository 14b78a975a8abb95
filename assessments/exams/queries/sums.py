"""Final exams that were passed, as a part of statements that count."""

from typing import Any

from sqlalchemy import Select, func, select

from assessments.exams.models import Attempt, Exam, ExamVersion, Result
from assessments.exams.queries.newest import NEWEST_RESULT
from assessments.exams.rules.states import AttemptState
from assessments.items.item import Use


def final_passes() -> Select[Any]:
    """By run, its person, its course and when the exam that certifies was first passed; annulled attempts are none."""
    first = (
        select(func.min(Result.published_at))
        .where(Result.attempt_id == Attempt.id, Result.passed.is_(True))
        .correlate(Attempt)
        .scalar_subquery()
    )
    passed = (
        select(Attempt.enrolment_id.label("run_id"), Attempt.person_id, Exam.course_id, first.label("at"))
        .join(Result, Result.id == NEWEST_RESULT)
        .join(Exam, Exam.id == Attempt.exam_id)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .where(Result.passed.is_(True), Attempt.state == AttemptState.PUBLISHED, ExamVersion.use == Use.EXAM)
        .subquery()
    )
    columns = (passed.c.run_id, passed.c.person_id, passed.c.course_id)
    return select(*columns, func.min(passed.c.at).label("passed_at")).group_by(*columns)
