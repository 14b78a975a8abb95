"""Calendar files, read by a parser that did not write them."""

from typing import Any


def read_apart(text: str) -> Any:
    """The calendar of a file (iCalendar) as the package `ical` reads it; the package is large and few ask for it."""
    from ical.calendar_stream import IcsCalendarStream

    return IcsCalendarStream.calendar_from_ics(text)
