"""Deadlines of a cohort: a day for a module, or for the whole course, which an officer may be given longer for."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

WHOLE = 0  # the part that is the whole course with its final exam; any other is the number of a module
LONGER = 7  # days that one tap gives
LONGEST = 366  # days after today to which a deadline may be extended


def own_deadlines(of_cohort: Mapping[int, date], longer: Mapping[int, date], joined_on: date) -> dict[int, date]:
    """By part, until which day an officer has time: the later of the cohort's day and the one they were given.

    A day that was past when they joined is none of theirs, unless they were given longer; nor is one of a part for
    which the cohort has no deadline any more.
    """
    return {
        part: max(day, longer.get(part, day))
        for part, day in of_cohort.items()
        if day >= joined_on or longer.get(part, day) > day
    }


def missed(own: Mapping[int, date], done: Collection[int], today: date) -> dict[int, date]:
    """The deadlines that are past with their part not done; the day itself is still in time."""
    return {part: day for part, day in own.items() if part not in done and day < today}


def late_since(missed_days: Collection[date]) -> date | None:
    """The first day on which somebody was late; none: they are in time."""
    return min(missed_days) + timedelta(days=1) if missed_days else None


def next_deadline(own: Mapping[int, date], done: Collection[int]) -> tuple[int, date] | None:
    """The deadline that comes first of those whose part is not done; of one day the module before the whole."""
    waiting = [(day, part == WHOLE, part) for part, day in own.items() if part not in done]
    return (min(waiting)[2], min(waiting)[0]) if waiting else None


def parts_to_extend(own: Mapping[int, date], done: Collection[int], today: date) -> list[int]:
    """What one tap extends: every deadline that was missed; where none was, the one that comes next."""
    late = missed(own, done, today)
    if late:
        return sorted(late)
    coming = next_deadline(own, done)
    return [coming[0]] if coming else []


def longer_day(day: date, today: date, days: int = LONGER) -> date:
    """So many days more: counted from the deadline, or from today where it is past, since nobody works backwards."""
    return max(day, today) + timedelta(days=days)
