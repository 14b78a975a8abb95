"""The newest result of an attempt, the newest score of a question, the exams of courses that are published.

What counts, as parts of other statements.
"""

from sqlalchemy import ColumnElement, Select, func, select

from assessments.exams.models import Attempt, AttemptItem, ExamVersion, Result, Score
from courses.api import versions_published

NEWEST_RESULT = select(func.max(Result.id)).where(Result.attempt_id == Attempt.id).correlate(Attempt).scalar_subquery()
NEWEST_SCORE = (
    select(func.max(Score.id)).where(Score.attempt_item_id == AttemptItem.id).correlate(AttemptItem).scalar_subquery()
)


def is_published() -> ColumnElement[bool]:
    """As a filter on `ExamVersion`: of a version of a course that does not wait for signatures."""
    return ExamVersion.course_version_id.in_(versions_published())


def newest_published() -> Select[int]:
    """As SQL: of each exam the newest version that is published with its course."""
    return select(func.max(ExamVersion.id)).where(is_published()).group_by(ExamVersion.exam_id)
