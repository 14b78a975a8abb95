"""The courses of a person with how far they are, and where they go on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from courses.learning.outline import Outline, OutlineStep, outlines
from courses.learning.queries.runs import EnrolledCourse
from courses.learning.queries.taken import taken_and_done
from courses.learning.rules.progress import Run, next_step
from courses.ports.assessments import ASSESSMENTS
from courses.ports.runs import REOPENING, CourseAward, Reopening
from courses.ports.steps import StepState
from lms.access import Viewer
from lms.batch import Ids, one
from lms.i18n import _, language


@dataclass(frozen=True)
class MyCourse:
    """A course as one person stands in it."""

    taken: EnrolledCourse
    outline: Outline
    done: frozenset[str]
    states: Mapping[str, StepState]
    next: OutlineStep | None  # none: everything is done
    reopening: Reopening | None = None  # how what they earned with it stands
    changed: frozenset[str] = frozenset()  # steps that they did in another version, and have to do again
    missing: tuple[OutlineStep, ...] = ()  # what the final exam waits for; empty: it is open

    @property
    def done_count(self) -> int:
        """How many steps of the outline are done."""
        return self.outline.done_count(self.done)

    @property
    def has_passed(self) -> bool:
        """Whether the final exam is passed in this run."""
        return self.taken.final in self.done

    @property
    def final_state(self) -> StepState | None:
        """How the final exam stands, if it was begun in this run or says why it is not open."""
        return self.states.get(self.taken.final) if self.taken.final else None

    @property
    def percent(self) -> str:
        """The result of the final exam, as people read it; empty: there is none."""
        return self.final_state.percent if self.final_state else ""

    @property
    def award(self) -> CourseAward | None:
        """What they have from it, where its exam is passed; asked for inside a request."""
        return self.reopening.award() if self.reopening and self.reopening.award else None

    @property
    def is_open(self) -> bool:
        """Whether they still go on with it."""
        return self.taken.run is not None and self.taken.run.is_open

    @property
    def began(self) -> bool:
        """Whether they did or opened anything yet."""
        return bool(self.done) or self.taken.stopped_at is not None


def courses_of(session: Session, people: Ids, now: datetime, slug: str | None = None) -> dict[int, list[MyCourse]]:
    """The courses that each person takes, or the one of this name; as many queries for many people as for one."""
    found = taken_and_done(session, people, slug, language())
    every = [one for each in found.values() for one, *_done in each]
    if not every:
        return {person_id: [] for person_id in found}
    shapes = outlines(session, every, language())
    runs = [one.run_id for one in every]
    states: dict[int, dict[str, StepState]] = {run_id: {} for run_id in runs}
    for run_id, each in ASSESSMENTS.provider().steps.states(session, runs, now).items():
        states[run_id].update(each)
    earned = _reopenings(session, [(one, done) for each in found.values() for one, done, _changed in each], now)
    return {
        person_id: [
            _course(one, shapes[one.version_id], done, changed, states[one.run_id], earned.get(one.run_id))
            for one, done, changed in each
        ]
        for person_id, each in found.items()
    }


def _reopenings(
    session: Session, every: Sequence[tuple[EnrolledCourse, frozenset[str]]], now: datetime
) -> Mapping[int, Reopening]:
    """How stands what was earned with these courses; asked of those runs alone in or before which something can be."""
    asked = [one.run for one, done in every if one.run and _may_have_earned(one, done)]
    return REOPENING.provider()(session, asked, now) if asked else {}


def _may_have_earned(taken: EnrolledCourse, done: frozenset[str]) -> bool:
    run = taken.run
    return run is not None and (run.follows_id is not None or _is_over(run, taken.final, done))


def _is_over(run: Run, final: str | None, done: frozenset[str]) -> bool:
    """Whether a run has ended or its final exam is passed."""
    return final in done or not run.is_open


def course_of(session: Session, person: Viewer, slug: str, now: datetime) -> MyCourse | None:
    """The course of this name as one person stands in it; nothing if they do not take it."""
    return next(iter(one(courses_of(session, [person.id], now, slug))), None)


def _course(
    taken: EnrolledCourse,
    outline: Outline,
    done: frozenset[str],
    changed: frozenset[str],
    states: Mapping[str, StepState],
    reopening: Reopening | None,
) -> MyCourse:
    over = taken.run is not None and _is_over(taken.run, taken.final, done)
    if reopening and over and taken.final and taken.final in states:  # what was earned says more than how the exam went
        final = replace(states[taken.final], words=reopening.chip, tone=reopening.tone)
        states = {**states, taken.final: final}
    missing = _missing(taken, outline, done, states)
    if missing and taken.final:
        states = {**states, taken.final: StepState(_("not open yet"), ready=False)}
    following = _next(outline, done, taken, not missing)
    return MyCourse(taken, outline, done, states, following, reopening, changed, missing)


def _missing(
    taken: EnrolledCourse, outline: Outline, done: frozenset[str], states: Mapping[str, StepState]
) -> tuple[OutlineStep, ...]:
    """What the final exam waits for; nothing where somebody opened it, or where it was begun in this run."""
    if taken.final is None or taken.final_opened or taken.final in states or taken.final in done:
        return ()
    return tuple(outline.before_final(taken.final_opens, done))


def _next(outline: Outline, done: frozenset[str], taken: EnrolledCourse, opens: bool) -> OutlineStep | None:
    """Where they go on; an exam that is not open comes after what it waits for, wherever they stopped."""
    steps = {step.slug: step for step in outline.steps if opens or step.slug != taken.final}
    slug = next_step(list(steps), done, taken.stopped_at)
    return steps[slug] if slug else None
