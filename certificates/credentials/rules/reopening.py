"""Retakes: whether a new run of a course may begin, after what was earned in it ended or to renew it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from certificates.credentials.rules.lifecycle import FAULTLESS, HELD, Standing, StatusReason
from certificates.credentials.rules.renewal import Term


@dataclass(frozen=True)
class SittingBan:
    """Until when a decision keeps somebody from sitting again: to a day, or for ever; without either, not at all."""

    opens_on: date | None = None  # the first day on which they may
    never: bool = False


def longest(bans: Iterable[SittingBan | None]) -> SittingBan | None:
    """The ban that holds longest; for ever is longer than any day. None where no decision speaks of it."""
    known = [one for one in bans if one is not None]
    if not known:
        return None
    if any(one.never for one in known):
        return SittingBan(never=True)
    return SittingBan(max((one.opens_on for one in known if one.opens_on is not None), default=None))


@dataclass(frozen=True)
class LastEarned:
    """What somebody earned with a course, and how it stands; `standing` is none while it waits for them."""

    earned_at: datetime
    standing: Standing | None
    lapsed: bool = False  # it waits, and the time for which it would have been valid is over
    reason: StatusReason | None = None  # why it was revoked
    ban: SittingBan | None = None  # as the decisions say by which it was revoked; none: there is no such decision
    term: Term | None = None  # of a certificate

    @property
    def waits(self) -> bool:
        """Whether its holder may still confirm the name."""
        return self.standing is None and not self.lapsed

    @property
    def at_fault(self) -> bool:
        """Whether it was revoked because of what its holder did."""
        return self.standing is Standing.REVOKED and self.reason not in FAULTLESS

    def may_be_renewed(self, today: date) -> bool:
        """Whether a run for its renewal may begin."""
        return self.standing is not None and self.term is not None and self.term.may_be_renewed(self.standing, today)


class RetakeState(StrEnum):
    """Whether another run may begin, and if not, why."""

    NOTHING_LOST = "nothing-lost"  # in this run nothing was earned yet, or nothing that ended
    WAITS = "waits"  # earned; its holder has to confirm the name
    HELD = "held"  # in force outside its window, suspended, being made, or renewed already: nobody sits
    RENEWABLE = "renewable"  # in force, and its window is open
    RENEWING = "renewing"  # the same, and this is the run for it
    ALLOWED = "allowed"
    LATER = "later"  # from the day that a decision names
    NEVER = "never"
    NO_DAY = "no-day"  # revoked for a fault, and no decision names a day


@dataclass(frozen=True)
class RunFacts:
    """Of the run in which somebody is: when it began, whether it goes on, and what decisions say about it."""

    began_at: datetime
    annulled: bool = False  # it ended because an attempt in it does not count
    ban: SittingBan | None = None  # in force against its person, in the exams of its course
    is_open: bool = True


def held_now(earned: Iterable[LastEarned]) -> list[LastEarned]:
    """What of it is in force, is still to begin, is suspended or being made."""
    return [one for one in earned if one.standing in HELD]


def retake_state(earned: Sequence[LastEarned], run: RunFacts, today: date) -> RetakeState:
    """Whether who is in a run may begin another; `earned` is all that they earned with the course, newest first.

    What was earned before this run began is past: this run was begun after its end, or for its renewal, and attempts
    count anew once.
    """
    if any(one.waits for one in earned):
        return RetakeState.WAITS
    held = held_now(earned)
    if held and not (len(held) == 1 and held[0].may_be_renewed(today)):
        return RetakeState.HELD
    newest = next((one for one in earned if one not in held), None)
    lost = newest if newest is not None and newest.earned_at >= run.began_at else None
    if lost is None and not run.annulled:
        if not held:
            return RetakeState.NOTHING_LOST
        if run.is_open and run.began_at > held[0].earned_at:
            return RetakeState.RENEWING
    state = state_after(lost, run, today)
    return RetakeState.RENEWABLE if held and state is RetakeState.ALLOWED else state


def state_after(lost: LastEarned | None, run: RunFacts, today: date) -> RetakeState:
    """Whether another run may begin after what was lost in this one, or after this one, by what decisions say."""
    at_fault = lost is not None and lost.at_fault
    ban = longest([run.ban, lost.ban if lost and at_fault else None])
    if at_fault and not run.annulled and ban is None:
        return RetakeState.NO_DAY
    return banned_state(ban, today)


def banned_state(ban: SittingBan | None, today: date) -> RetakeState:
    """Whether the day has come that a decision names; the day itself counts."""
    if ban is None:
        return RetakeState.ALLOWED
    if ban.never:
        return RetakeState.NEVER
    return RetakeState.LATER if ban.opens_on is not None and today < ban.opens_on else RetakeState.ALLOWED
