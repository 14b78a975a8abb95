"""What a host may say of a report, and when its silence is recorded."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

SILENCE = timedelta(days=15)


class HostSaid(StrEnum):
    """What is recorded of a host about a report."""

    FEEDBACK = "feedback"
    REFUSED = "refused"  # to give feedback
    SILENT = "silent"  # nothing was said in time; it may still be
    RELEASED = "released"  # for the picture of all countries
    KEPT_BACK = "kept-back"  # the release was taken back


ANSWERS = frozenset({HostSaid.FEEDBACK, HostSaid.REFUSED})


def is_silent(delivered_at: datetime, said: Collection[HostSaid], now: datetime) -> bool:
    """Whether a host has said nothing for fifteen days, and nobody has recorded that; the fifteenth day is full."""
    return now >= delivered_at + SILENCE and not ANSWERS.intersection(said) and HostSaid.SILENT not in said


def may_say(word: HostSaid, said: Collection[HostSaid]) -> bool:
    """Whether a host may say this now: feedback or its refusal once, also after silence; a release once.

    What was released may be kept back, once and for good.
    """
    if word in ANSWERS:
        return not ANSWERS.intersection(said)
    if word is HostSaid.RELEASED:
        return not {HostSaid.RELEASED, HostSaid.KEPT_BACK}.intersection(said)
    return word is HostSaid.KEPT_BACK and HostSaid.RELEASED in said and HostSaid.KEPT_BACK not in said


def is_released(said: Collection[HostSaid]) -> bool:
    """Whether a report may count in the picture of other countries."""
    return HostSaid.RELEASED in said and HostSaid.KEPT_BACK not in said
