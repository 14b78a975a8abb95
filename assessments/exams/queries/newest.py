"""The newest result of an attempt, the newest score of a question: what counts, as parts of other statements."""

from sqlalchemy import func, select

from assessments.exams.models import Attempt, AttemptItem, Result, Score

NEWEST_RESULT = select(func.max(Result.id)).where(Result.attempt_id == Attempt.id).correlate(Attempt).scalar_subquery()
NEWEST_SCORE = (
    select(func.max(Score.id)).where(Score.attempt_item_id == AttemptItem.id).correlate(AttemptItem).scalar_subquery()
)
