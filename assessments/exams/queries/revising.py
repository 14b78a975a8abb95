"""How the newest papers of people in a course were answered."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, AttemptItem, ExamVersion, Score
from assessments.exams.queries.newest import NEWEST_SCORE
from assessments.exams.rules.revising import Answered, to_revise
from assessments.exams.rules.states import AttemptState
from assessments.items.item import Use
from assessments.items.models import ItemVersion
from lms.batch import Ids, among, asked


def newest_answered(session: Session, runs: Ids) -> dict[int, list[Answered]]:
    """Every question of the newest scored attempt at each quiz and exam in each of these runs; one query for all."""
    newest = (
        select(func.max(Attempt.id))
        .where(among(Attempt.enrolment_id, runs), Attempt.state == AttemptState.PUBLISHED)
        .group_by(Attempt.enrolment_id, Attempt.exam_id)
    )
    rows = session.execute(
        select(
            Attempt.enrolment_id,
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
        .join(Score, Score.id == NEWEST_SCORE)
        .where(Attempt.id.in_(newest), ExamVersion.use != Use.GAIN)  # its questions come again
        .order_by(Attempt.id, AttemptItem.position)
    )
    found: dict[int, list[Answered]] = {run_id: [] for run_id in asked(runs)}
    for run_id, item, lesson, exact, use, uuid, position in rows:
        found.setdefault(run_id, []).append(Answered(item, lesson, exact, use == Use.CHECKPOINT, uuid, position))
    return found


def wrong_lessons(session: Session, runs: Ids, lessons: Sequence[str]) -> dict[int, list[str]]:
    """Which of these lessons to read again in each run, most often wrong first, then in the order given; one query.

    As the page of what they got wrong counts: from the newest scored attempt at each quiz and exam, and whatever did
    not earn all its points. Nothing but the lesson leaves here: no question and no key, of a quiz or the final exam.
    """
    return {
        run_id: [lesson for lesson, _each in to_revise(answered, lessons)]
        for run_id, answered in newest_answered(session, runs).items()
    }
