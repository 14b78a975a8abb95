"""Meetings: how they come to stand, until when their codes and rolls are taken, and the week in which they are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from courses.cohorts.rules.rolls import Presence, RollStanding

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


@dataclass(frozen=True)
class Attendance:
    """At how many of the meetings that were held somebody was; whoever was excused was not there."""

    there: int
    excused: int
    held: int
    unsaid: int  # of which the roll says nothing of them, or trainers disagree


def attendance(said: Collection[RollStanding]) -> Attendance:
    """What the rolls of the meetings that were held say of one person."""
    return Attendance(
        there=sum(one.was_there for one in said),
        excused=sum(one.presence is Presence.EXCUSED for one in said),
        held=len(said),
        unsaid=sum(one.presence is None for one in said),
    )


def week_of(day: date) -> date:
    """The Monday of the week in which a day is."""
    return day - timedelta(days=day.weekday())
