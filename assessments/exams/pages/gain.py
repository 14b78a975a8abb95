"""The page of a gain test for who takes the course: both results once both are there, and what is right only then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.models import Attempt
from assessments.exams.pages.percentages import percent_words
from assessments.exams.pages.result import ResultLine, result_lines
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries.exams import ExamInForce, exam_by_version_id, pool_at
from assessments.exams.queries.gain import gain_pairs, gain_test_of
from assessments.exams.rules.dates import questions_asked
from assessments.exams.rules.gain import GainStep
from assessments.exams.rules.states import AttemptState
from assessments.exams.services.gain import step_of, step_words
from courses.api import GainNote, Run, VersionTitle, runs_by_id, version_titles
from lms.batch import Ids, one
from lms.i18n import _, language


@dataclass(frozen=True)
class GainTime:
    """One of the two times, once both are told."""

    uuid: str
    at: datetime
    percent: str


@dataclass(frozen=True)
class GainPage:
    """The way into a gain test, or what it came to."""

    title: str
    asked: int | None  # none: it waits for its author
    minutes: int | None
    step: GainStep
    words: str
    open_uuid: str | None
    told: tuple[GainTime, ...]  # both, or none


@dataclass(frozen=True)
class GainResultPage:
    """One of the two after handing in: that it is kept, and what is right once both are done."""

    title: str
    course: VersionTitle
    exam_slug: str
    closed_at: datetime | None
    is_told: bool
    percent: str
    words: str
    lines: Sequence[ResultLine]


def gain_page(session: Session, exam: ExamInForce, run: Run, now: datetime) -> GainPage:
    """What the test asks and where this person is with it."""
    found = one(attempt_queries.history(session, exam.exam_id, [run.id]))
    step = step_of(session, run, found, now)
    counted = [(attempt, result) for attempt, result in found if attempt.state == AttemptState.PUBLISHED]
    told = step is GainStep.DONE and len(counted) == len(found)
    return GainPage(
        title=exam.title_in(language()),
        asked=questions_asked(exam.blueprint, pool_at(session, exam, run.person_id, now)),
        minutes=exam.blueprint.minutes,
        step=step,
        words=step_words(step),
        open_uuid=next((a.uuid for a, _result in found if a.state == AttemptState.IN_PROGRESS), None),
        told=tuple(
            GainTime(attempt.uuid, attempt.closed_at or attempt.started_at, percent_words(result.percent))
            for attempt, result in counted
            if result is not None
        )
        if told
        else (),
    )


def gain_result_page(session: Session, attempt: Attempt, now: datetime) -> GainResultPage:
    """What stands after handing in one of the two: no result and no key before the second is handed in."""
    exam = exam_by_version_id(session, attempt.exam_version_id)
    run = runs_by_id(session, [attempt.enrolment_id])[attempt.enrolment_id]
    found = one(attempt_queries.history(session, exam.exam_id, [run.id]))
    step = step_of(session, run, found, now)
    course = version_titles(session, [exam.course_version_id], language())[exam.course_version_id]
    result = next((result for each, result in found if each.id == attempt.id), None)
    is_told = step is GainStep.DONE and result is not None
    return GainResultPage(
        title=exam.title_in(language()),
        course=course,
        exam_slug=exam.slug,
        closed_at=attempt.closed_at,
        is_told=is_told,
        percent=percent_words(result.percent) if is_told and result else "",
        words=step_words(step),
        lines=result_lines(session, attempt, exam, course, with_key=True) if is_told else (),
    )


ACTIONS = {GainStep.BEFORE, GainStep.AFTER, GainStep.UNDER_WAY, GainStep.DONE}


class GainTests:
    """Knows the gain tests of courses: the port that courses offer."""

    def note(self, session: Session, run: Run, said_in: str, now: datetime) -> GainNote | None:
        """Where one person is with the test of their course; a few queries, none where it has none."""
        exam = gain_test_of(session, run.version_id)
        if exam is None:
            return None
        found = one(attempt_queries.history(session, exam.exam_id, [run.id]))
        step = step_of(session, run, found, now)
        slug = version_titles(session, [run.version_id])[run.version_id].slug
        action = _("Open it") if step in ACTIONS and (run.is_open or step is GainStep.DONE) else ""
        return GainNote(exam.title_in(said_in), step_words(step), f"/courses/{slug}/exams/{exam.slug}", action)

    def pairs(self, session: Session, runs: Ids) -> dict[int, tuple[float, float]]:
        """Both results of who has both, by run."""
        return {run_id: (pair.before, pair.after) for run_id, pair in gain_pairs(session, runs).items()}
