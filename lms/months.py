"""Calendar months: the same day some months later, whatever their lengths."""

import calendar
from datetime import date
from typing import TypeVar

Day = TypeVar("Day", bound=date)  # or a moment, which keeps its time


def months_later(day: Day, months: int) -> Day:
    """The same day some months later, or earlier where they are negative, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))
