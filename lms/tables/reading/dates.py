"""Days as people type them, read only where there is one way to read them."""

import re
from datetime import date

from lms.gettext_noop import N_

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}.*)?\Z")
TYPED = re.compile(r"(\d{1,2})([./\- ])(\d{1,2})\2(\d{4})\Z")
NO_DAY = N_("“%(text)s” is not a day. Write it like 2026-11-27.")
TWO_WAYS = N_("“%(text)s” can mean two days. Write the year first, like 2026-11-27.")
LAST_MONTH = 12


class UnreadDay(Exception):
    """This is no day, or may be two; the sentence says which."""


def typed_day(text: str) -> date:
    """The day: year first, or day first; with slashes only where one of the numbers can be no month."""
    iso = ISO.match(text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    typed = TYPED.match(text)
    if not typed:
        raise UnreadDay(NO_DAY)
    first, second, year = int(typed[1]), int(typed[3]), int(typed[4])
    if typed[2] != "." and first != second and max(first, second) <= LAST_MONTH:
        raise UnreadDay(TWO_WAYS)
    day_first = typed[2] == "." or first > LAST_MONTH or first == second
    return _day(year, second, first) if day_first else _day(year, first, second)


def looks_like_a_day(text: str) -> bool:
    """Whether a text is written as days are, readable or not."""
    return bool(ISO.match(text) or TYPED.match(text))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise UnreadDay(NO_DAY) from fault
