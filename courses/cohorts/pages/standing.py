"""How the officers of cohorts stand, for boards, to-dos and messages: gathered for many cohorts at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from courses.cohorts.queries.board import BoardOfficer, board_officers
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.deadlines import deadlines_of
from courses.cohorts.rules.board import BoardDays, BoardFilter, OfficerProgress, OwnDeadline, filters_of
from courses.cohorts.rules.deadlines import WHOLE, own_deadlines
from courses.cohorts.rules.states import CohortState, ParticipantStatus
from courses.cohorts.scope_kind import COHORT
from courses.learning.outline import Outline, outlines
from courses.learning.queries.one_run import course_of_version
from courses.learning.queries.progress import RunProgress, progress_in
from courses.learning.queries.runs import runs_in_groups
from courses.ports import ASSESSMENTS, StepKind, StepState
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


@dataclass(frozen=True)
class OfficerStanding:
    """An officer on a board: their run in the cohort, and what is judged of it."""

    officer: BoardOfficer
    steps: CourseSteps
    progress: RunProgress | None  # none: no run in this cohort yet
    states: Mapping[str, StepState]  # of quizzes and the exam, by name
    facts: OfficerProgress
    days: BoardDays
    filters: frozenset[BoardFilter]  # among whom they are shown

    @property
    def person_id(self) -> int:
        """Who it is."""
        return self.officer.person_id

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

    Four queries for however many, and two for each version that this process has not shown before.
    """
    officers = board_officers(session, [one.id for one in cohorts], viewer, people)
    chosen = runs_in_groups(COHORT, list(officers), people)
    runs = {(one.run.group, one.run.person_id): one for one in progress_in(session, chosen).values()}  # the newest
    states = ASSESSMENTS.provider().steps.states(session, chosen, now)
    versions = {one.row.course_version_id for one in cohorts} | {one.run.version_id for one in runs.values()}
    courses = [course_of_version(session, number, language()) for number in sorted(versions)]
    steps = {number: steps_of(outline) for number, outline in outlines(session, courses, language()).items()}
    due = deadlines_of(session, list(officers))
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
    own = steps[progress.run.version_id if progress else judged.cohort.row.course_version_id]
    told = states.get(progress.run.id, {}) if progress else {}
    facts = _facts(judged, officer, progress, own, told)
    waits = officer.status is ParticipantStatus.WAITS_FOR_RUN
    filters = frozenset({BoardFilter.ALL}) if waits else filters_of(facts, judged.days)
    return OfficerStanding(officer, own, progress, told, facts, judged.days, filters)


def _facts(
    judged: _Judged,
    officer: BoardOfficer,
    progress: RunProgress | None,
    steps: CourseSteps,
    states: Mapping[str, StepState],
) -> OfficerProgress:
    """What is judged of an officer."""
    cohort, done = judged.cohort, progress.done if progress else frozenset()
    failed = [one.attempts for slug, one in states.items() if slug in steps.checkpoints - done and one.passed is False]
    moments = [one.last_at for one in states.values() if one.last_at is not None]
    moments += [progress.seen_at] if progress and progress.seen_at else []
    joined_on = cohort.today(officer.since)
    return OfficerProgress(
        lessons=len(steps.lessons),
        read=len(steps.lessons & done),
        joined_on=joined_on,
        checkpoints=len(steps.checkpoints),
        checkpoints_passed=len(steps.checkpoints & done),
        failed_most=max(failed, default=0),
        has_final=steps.final is not None,
        final_passed=steps.final in done,
        progress_on=_day(cohort, progress.done_at if progress else None),
        seen_on=_day(cohort, max(moments, default=None)),
        deadlines=_own(own_deadlines(judged.deadlines, officer.longer, joined_on), steps, done),
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


def _day(cohort: FoundCohort, moment: datetime | None) -> date | None:
    """The day of a moment where the cohort meets: nobody needs the hour."""
    return None if moment is None else cohort.today(moment)
