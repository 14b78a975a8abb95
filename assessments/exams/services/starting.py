"""Starting an attempt: the paper is drawn once and frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.decisions.kinds import DecisionFacts
from assessments.decisions.queries import decisions_in_force
from assessments.decisions.rules import SittingBar, strictest
from assessments.exams.events import AttemptStarted
from assessments.exams.models import Attempt, AttemptItem, CutScore
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries import exams as exam_queries
from assessments.exams.queries.attempts import History
from assessments.exams.queries.bars import bar_of
from assessments.exams.queries.cuts import is_set_by_oneself
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.rules.admission import Refusal, RefusalReason, may_start
from assessments.exams.rules.paper import draw_paper
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.timing import deadline
from assessments.items.item import Use
from courses.api import REOPENING, BeforeFinal, FinalOpens, Reopening, Run, before_final, demand_open
from lms import events, ids
from lms.batch import one
from lms.errors import Conflict, RuleBroken
from lms.i18n import N_, _
from lms.inserts import insert_many

OWN_CUT = N_(
    "The pass mark of this exam was set by you and by people whose rights come from you. "
    "Somebody else has to agree to it before you sit the exam."
)


def start_attempt(
    session: Session, exam: ExamInForce, run: Run, *, seed: int, now: datetime, sitting_id: int | None = None
) -> Attempt:
    """Draw a paper and freeze it; an attempt that is under way in this run is gone on with instead.

    Where a room is named it was begun there; who names it has judged the code.
    """
    found = one(attempt_queries.history(session, exam.exam_id, [run.id]))
    admitted = admission(session, exam, run, found, now)
    refusal = admitted.refusal
    if refusal is not None and refusal.reason is RefusalReason.OPEN:
        return next(a for a, _result in found if a.state == AttemptState.IN_PROGRESS)
    if refusal is None or refusal.reason is not RefusalReason.BARRED:
        demand_open(run)
    if refusal is not None:
        earned = reopening_of(session, exam, run, admitted, now)
        raise RuleBroken(earned.words if earned else refusal_words(refusal, admitted.before))
    cut = exam_queries.cut_score_in_force(session, exam.exam_id)
    if is_set_by_oneself(session, cut, run.person_id):
        raise RuleBroken(_(OWN_CUT))
    try:
        paper = drawn(session, exam, run, seed, now=now)
        draw = Draw(len(found) + 1, seed, sitting_id=sitting_id)
        attempt = freeze(session, exam, run, paper, draw, cut=cut, now=now)
    except IntegrityError as fault:  # pressed twice: the other request was faster
        return _started_meanwhile(session, exam.exam_id, run, fault)
    events.publish(
        session,
        AttemptStarted(
            subject=f"attempt:{attempt.id}", actor_id=run.person_id, at=now, exam_id=exam.exam_id, number=attempt.no
        ),
    )
    return attempt


@dataclass(frozen=True)
class Admission:
    """Why no attempt may start now, if none may; how many were given in addition; what stands in the way."""

    refusal: Refusal | None
    granted: int
    decisions: tuple[DecisionFacts, ...]
    before: BeforeFinal | None = None  # of a final exam that was not begun: what it waits for, and who opened it
    earned: Reopening | None = None  # how what was earned stands, where that was asked for and there is something


def admission(
    session: Session, exam: ExamInForce, run: Run, found: History, now: datetime, language: str = ""
) -> Admission:
    """Whether an attempt may start in this run now, whose attempts at the exam were found; a query or two, seldom more.

    Where nothing else stands in the way, what was earned with the course is asked for: no exam is sat for a certificate
    that is held, but in the run that renews it. In a first run nothing was earned before the exam is passed in it.
    What a final exam waits for is named in the language.
    """
    today, asked = now.date(), exam.blueprint.attempts
    in_force = one(decisions_in_force(session, [run.person_id], [exam.exam_id]))
    barring = tuple(each for each in in_force if bar_of(each, today) is not None)
    previous = attempt_queries.as_previous(found)
    used = asked is not None and len(previous) >= asked  # attempts are given to those alone who have used theirs
    granted = one(attempt_queries.attempts_granted(session, exam.exam_id, [run.id])) if used else 0
    bar = strictest(bar_of(each, today) for each in barring)
    before = before_final(session, run, language) if exam.use is Use.EXAM and not previous else None
    is_open = before is None or not before.waits_for
    wait = exam.blueprint.wait_hours
    refusal = may_start(previous, now, asked, wait, granted=granted, bar=bar, is_open=is_open)
    may_hold = exam.use is Use.EXAM and (run.follows_id is not None or any(one.passed for one in previous))
    earned = None
    if may_hold and (refusal is None or refusal.reason is RefusalReason.NOT_OPEN):
        earned = REOPENING.provider()(session, [run], now).get(run.id)
        refusal = Refusal(RefusalReason.HELD) if earned and not earned.sits else refusal
    return Admission(refusal, granted, barring, before, earned)


def _started_meanwhile(session: Session, exam_id: int, run: Run, fault: IntegrityError) -> Attempt:
    """The attempt that another request of the same person started at the same moment."""
    for attempt in one(attempt_queries.attempts_at(session, exam_id, [run.id])):
        if attempt.state == AttemptState.IN_PROGRESS:
            return attempt
    raise Conflict(
        _("You started this attempt a moment ago, in another window. Open it there, or load the page again.")
    ) from fault


@dataclass(frozen=True)
class Draw:
    """Which attempt of its run a paper is drawn for, from which seed; printed, or for a screen; in which room."""

    number: int
    seed: int
    on_paper: bool = False
    sitting_id: int | None = None


@dataclass(frozen=True)
class Frozen:
    """One question of a paper as it is kept with the attempt."""

    item_version_id: int
    option_order: tuple[str, ...]
    points: int


def drawn(session: Session, exam: ExamInForce, run: Run, seed: int, *, now: datetime) -> list[Frozen]:
    """A paper for this person, drawn from what may be asked today."""
    items = exam_queries.pool_at(session, exam, run.person_id, now)
    versions = {one.id: one.version for one in items}
    seen = one(attempt_queries.seen_items(session, exam.exam_id, [run.person_id]))
    paper = draw_paper(exam.blueprint, items, seed, seen)
    return [Frozen(versions[one.item], tuple(one.option_order), one.points) for one in paper.items]


def freeze(
    session: Session,
    exam: ExamInForce,
    run: Run,
    paper: Sequence[Frozen],
    draw: Draw,
    *,
    cut: CutScore | None,
    now: datetime,
) -> Attempt:
    """A new attempt with its paper; whether one may start was asked before. No clock runs on paper."""
    extra = one(attempt_queries.extra_seconds(session, exam.exam_id, [run.person_id]))
    minutes = None if draw.on_paper else exam.blueprint.minutes
    attempt = Attempt(
        uuid=ids.new_uuid(),
        exam_id=exam.exam_id,
        exam_version_id=exam.version_id,
        cut_score_id=cut.id if cut else None,
        person_id=run.person_id,
        enrolment_id=run.id,
        no=draw.number,
        seed=draw.seed,
        state=AttemptState.IN_PROGRESS,
        started_at=now,
        sitting_id=draw.sitting_id,
        deadline_at=deadline(now, minutes, extra),
        closed_at=None,  # said here so that the row in memory follows the update that closes it
        closed_by=None,
        submit_key=None,
        submit_page=None,
        answers_hash=None,
        on_paper=draw.on_paper,
    )
    with session.begin_nested():
        session.add(attempt)
    insert_many(
        session,
        AttemptItem,
        [
            {
                "attempt_id": attempt.id,
                "position": position,
                "item_version_id": one.item_version_id,
                "option_order": list(one.option_order),
                "points": one.points,
            }
            for position, one in enumerate(paper, 1)
        ],
    )
    return attempt


def reopening_of(session: Session, exam: ExamInForce, run: Run, admitted: Admission, now: datetime) -> Reopening | None:
    """How what was earned with a final exam stands, where that says more than that it was passed or the run ended."""
    reason = admitted.refusal.reason if admitted.refusal else None
    told = reason in {RefusalReason.PASSED, RefusalReason.HELD} or not run.is_open
    if exam.use is not Use.EXAM or reason is RefusalReason.BARRED or not told:
        return None
    return admitted.earned or REOPENING.provider()(session, [run], now).get(run.id)


def refusal_words(refusal: Refusal, before: BeforeFinal | None = None) -> str:
    """Why no attempt may start, in words for the person."""
    if refusal.reason is RefusalReason.PASSED:
        return _("You have passed this exam already.")
    if refusal.reason is RefusalReason.HELD:
        return _("You hold the certificate of this course. You may sit this exam again when you renew it.")
    if refusal.reason is RefusalReason.NONE_LEFT:
        return _("You have used all your attempts. Ask the programme manager what to do next.")
    if refusal.reason is RefusalReason.OPEN:
        return _("You have an attempt in progress. Continue with that one.")
    if refusal.bar is not None:
        return bar_words(refusal.bar)
    if before is not None and refusal.reason is RefusalReason.NOT_OPEN:
        return not_open_words(before)
    return _("Your next attempt opens later.")


def not_open_words(before: BeforeFinal) -> str:
    """When a final exam opens, in words for who cannot sit it yet; a page adds what is missing."""
    if before.opens is FinalOpens.LESSONS:
        return _("This exam is not open yet. It opens when you have read every lesson.")
    return _("This exam is not open yet. It opens when you have read every lesson and passed every checkpoint quiz.")


def bar_words(bar: SittingBar) -> str:
    """That somebody may not sit an exam, in words for them; a page adds the day."""
    if bar.opens_on is None:
        return _("You may not sit this exam again.")
    return _("You may not sit this exam yet.")
