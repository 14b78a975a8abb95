"""The frame of a workshop's days: half-days, slots of one length, and when the bell rings.

All rooms begin and end together. So a slot is as long as the longest exercise and the time to change rooms. The last
slots of each half-day are kept free, as many as are asked for: a late candidate or a third mark needs one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from assessments.workshops.rules.rotation import RotationSlot

LAST_MINUTES = 2  # the bell that says that the end is near rings so many minutes before it


class FrameFault(StrEnum):
    """Why a frame makes no slots."""

    NO_HALF_DAY = "no-half-day"
    NO_EXERCISE = "no-exercise"
    ENDS_BEFORE = "ends-before"  # a half-day ends before it begins
    OVERLAP = "overlap"  # two half-days of a day overlap
    TOO_SHORT = "too-short"  # a half-day holds no slot, or spare ones alone


class BellSign(StrEnum):
    """What a ring of the bell says."""

    BEGIN = "begin"
    NEAR_END = "near-end"
    END = "end"


@dataclass(frozen=True, order=True)
class HalfDay:
    """From when to when exercises are held without a break, by the wall clock of the place."""

    on: date
    begins: time
    ends: time


@dataclass(frozen=True, order=True)
class TimedSlot:
    """A slot with its moments; `ends_at` is the end of the longest exercise, not of the change of rooms."""

    slot: RotationSlot
    begins_at: datetime
    ends_at: datetime


def slot_minutes(minutes: Sequence[int], change: int) -> int:
    """The longest exercise, and the time to change rooms."""
    return max(minutes) + change


def frame_fault(half_days: Sequence[HalfDay], minutes: Sequence[int], change: int, spare: int) -> FrameFault | None:
    """What is wrong with a frame, the first fault; none where slots can be made of it."""
    if not half_days:
        return FrameFault.NO_HALF_DAY
    if not minutes:
        return FrameFault.NO_EXERCISE
    if any(half.ends <= half.begins for half in half_days):
        return FrameFault.ENDS_BEFORE
    ordered = sorted(half_days)
    if any(one.on == two.on and two.begins < one.ends for one, two in pairwise(ordered)):
        return FrameFault.OVERLAP
    if any(_slots_in(half, max(minutes), change) <= spare for half in half_days):
        return FrameFault.TOO_SHORT
    return None


def slots_of(
    half_days: Sequence[HalfDay], minutes: Sequence[int], change: int, spare: int, zone: ZoneInfo
) -> tuple[TimedSlot, ...]:
    """All slots of the workshop in their order, numbered from 0."""
    longest, length = timedelta(minutes=max(minutes)), timedelta(minutes=slot_minutes(minutes, change))
    found: list[TimedSlot] = []
    days = sorted({half.on for half in half_days})
    for number, half in enumerate(sorted(half_days)):
        start = datetime.combine(half.on, half.begins, tzinfo=zone)
        many = _slots_in(half, max(minutes), change)
        for place in range(many):
            begins = start + place * length
            slot = RotationSlot(len(found), number, spare=place >= many - spare, day=days.index(half.on))
            found.append(TimedSlot(slot, begins, begins + longest))
    return tuple(found)


def _slots_in(half: HalfDay, longest: int, change: int) -> int:
    """How many fit: after the last one nobody has to change rooms."""
    day = date(2000, 1, 1)
    minutes = (datetime.combine(day, half.ends) - datetime.combine(day, half.begins)) // timedelta(minutes=1)
    return max((minutes + change) // (longest + change), 0)


def bells(slots: Sequence[TimedSlot], lasts: int) -> list[tuple[datetime, BellSign]]:
    """When the bell rings for an exercise of so many minutes, in order."""
    rings: list[tuple[datetime, BellSign]] = []
    for timed in slots:
        ends = timed.begins_at + timedelta(minutes=lasts)
        rings.append((timed.begins_at, BellSign.BEGIN))
        if lasts > LAST_MINUTES:
            rings.append((ends - timedelta(minutes=LAST_MINUTES), BellSign.NEAR_END))
        rings.append((ends, BellSign.END))
    return rings


def slot_at(slots: Sequence[TimedSlot], moment: datetime) -> int:
    """The number of the first slot that begins at this moment or later; behind the last one where none does."""
    later = (timed.slot.number for timed in slots if timed.begins_at >= moment)
    return min(later, default=len(slots))
