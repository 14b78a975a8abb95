"""Item withdrawal: how long a question stays out of new papers, who may decide it, and whose result hung on it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from assessments.exams.rules.cuts import RECENT, Stake, has_stake
from assessments.exams.rules.scoring import has_passed, percent
from assessments.items.item import ENDINGS, WithdrawalAct

WINDOW = timedelta(days=7)  # within which a second person confirms, or the question comes back


class WithdrawalStanding(StrEnum):
    """How a withdrawal stands at a moment."""

    AWAITING = "awaiting"  # the question is out, and comes back unless a second person confirms
    CONFIRMED = "confirmed"  # it stays out until two people bring it back
    OVER = "over"  # new papers ask it again


class WithdrawalBarrier(StrEnum):
    """Why somebody may not act on a question."""

    TAKES = "takes"  # the course is open for them
    TOOK = "took"  # it is open, or was begun in the last 12 months
    OWN = "own"  # they did the first step themselves
    AGAIN = "again"  # they withdrew it lately, and nobody confirmed it
    APPOINTED = "appointed"  # the rights of one who decides come from the other: that is no second person
    DEPENDENT = "dependent"  # the course is open for somebody from whom their rights come


@dataclass(frozen=True)
class WithdrawalStep:
    """Something that was done about a withdrawal; nobody did it where time ran out."""

    act: WithdrawalAct
    at: datetime
    actor_id: int | None = None
    reason: str | None = None


def standing(lapses_at: datetime, steps: Iterable[WithdrawalStep], now: datetime) -> WithdrawalStanding:
    """The clock decides: at the very moment at which it lapses it is over, whether a task has noted that or not."""
    acts = {step.act for step in steps}
    if acts.intersection(ENDINGS):
        return WithdrawalStanding.OVER
    if WithdrawalAct.CONFIRMED in acts:
        return WithdrawalStanding.CONFIRMED
    return WithdrawalStanding.AWAITING if now < lapses_at else WithdrawalStanding.OVER


def open_return(steps: Sequence[WithdrawalStep]) -> WithdrawalStep | None:
    """The proposal to bring it back that waits for a second person, from the steps in their order."""
    last = steps[-1] if steps else None
    return last if last is not None and last.act is WithdrawalAct.RETURN_PROPOSED else None


def takes_course(stakes: Iterable[Stake]) -> bool:
    """Whether a run in the course or an attempt of theirs is open."""
    return any(one.is_open for one in stakes)


def may_begin(stakes: Iterable[Stake], unconfirmed: Iterable[datetime], now: datetime) -> WithdrawalBarrier | None:
    """What keeps a person from withdrawing a question; `unconfirmed` is when they did so and nobody confirmed it.

    Otherwise one person alone would keep a question out by withdrawing it every week.
    """
    if takes_course(stakes):
        return WithdrawalBarrier.TAKES
    return WithdrawalBarrier.AGAIN if any(now - at <= RECENT for at in unconfirmed) else None


def may_agree(
    person_id: int, first_id: int | None, stakes: Iterable[Stake], now: datetime, near: Collection[int] = ()
) -> WithdrawalBarrier | None:
    """What keeps a person from being the second one: they were the first, or the exam is or was lately their own.

    `near` are those from whom the rights of the first come, and those who have theirs from them: no second person.
    """
    if person_id == first_id:
        return WithdrawalBarrier.OWN
    if person_id in near:
        return WithdrawalBarrier.APPOINTED
    return WithdrawalBarrier.TOOK if has_stake(stakes, now) else None


def may_refuse(
    person_id: int, first_id: int | None, stakes: Iterable[Stake], above: Iterable[Stake]
) -> WithdrawalBarrier | None:
    """What keeps a person from saying no; `above` is what those have open from whom their rights come.

    Whoever did the first step takes it back, whatever their rights come from.
    """
    if takes_course(stakes):
        return WithdrawalBarrier.TAKES
    return WithdrawalBarrier.DEPENDENT if person_id != first_id and takes_course(above) else None


class Hang(StrEnum):
    """How a result hung on one question."""

    PASSED = "passed"  # and would have failed with no points for it
    FAILED = "failed"  # and would have passed with all its points


def hangs(points: Fraction, most: int, earned: Fraction, worth: int, cut: Fraction) -> Hang | None:
    """Whether a result would be on the other side of the cut if its question had been judged otherwise.

    `points` of `most` is the result, `earned` of `worth` is what the question gave. To leave the question out gives a
    share between those with no and with all its points, so whoever is not named here stays on their side then too.
    """
    if has_passed(percent(points, most), cut):
        return None if has_passed(percent(points - earned, most), cut) else Hang.PASSED
    return Hang.FAILED if has_passed(percent(points - earned + worth, most), cut) else None
