"""Two-person rule for cut scores: who may agree to one that somebody proposed, and how many must."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

RECENT = timedelta(days=366)  # twelve months, the longest that they can be


class ProposalState(StrEnum):
    """What became of a proposed cut score."""

    OPEN = "open"
    AGREED = "agreed"  # it is in force
    REFUSED = "refused"  # somebody said no, or whoever proposed it took it back
    REPLACED = "replaced"  # a later proposal took its place


class Barrier(StrEnum):
    """Why somebody may not agree to a cut score."""

    PROPOSED = "proposed"  # they proposed it
    AGREED = "agreed"  # they agreed already
    APPOINTED = "appointed"  # the rights of one who decides come from another: that is no second person
    SITS = "sits"  # the exam is, or was lately, their own


@dataclass(frozen=True)
class Stake:
    """A run of a person in the course of an exam, or an attempt of theirs at it."""

    begun_at: datetime
    is_open: bool


def agreements_needed(proposer_id: int | None) -> int:
    """How many must agree: one beside who proposed it; two where nobody knows who that was, as from a command."""
    return 1 if proposer_id is not None else 2


def has_stake(stakes: Iterable[Stake], now: datetime) -> bool:
    """Whether a cut of this exam is a matter of one's own: something is open, or was begun in the last 12 months."""
    return any(one.is_open or now - one.begun_at <= RECENT for one in stakes)


def is_decided_by(circle: Collection[int], proposer_id: int | None, agreed: Collection[int]) -> bool:
    """Whether all who are known to have decided a cut score are of this circle; of a command nobody is known."""
    return {*agreed, *([] if proposer_id is None else [proposer_id])} <= set(circle)


def barrier(
    person_id: int,
    proposer_id: int | None,
    agreed: Collection[int],
    stakes: Iterable[Stake],
    now: datetime,
    near: Collection[int] = (),
) -> Barrier | None:
    """What keeps a person from agreeing; nothing where they may.

    `near` are those from whom the rights of somebody who decided come, and those who have theirs from them.
    """
    if person_id == proposer_id:
        return Barrier.PROPOSED
    if person_id in agreed:
        return Barrier.AGREED
    if person_id in near:
        return Barrier.APPOINTED
    return Barrier.SITS if has_stake(stakes, now) else None
