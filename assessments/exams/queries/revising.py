"""How the newest papers of a person in a course were answered."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, AttemptItem, Exam, ExamVersion, Score
from assessments.exams.rules.revising import Answered
from assessments.exams.rules.states import AttemptState
from assessments.items.item import Use
from assessments.items.models import ItemVersion


def newest_answered(session: Session, person_id: int, course_id: int) -> list[Answered]:
    """Every question of the newest scored attempt at each quiz and exam of a course; one query."""
    newest = (
        select(func.max(Attempt.id))
        .join(Exam, Exam.id == Attempt.exam_id)
        .where(Attempt.person_id == person_id, Attempt.state == AttemptState.PUBLISHED, Exam.course_id == course_id)
        .group_by(Attempt.exam_id)
    )
    score = (
        select(func.max(Score.id))
        .where(Score.attempt_item_id == AttemptItem.id)
        .correlate(AttemptItem)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            AttemptItem.item_version_id,
            ItemVersion.lesson,
            Score.exact,
            ExamVersion.use,
            Attempt.uuid,
            AttemptItem.position,
        )
        .select_from(AttemptItem)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .join(ItemVersion, ItemVersion.id == AttemptItem.item_version_id)
        .join(Score, Score.id == score)
        .where(Attempt.id.in_(newest))
        .order_by(Attempt.id, AttemptItem.position)
    )
    return [
        Answered(item, lesson, exact, use == Use.CHECKPOINT, uuid, position)
        for item, lesson, exact, use, uuid, position in rows
    ]
