"""The frame of a workshop as it is kept and as it is typed: a line for each stretch of a day without a break."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from assessments.workshops.rules.frame import HalfDay

CHANGE, SPARE = 5, 1  # minutes to change rooms, and slots kept free at the end of a half-day, where nothing is said
USUAL = ((time(8, 30), time(12, 30)), (time(14), time(17)))  # of every day, until somebody says something else
MOST_HALF_DAYS, MOST_CHANGE, MOST_SPARE = 60, 60, 6
LINE = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})")


@dataclass(frozen=True)
class WorkshopFrame:
    """When exercises are held, how many minutes it takes to change rooms, how many slots of a half-day stay free."""

    half_days: tuple[HalfDay, ...]
    change: int = CHANGE
    spare: int = SPARE


class BadFrameLine(ValueError):
    """A line of a frame that cannot be read; its number counts from 1."""

    def __init__(self, number: int, line: str) -> None:
        super().__init__(line)
        self.number, self.line = number, line


def usual_frame(starts_on: date, ends_on: date) -> WorkshopFrame:
    """Two half-days on each day of the workshop."""
    days = [starts_on + timedelta(days=number) for number in range((ends_on - starts_on).days + 1)]
    return WorkshopFrame(tuple(HalfDay(day, begins, ends) for day in days for begins, ends in USUAL))


def frame_of(settings: Mapping[str, Any], starts_on: date, ends_on: date) -> WorkshopFrame:
    """The frame as it is kept; the usual one where none is."""
    kept = settings.get("frame")
    if not kept:
        return usual_frame(starts_on, ends_on)
    half_days = tuple(
        HalfDay(date.fromisoformat(on), time.fromisoformat(begins), time.fromisoformat(ends))
        for on, begins, ends in kept["half_days"]
    )
    return WorkshopFrame(half_days, kept["change"], kept["spare"])


def frame_kept(frame: WorkshopFrame) -> dict[str, Any]:
    """The frame as data."""
    half_days = [
        [half.on.isoformat(), half.begins.isoformat("minutes"), half.ends.isoformat("minutes")]
        for half in sorted(frame.half_days)
    ]
    return {"half_days": half_days, "change": frame.change, "spare": frame.spare}


def frame_typed(half_days: Sequence[HalfDay]) -> str:
    """The half-days as somebody types them."""
    return "\n".join(f"{half.on.isoformat()} {half.begins:%H:%M}-{half.ends:%H:%M}" for half in sorted(half_days))


def read_frame(text: str) -> tuple[HalfDay, ...]:
    """The half-days that somebody typed; raises BadFrameLine with the first line that cannot be read."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = LINE.fullmatch(line.strip())
        if parts is None:
            raise BadFrameLine(number, line.strip())
        try:
            begins, ends = (time.fromisoformat(clock.rjust(5, "0")) for clock in parts.groups()[1:])
            found.append(HalfDay(date.fromisoformat(parts[1]), begins, ends))
        except ValueError as fault:
            raise BadFrameLine(number, line.strip()) from fault
    return tuple(sorted(found))


def half_day_names(half_days: Sequence[HalfDay]) -> list[str]:
    """What each half-day is called, in order: its day and its number on that day, such as `2026-08-26/2`."""
    seen: Counter[date] = Counter()
    names = []
    for half in sorted(half_days):
        seen[half.on] += 1
        names.append(f"{half.on.isoformat()}/{seen[half.on]}")
    return names


def present_in(half_days: Sequence[HalfDay], absent: Sequence[str]) -> frozenset[int] | None:
    """The half-days in which somebody is there who is absent in these; none means all."""
    names = half_day_names(half_days)
    gone = set(absent) & set(names)
    return frozenset(number for number, name in enumerate(names) if name not in gone) if gone else None
