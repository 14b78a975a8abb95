"""Meetings: how they come to stand, until when their codes and rolls are taken, and the week in which they are."""

from datetime import datetime, timedelta
from enum import StrEnum

ROLL_FROM = timedelta(hours=2)  # before it begins: until then nobody was there or missed it
CODE_UNTIL = timedelta(hours=2)  # after its end


class MeetingStep(StrEnum):
    """What happened to a meeting; the last one says how it stands."""

    SCHEDULED = "scheduled"
    MOVED = "moved"  # to another time
    CHANGED = "changed"  # its title or place
    CANCELLED = "cancelled"


def roll_is_open(begins_at: datetime, now: datetime) -> bool:
    """Whether somebody can have been at the meeting, or have missed it; to excuse somebody is possible before."""
    return now >= begins_at - ROLL_FROM


def code_is_open(begins_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether a code of the meeting may be typed."""
    return begins_at - ROLL_FROM <= now <= ends_at + CODE_UNTIL
