"""How an exam came out for people in somebody's care: its results, and how often each question was right."""

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, AttemptItem, Result, Score
from assessments.exams.queries.care import others_managed_by
from assessments.exams.queries.newest import NEWEST_RESULT, NEWEST_SCORE
from assessments.exams.rules.states import AttemptState
from assessments.items.models import ItemVersion
from lms.access import Viewer


@dataclass(frozen=True)
class ResultCount:
    """A result, whether it passed, and how often it came."""

    percent: Fraction
    passed: bool
    count: int


@dataclass(frozen=True)
class AnswerCount:
    """How often a question stood in papers that were scored, and how often all of it was right."""

    item_id: int
    topic: str
    answers: int
    right: int


def result_counts(session: Session, viewer: Viewer, exam_id: int) -> list[ResultCount]:
    """The results in force of others on whose attempts the viewer decides; annulled ones are none. One query."""
    rows = session.execute(
        select(Result.percent, Result.passed, func.count())
        .select_from(Attempt)
        .join(Result, Result.id == NEWEST_RESULT)
        .where(Attempt.exam_id == exam_id, Attempt.state == AttemptState.PUBLISHED, others_managed_by(viewer))
        .group_by(Result.percent, Result.passed)
    )
    return [ResultCount(Fraction(percent), bool(passed), count) for percent, passed, count in rows]


def answer_counts(session: Session, viewer: Viewer, exam_id: int) -> list[AnswerCount]:
    """The same question by question, whatever its version; a question without an answer counts as not right."""
    right = func.sum(case((Score.fraction >= 1, 1), else_=0))
    rows = session.execute(
        select(ItemVersion.item_id, func.max(ItemVersion.topic), func.count(), right)
        .select_from(AttemptItem)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(ItemVersion, ItemVersion.id == AttemptItem.item_version_id)
        .join(Score, Score.id == NEWEST_SCORE)
        .where(Attempt.exam_id == exam_id, Attempt.state == AttemptState.PUBLISHED, others_managed_by(viewer))
        .group_by(ItemVersion.item_id)
    )
    return [AnswerCount(item_id, topic, answers, int(found)) for item_id, topic, answers, found in rows]
