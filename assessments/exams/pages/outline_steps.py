"""Quizzes and exams as steps of a course's outline: the port that courses offer."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, Exam, ExamVersion, Result
from assessments.exams.pages.paper import percent_words
from assessments.exams.queries.exams import exams_of_version
from assessments.exams.rules.states import AttemptState
from assessments.items.item import Use
from courses.api import StepInfo, StepKind, StepState, version_titles
from lms.i18n import _

KINDS = {Use.CHECKPOINT: StepKind.QUIZ, Use.EXAM: StepKind.EXAM}


class ExamSteps:
    """Knows the quizzes and exams of a course version."""

    def steps(
        self, session: Session, course_version_ids: Collection[int], language: str = ""
    ) -> Mapping[int, Sequence[StepInfo]]:
        """What never changes of these versions."""
        titles = version_titles(session, course_version_ids)
        return {
            number: [
                StepInfo(
                    one.slug,
                    KINDS[one.use],
                    one.title_in(language),
                    f"/courses/{titles[number].slug}/exams/{one.slug}",
                    one.blueprint.minutes,
                )
                for one in exams_of_version(session, number)
            ]
            for number in course_version_ids
        }

    def states(
        self, session: Session, person_id: int, course_version_ids: Collection[int], now: datetime
    ) -> Mapping[tuple[int, str], StepState]:
        """How each step stands for this person, by version and slug; one query."""
        newest = select(func.max(Result.id)).where(Result.attempt_id == Attempt.id).correlate(Attempt).scalar_subquery()
        rows = session.execute(
            select(ExamVersion.course_version_id, Exam.slug, Attempt.state, Result.percent, Result.passed)
            .select_from(Attempt)
            .join(Exam, Exam.id == Attempt.exam_id)
            .join(ExamVersion, ExamVersion.exam_id == Exam.id)
            .outerjoin(Result, Result.id == newest)
            .where(Attempt.person_id == person_id, ExamVersion.course_version_id.in_(course_version_ids))
            .order_by(Attempt.no)
        )
        found: dict[tuple[int, str], StepState] = {}
        for number, slug, state, percent, passed in rows:
            before = found.get((number, slug))
            if before is not None and before.tone == "ok" and not passed:
                continue  # once passed it stays passed
            found[number, slug] = step_state(AttemptState(state), percent, passed)
        return found


def step_state(state: AttemptState, percent: str | None, passed: bool | None) -> StepState:
    """How one attempt makes its step look."""
    if state == AttemptState.IN_PROGRESS:
        return StepState(_("under way"), "info")
    if percent is None:
        return StepState(_("being scored"), "info", ready=False)
    if passed:
        return StepState(_("passed, %(percent)s", percent=percent_words(percent)), "ok")
    return StepState(_("not passed, %(percent)s", percent=percent_words(percent)), "bad")
