"""Retakes: whether a new run of a course may begin after what was earned in it came to an end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from certificates.credentials.rules.lifecycle import FAULTLESS, HELD, Standing, StatusReason


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
    """The newest that somebody earned with a course, and how it stands; `standing` is none while it waits for them."""

    earned_at: datetime
    standing: Standing | None
    lapsed: bool = False  # it waits, and the time for which it would have been valid is over
    reason: StatusReason | None = None  # why it was revoked
    ban: SittingBan | None = None  # as the decisions say by which it was revoked; none: there is no such decision


class RetakeState(StrEnum):
    """Whether another run may begin, and if not, why."""

    NOTHING_LOST = "nothing-lost"  # in this run nothing was earned yet, or nothing that ended
    WAITS = "waits"  # earned; its holder has to confirm the name
    HELD = "held"  # in force, suspended or being made
    ALLOWED = "allowed"
    LATER = "later"  # from the day that a decision names
    NEVER = "never"
    NO_DAY = "no-day"  # revoked for a fault, and no decision names a day


@dataclass(frozen=True)
class RunFacts:
    """Of the run in which somebody is: when it began, and what decisions say about it."""

    began_at: datetime
    annulled: bool = False  # it ended because an attempt in it does not count
    ban: SittingBan | None = None  # in force against its person, in the exams of its course


def retake_state(last: LastEarned | None, run: RunFacts, today: date) -> RetakeState:
    """Whether who is in a run may begin another; `last` is what they earned with the course, in whatever run.

    What was earned before this run began is past: this run was begun after its end, and attempts count anew once.
    """
    if last is not None and last.standing is None and not last.lapsed:
        return RetakeState.WAITS
    if last is not None and last.standing in HELD:
        return RetakeState.HELD
    lost = last if last is not None and last.earned_at >= run.began_at else None
    if lost is None and not run.annulled:
        return RetakeState.NOTHING_LOST
    at_fault = lost is not None and lost.standing is Standing.REVOKED and lost.reason not in FAULTLESS
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
