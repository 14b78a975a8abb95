"""Quizzes and exams as steps of a course's outline: the port that courses offer."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import groupby

from sqlalchemy.orm import Session

from assessments.exams.pages.exam import opens_at
from assessments.exams.pages.percentages import percent_words
from assessments.exams.pages.step_changes import KINDS, step_changes
from assessments.exams.queries.attempts import history, runs_under_way
from assessments.exams.queries.board import AttemptLine, attempts_in
from assessments.exams.queries.exams import exam_of_version, exams_of_version
from assessments.exams.queries.revising import wrong_lessons
from assessments.exams.rules.states import AttemptState
from assessments.exams.services import starting
from assessments.items.item import Use
from courses.api import AfterFailing, Run, StepAttempt, StepChange, StepInfo, StepKind, StepState, version_titles
from lms.batch import Ids, one
from lms.i18n import _
from lms.moments import said_moment


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
                    {**KINDS, Use.GAIN: StepKind.GAIN}[one.use],
                    one.title_in(language),
                    f"/courses/{titles[number].slug}/exams/{one.slug}",
                    one.blueprint.minutes,
                )
                for one in exams_of_version(session, number)
            ]
            for number in course_version_ids
        }

    def states(self, session: Session, runs: Ids, now: datetime) -> Mapping[int, Mapping[str, StepState]]:
        """How each step stands in each run, by the exam's name; one query."""
        found: dict[int, dict[str, StepState]] = {}
        said = cache(step_state)  # most of many people stand alike
        for run_id, each in attempts_in(session, runs).items():
            states = found[run_id] = {}
            for slug, attempts in groupby(each, key=lambda one: one.slug):
                states[slug] = _state(list(attempts), said, now)
        return found

    def after_failing(
        self, session: Session, run: Run, slug: str, lessons: Sequence[str], now: datetime
    ) -> AfterFailing:
        """When it may be tried again, as the page of the exam says, and the lessons of what was wrong."""
        exam = exam_of_version(session, run.version_id, slug)
        found = one(history(session, exam.exam_id, [run.id]))
        refusal = starting.admission(session, exam, run, found, now).refusal
        wrong = one(wrong_lessons(session, [run.id], lessons))
        return AfterFailing(starting.refusal_words(refusal) if refusal else "", opens_at(refusal), tuple(wrong))

    def attempts(self, session: Session, runs: Ids) -> Mapping[int, Sequence[StepAttempt]]:
        """Every attempt in each run with its result, exam by exam; one query."""
        return {
            run_id: [_attempt(one, step_state(one.state, one.percent, one.passed)) for one in each]
            for run_id, each in attempts_in(session, runs).items()
        }

    def changes(self, session: Session, before: int, after: int, language: str = "") -> Sequence[StepChange]:
        """Every step of two versions beside each other; as `step_changes` tells."""
        return step_changes(session, before, after, language)

    def under_way(self, session: Session, runs: Ids) -> Collection[int]:
        """Those of these runs in which somebody sits."""
        return runs_under_way(session, runs)


def _state(
    attempts: list[AttemptLine], said: Callable[[AttemptState, str | None, bool | None], StepState], now: datetime
) -> StepState:
    """How a step stands after these attempts, in order: once passed it stays passed."""
    counted = [one for one in attempts if one.state is not AttemptState.VOIDED] or attempts
    counts = next((one for one in reversed(counted) if one.passed), counted[-1])
    last_at = max(one.closed_at or one.started_at for one in attempts)
    state = replace(said(counts.state, counts.percent, counts.passed), attempts=len(attempts), last_at=last_at)
    opens_at = counts.opens_at if counts is attempts[-1] else None
    if opens_at is None or opens_at <= now:
        return state
    return replace(state, ready=False, note=_("You may try again from %(when)s.", when=said_moment(opens_at)))


def _attempt(one: AttemptLine, state: StepState) -> StepAttempt:
    """An attempt without anything that was answered in it."""
    return StepAttempt(one.slug, one.no, one.closed_at or one.started_at, state.words, state.tone)


def step_state(state: AttemptState, percent: str | None, passed: bool | None) -> StepState:
    """How one attempt makes its step look."""
    if state == AttemptState.IN_PROGRESS:
        return StepState(_("in progress"), "info")
    if state == AttemptState.VOIDED:
        return StepState(_("cancelled"), "bad", passed=False)
    if percent is None:
        return StepState(_("being marked"), "info", ready=False)
    said = percent_words(percent)
    if passed:
        return StepState(_("passed, %(percent)s", percent=said), "ok", passed=True, percent=said)
    return StepState(_("not passed, %(percent)s", percent=said), "bad", passed=False, percent=said)
