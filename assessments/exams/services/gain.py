"""Gain test: begun before the first lesson and again after the course, with the same questions; it decides nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.events import AttemptStarted
from assessments.exams.models import Attempt
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries.attempts import History
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.queries.gain import has_sat_final, paper_of
from assessments.exams.rules.gain import GainStep, gain_step
from assessments.exams.rules.states import AttemptState
from assessments.exams.services.starting import Draw, Frozen, drawn, freeze
from courses.api import Run, demand_open, group_is_over, has_read
from lms import events
from lms.batch import one
from lms.errors import RuleBroken
from lms.i18n import _


def step_of(session: Session, run: Run, found: History, now: datetime) -> GainStep:
    """Where somebody is with the gain test of a run, whose attempts at it were found."""
    states = [AttemptState(attempt.state) for attempt, _result in found]
    return gain_step(states, has_begun=has_read(session, run.id), is_over=is_over(session, run, now))


def is_over(session: Session, run: Run, now: datetime) -> bool:
    """Whether the course is over for this run: its final exam was handed in, or the days of its cohort are past."""
    if has_sat_final(session, run.id):
        return True
    return run.group is not None and group_is_over(session, run.group, now)


def start_gain_test(session: Session, exam: ExamInForce, run: Run, *, seed: int, now: datetime) -> Attempt:
    """Begin the first or the second; one that is under way is gone on with. The second asks what the first asked."""
    found = one(attempt_queries.history(session, exam.exam_id, [run.id]))
    step = step_of(session, run, found, now)
    if step is GainStep.UNDER_WAY:
        return next(attempt for attempt, _result in found if attempt.state == AttemptState.IN_PROGRESS)
    demand_open(run)
    if step not in {GainStep.BEFORE, GainStep.AFTER}:
        raise RuleBroken(step_words(step))
    frozen = drawn(session, exam, run, seed, now=now) if step is GainStep.BEFORE else _asked_before(session, found)
    attempt = freeze(session, exam, run, frozen, Draw(len(found) + 1, seed), cut=None, now=now)
    happened = AttemptStarted(
        subject=f"attempt:{attempt.id}", actor_id=run.person_id, at=now, exam_id=exam.exam_id, number=attempt.no
    )
    events.publish(session, happened)
    return attempt


def _asked_before(session: Session, found: History) -> list[Frozen]:
    """The paper of the first, question for question."""
    first = next(attempt for attempt, _result in found if attempt.state != AttemptState.VOIDED)
    return [Frozen(one.item_version_id, tuple(one.option_order), one.points) for one in paper_of(session, first.id)]


def step_words(step: GainStep) -> str:
    """Where somebody is with the gain test, in words for them."""
    match step:
        case GainStep.BEFORE:
            return _("Answer it before you read the first lesson. The same questions come again after the course.")
        case GainStep.UNDER_WAY:
            return _("You have started it. Continue.")
        case GainStep.WAITS:
            return _("Your answers are saved. The same questions come again after the final exam or your cohort.")
        case GainStep.AFTER:
            return _("Answer the same questions again. Then you see both results and what is right.")
        case GainStep.DONE:
            return _("You have answered it twice. You see both results side by side.")
        case GainStep.MISSED:
            return _("It is answered before the first lesson. You started without it, and you miss nothing.")
