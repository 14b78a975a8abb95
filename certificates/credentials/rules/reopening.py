"""Retakes: whether a new run of a course may begin after what was earned in it came to an end."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from certificates.credentials.rules.lifecycle import HELD, Standing, StatusReason

FAULTLESS = frozenset({StatusReason.ERROR, StatusReason.OWN_WISH})  # nobody is kept from anything for these


@dataclass(frozen=True)
class SittingBan:
    """Until when a decision keeps somebody from sitting again: to a day, or for ever."""

    opens_on: date | None = None  # the first day on which they may
    never: bool = False


@dataclass(frozen=True)
class LastEarned:
    """The newest that somebody earned with a course, and how it stands; `standing` is none while it waits for them."""

    earned_at: datetime
    standing: Standing | None
    lapsed: bool = False  # it waits, and the time for which it would have been valid is over
    reason: StatusReason | None = None  # why it was revoked
    ban: SittingBan | None = None  # as the decision to revoke it says


class RetakeState(StrEnum):
    """Whether another run may begin, and if not, why."""

    NOTHING_LOST = "nothing-lost"  # in this run nothing was earned yet, or nothing that ended
    WAITS = "waits"  # earned; its holder has to confirm the name
    HELD = "held"  # in force, suspended or being made
    ALLOWED = "allowed"
    LATER = "later"  # from the day that a decision names
    NEVER = "never"
    NO_DAY = "no-day"  # revoked for a fault, and no decision names a day


def retake_state(last: LastEarned | None, *, run_began_at: datetime, today: date) -> RetakeState:
    """Whether who is in a run may begin another; `last` is what they earned with the course, in whatever run.

    What was earned before this run began is past: this run was begun after its end, and attempts count anew once.
    """
    if last is None:
        return RetakeState.NOTHING_LOST
    if last.standing is None:
        if not last.lapsed:
            return RetakeState.WAITS
    elif last.standing in HELD:
        return RetakeState.HELD
    if last.earned_at < run_began_at:
        return RetakeState.NOTHING_LOST
    if last.standing is Standing.REVOKED and last.reason not in FAULTLESS:
        return RetakeState.NO_DAY if last.ban is None else banned_state(last.ban, today)
    return RetakeState.ALLOWED


def banned_state(ban: SittingBan, today: date) -> RetakeState:
    """Whether the day has come that a decision names; the day itself counts."""
    if ban.never:
        return RetakeState.NEVER
    return RetakeState.LATER if ban.opens_on is not None and today < ban.opens_on else RetakeState.ALLOWED
