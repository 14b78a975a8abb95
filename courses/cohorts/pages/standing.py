"""How the officers of cohorts stand, for boards, to-dos and messages: gathered for many cohorts at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from courses.cohorts.queries.board import BoardOfficer, board_people
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.rules.board import BoardDays, BoardFilter, OfficerProgress, OwnDeadline, filters_of
from courses.cohorts.rules.deadlines import WHOLE, own_deadlines
from courses.cohorts.rules.states import CohortState, ParticipantStatus
from courses.cohorts.scope_kind import COHORT
from courses.learning.outline import Outline, outlines
from courses.learning.queries.one_run import course_of_version
from courses.learning.queries.progress import RunProgress, progress_in
from courses.learning.queries.runs import runs_in_groups
from courses.ports.assessments import ASSESSMENTS
from courses.ports.steps import StepKind, StepState
from lms.access import Viewer
from lms.i18n import language


@dataclass(frozen=True)
class CourseSteps:
    """The names of what a version asks, taken once from its outline for all who take it."""

    modules: Sequence[Sequence[str]]  # the lessons of each
    lessons: frozenset[str]
    checkpoints: frozenset[str]
    parts: Mapping[int, frozenset[str]]  # every step of each module, by its number
    final: str | None


@dataclass(frozen=True, kw_only=True)
class CourseStanding:
    """Somebody on a board: a run of a course, and what is judged of it."""

    person_id: int
    steps: CourseSteps
    progress: RunProgress | None  # none: no run yet
    states: Mapping[str, StepState]  # of quizzes and the exam, by name
    facts: OfficerProgress
    days: BoardDays
    filters: frozenset[BoardFilter]  # among whom they are shown


@dataclass(frozen=True, kw_only=True)
class OfficerStanding(CourseStanding):
    """An officer on the board of a cohort."""

    officer: BoardOfficer

    @property
    def waits_for_run(self) -> bool:
        """Whether they begin only when another run of theirs has ended: nobody waits for them until then."""
        return self.officer.status is ParticipantStatus.WAITS_FOR_RUN


def days_of(cohort: FoundCohort, deadlines: Mapping[int, date], now: datetime) -> BoardDays:
    """The days of a cohort, and where it is in them."""
    is_open, by_module = cohort.state is CohortState.OPEN, any(part != WHOLE for part in deadlines)
    return BoardDays(cohort.row.starts_on, cohort.row.ends_on, cohort.today(now), is_open, by_module)


def standings(
    session: Session,
    cohorts: Sequence[FoundCohort],
    now: datetime,
    *,
    viewer: Viewer | None,
    people: Sequence[int] | None = None,
) -> dict[int, list[OfficerStanding]]:
    """How everybody whom the viewer sees stands in each of these cohorts, or each of these people.

    Three queries for however many, and two for each version that this process has not shown before.
    """
    there = board_people(session, [one.id for one in cohorts], viewer, people)
    officers, due = there.officers, there.deadlines
    chosen = runs_in_groups(COHORT, list(officers), people)
    runs = {(one.run.group, one.run.person_id): one for one in progress_in(session, chosen).values()}  # the newest
    states = ASSESSMENTS.provider().steps.states(session, chosen, now)
    versions = {one.row.course_version_id for one in cohorts} | {one.run.version_id for one in runs.values()}
    courses = [course_of_version(session, number, language()) for number in sorted(versions)]
    steps = {number: steps_of(outline) for number, outline in outlines(session, courses, language()).items()}
    found = {}
    for cohort in cohorts:
        judged = _Judged(cohort, due[cohort.id], days_of(cohort, due[cohort.id], now))
        found[cohort.id] = [
            _standing(judged, one, runs.get((cohort.group, one.person_id)), steps, states)
            for one in officers[cohort.id]
        ]
    return found


@dataclass(frozen=True)
class _Judged:
    """What is the same for every officer of a cohort."""

    cohort: FoundCohort
    deadlines: Mapping[int, date]
    days: BoardDays


def steps_of(outline: Outline) -> CourseSteps:
    """What an outline asks, by name."""
    quizzes = (step.slug for module in outline.modules for step in module.steps if step.kind == StepKind.QUIZ)
    modules = [[step.slug for step in module.lessons] for module in outline.modules]
    lessons = frozenset(slug for each in modules for slug in each)
    parts = {module.no: frozenset(step.slug for step in module.steps) for module in outline.modules}
    return CourseSteps(modules, lessons, frozenset(quizzes), parts, outline.final.slug if outline.final else None)


def _standing(
    judged: _Judged,
    officer: BoardOfficer,
    progress: RunProgress | None,
    steps: Mapping[int, CourseSteps],
    states: Mapping[int, Mapping[str, StepState]],
) -> OfficerStanding:
    cohort = judged.cohort
    own = steps[progress.run.version_id if progress else cohort.row.course_version_id]
    told = states.get(progress.run.id, {}) if progress else {}
    joined_on = cohort.today(officer.since)
    facts = replace(
        progress_facts(own, progress, told, joined_on, cohort.today),
        deadlines=_own(
            own_deadlines(judged.deadlines, officer.longer, joined_on), own, progress.done if progress else frozenset()
        ),
    )
    waits = officer.status is ParticipantStatus.WAITS_FOR_RUN
    return OfficerStanding(
        person_id=officer.person_id,
        officer=officer,
        steps=own,
        progress=progress,
        states=told,
        facts=facts,
        days=judged.days,
        filters=frozenset({BoardFilter.ALL}) if waits else filters_of(facts, judged.days),
    )


def progress_facts(
    steps: CourseSteps,
    progress: RunProgress | None,
    states: Mapping[str, StepState],
    joined_on: date,
    day: Callable[[datetime], date],
) -> OfficerProgress:
    """What is judged of a run, without deadlines; `day` tells the day of a moment, since nobody needs the hour."""
    done = progress.done if progress else frozenset()
    failed = [one.attempts for slug, one in states.items() if slug in steps.checkpoints - done and one.passed is False]
    moments = [one.last_at for one in states.values() if one.last_at is not None]
    moments += [progress.seen_at] if progress and progress.seen_at else []
    final = states.get(steps.final or "")
    return OfficerProgress(
        lessons=len(steps.lessons),
        read=len(steps.lessons & done),
        joined_on=joined_on,
        checkpoints=len(steps.checkpoints),
        checkpoints_passed=len(steps.checkpoints & done),
        failed_most=max(failed, default=0),
        has_final=steps.final is not None,
        final_passed=steps.final in done,
        final_failed=final is not None and final.passed is False,
        progress_on=day(progress.done_at) if progress and progress.done_at else None,
        seen_on=day(max(moments)) if moments else None,
    )


def _own(days: Mapping[int, date], steps: CourseSteps, done: frozenset[str]) -> dict[int, OwnDeadline]:
    """The deadlines of an officer with what is missing; a module that their version does not have is none of theirs."""
    found = {}
    for part, day in days.items():
        if part == WHOLE:
            asked = frozenset().union(*steps.parts.values()) | ({steps.final} if steps.final else frozenset())
        elif part in steps.parts:
            asked = steps.parts[part]
        else:
            continue
        missing = asked - done
        found[part] = OwnDeadline(day, len(missing & steps.lessons), not missing)
    return found
