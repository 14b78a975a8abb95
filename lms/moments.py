"""Moments in words: by the clock of the reader, with the place after which its zone is called, and in UTC beside it.

Days that a rule names, such as the last one of a certificate, are days in UTC and no moments: they are shown as days.
"""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import Flask
from flask_babel import get_locale

from lms.i18n import _
from lms.zones import UTC, is_utc, place_of, zone_of_reader

DAY, CLOCK, SECONDS = "d MMMM y", "HH:mm", "HH:mm:ss"


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _format(at: datetime, zone: str, pattern: str) -> str:
    return format_datetime(at, pattern, tzinfo=_zone(zone), locale=get_locale() or "en")


def said_moment(at: datetime, zone: str | None = None, *, clock: str = CLOCK) -> str:
    """A moment as pages and letters say it: “25 November 2026, 14:05, Bangkok time (07:05 UTC)”.

    Without a zone it is that of whoever reads the page. The day in UTC is said where it is another one.
    """
    zone = zone or zone_of_reader()
    if is_utc(zone):
        return f"{_format(at, UTC, f'{DAY}, {clock}')} UTC"
    same_day = at.astimezone(_zone(zone)).date() == at.astimezone(_zone(UTC)).date()
    return _(
        "%(moment)s, %(place)s time (%(utc)s UTC)",
        moment=_format(at, zone, f"{DAY}, {clock}"),
        place=place_of(zone),
        utc=_format(at, UTC, clock if same_day else f"d MMMM, {clock}"),
    )


def said_briefly(at: datetime, zone: str | None = None) -> str:
    """The same for lists and tables: “25 November 2026, 14:05 (UTC+7)”."""
    zone = zone or zone_of_reader()
    if is_utc(zone):
        return said_moment(at, UTC)
    return f"{_format(at, zone, f'{DAY}, {CLOCK}')} (UTC{_offset(at, zone)})"


def said_clock(at: datetime, zone: str) -> str:
    """What the clocks of a zone show: “14:05”."""
    return _format(at, zone, CLOCK)


def _offset(at: datetime, zone: str) -> str:
    """How far a zone is from UTC at a moment: “+7”, “+5:45”, “−3”, and nothing where it is not."""
    passed = at.astimezone(_zone(zone)).utcoffset()
    minutes = int(passed.total_seconds()) // 60 if passed else 0
    hours, left = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return (f"{sign}{hours}" + (f":{left:02}" if left else "")) if minutes else ""


def init(app: Flask) -> None:
    """Give templates the filters `moment`, `brief` for lists, `clock` for hours and minutes alone, and `second`.

    The last is for where moments of one minute are told apart.
    """
    app.jinja_env.filters["moment"] = said_moment
    app.jinja_env.filters["brief"] = said_briefly
    app.jinja_env.filters["clock"] = said_clock
    app.jinja_env.globals["reader_zone"] = zone_of_reader
    app.jinja_env.filters["second"] = lambda at: said_moment(at, clock=SECONDS)
