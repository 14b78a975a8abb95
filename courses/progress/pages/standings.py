"""How people stand in their courses, wherever they take them: judged as on the board of a cohort, without its days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from courses.cohorts.pages.standing import CourseStanding, CourseSteps, progress_facts, steps_of
from courses.cohorts.rules.board import BoardDays, filters_of
from courses.learning.outline import outlines
from courses.learning.queries.one_run import course_of_version
from courses.learning.queries.progress import RunProgress, progress_in
from courses.learning.queries.runs import EnrolledCourse
from courses.ports.assessments import ASSESSMENTS
from courses.ports.steps import StepState
from lms.batch import Ids
from lms.i18n import language

NO_STEPS = CourseSteps([], frozenset(), frozenset(), {}, None)


@dataclass(frozen=True, kw_only=True)
class RunStanding(CourseStanding):
    """How somebody stands in a course, or that they take none."""

    course: EnrolledCourse | None
    key: str  # by which a list knows it

    @property
    def is_over(self) -> bool:
        """Whether the run has ended, and nobody waits for anything in it."""
        return self.progress is not None and self.progress.run.ended_at is not None


@dataclass(frozen=True)
class RunsFound:
    """Runs of many people with how far each is, and what their versions ask."""

    runs: list[RunProgress]
    states: Mapping[int, Mapping[str, StepState]]
    courses: Mapping[int, EnrolledCourse]  # by version
    steps: Mapping[int, CourseSteps]


def runs_found(session: Session, runs: Ids, now: datetime, version_id: int | None = None) -> RunsFound:
    """Three queries for however many, and two for versions that this process has not shown; one is named beside."""
    progress = list(progress_in(session, runs).values())
    states = ASSESSMENTS.provider().steps.states(session, runs, now)
    versions = {one.run.version_id for one in progress} | ({version_id} if version_id else set())
    courses = {number: course_of_version(session, number, language()) for number in sorted(versions)}
    steps = {number: steps_of(one) for number, one in outlines(session, courses.values(), language()).items()}
    return RunsFound(progress, states, courses, steps)


def standing_in(found: RunsFound, run: RunProgress, today: date, day: Callable[[datetime], date]) -> RunStanding:
    """How the person of a run stands in it."""
    steps, states = found.steps[run.run.version_id], found.states.get(run.run.id, {})
    begun_on = day(run.run.begun_at)
    facts = progress_facts(steps, run, states, begun_on, day)
    days = days_outside(begun_on, today, is_open=run.run.ended_at is None)
    return RunStanding(
        person_id=run.run.person_id,
        steps=steps,
        progress=run,
        states=states,
        facts=facts,
        days=days,
        filters=filters_of(facts, days),
        course=found.courses[run.run.version_id],
        key=run.run.uuid,
    )


def never_begun(
    person_id: int, key: str, today: date, steps: CourseSteps, course: EnrolledCourse | None
) -> RunStanding:
    """How somebody stands who has no run of a course."""
    facts, days = progress_facts(steps, None, {}, today, _no_day), days_outside(today, today, is_open=True)
    return RunStanding(
        person_id=person_id,
        steps=steps,
        progress=None,
        states={},
        facts=facts,
        days=days,
        filters=filters_of(facts, days),
        course=course,
        key=key,
    )


def days_outside(begun_on: date, today: date, *, is_open: bool) -> BoardDays:
    """Days of a run that nobody plans: no day asks for a number of lessons, so nobody is behind."""
    return BoardDays(begun_on, date.max, today, is_open, by_module=True)


def _no_day(moment: datetime) -> date:
    return moment.date()
