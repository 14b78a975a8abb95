"""Recurrence: meetings every week at one time of the wall clock, whatever the clocks of the country do in between.

A time of the wall clock and a zone name a moment as RFC 5545 (3.3.5) says: a time that exists twice is the first of the
two; one that is skipped is read as if the clocks had not gone forward, so 02:30 is held at 03:30.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

MOST_MEETINGS = 200  # of one series
LONGEST_SERIES = timedelta(days=3 * 366)
SHORTEST_MEETING, LONGEST_MEETING = timedelta(minutes=5), timedelta(hours=12)
WEEKDAYS = frozenset(range(7))  # 0 is Monday


class ClockReading(StrEnum):
    """What a time of the wall clock means on its day."""

    PLAIN = "plain"
    SKIPPED = "skipped"  # the clocks go forward over it: it is held later by what they skip
    TWICE = "twice"  # the clocks go back over it: the first of the two is meant


@dataclass(frozen=True)
class WeeklySeries:
    """A meeting every week on these days; it ends with a day, which still counts, or with a number of meetings."""

    first_on: date
    at: time
    lasts: timedelta
    weekdays: frozenset[int]
    until: date | None = None
    count: int | None = None


class SeriesRefusal(StrEnum):
    """Why no meetings can be made of a series."""

    NO_WEEKDAY = "no-weekday"
    NO_END = "no-end"  # neither a last day nor a number, or both
    NOTHING = "nothing"  # no such weekday falls into these days
    TOO_MANY = "too-many"
    BAD_LENGTH = "bad-length"
    UNKNOWN_ZONE = "unknown-zone"


class MeetingState(StrEnum):
    """How a meeting of a series stands."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Occurrence:
    """One meeting: the day on which its series has it, which names it for good, and when it is held."""

    slot: date
    starts: datetime  # the wall clock, without a zone
    lasts: timedelta
    state: MeetingState = MeetingState.PLANNED
    sequence: int = 0  # counts its changes, as calendars want it


class ChangeRefusal(StrEnum):
    """Why a meeting is not moved."""

    CANCELLED = "cancelled"
    PAST = "past"  # nobody can come to a time that is over
    BAD_LENGTH = "bad-length"


@cache
def zone_names() -> frozenset[str]:
    """Every zone that has a name in the IANA database."""
    return frozenset(available_timezones())


def refuse_series(series: WeeklySeries, zone: str) -> SeriesRefusal | None:
    """Why a series cannot be made, nothing where it can."""
    if zone not in zone_names():
        return SeriesRefusal.UNKNOWN_ZONE
    if not series.weekdays or not series.weekdays <= WEEKDAYS:
        return SeriesRefusal.NO_WEEKDAY
    if not SHORTEST_MEETING <= series.lasts <= LONGEST_MEETING:
        return SeriesRefusal.BAD_LENGTH
    if (series.until is None) == (series.count is None):
        return SeriesRefusal.NO_END
    return _refuse_number(series)


def _refuse_number(series: WeeklySeries) -> SeriesRefusal | None:
    long = series.until is not None and series.until - series.first_on > LONGEST_SERIES
    found = () if long else tuple(islice(_days(series), MOST_MEETINGS + 1))
    if long or len(found) > MOST_MEETINGS:
        return SeriesRefusal.TOO_MANY
    return None if found else SeriesRefusal.NOTHING


def occurrences(series: WeeklySeries) -> tuple[Occurrence, ...]:
    """The meetings of a series in order, each at the same time of the wall clock; ask `refuse_series` before."""
    days = islice(_days(series), MOST_MEETINGS)
    return tuple(Occurrence(day, datetime.combine(day, series.at), series.lasts) for day in days)


def _days(series: WeeklySeries) -> Iterable[date]:
    """The days of a series, at most as many as a series may last."""
    made = 0
    for after in range(LONGEST_SERIES.days + 1):
        day = series.first_on + timedelta(days=after)
        if (series.until is not None and day > series.until) or (series.count is not None and made >= series.count):
            return
        if day.weekday() in series.weekdays:
            made += 1
            yield day


def clock_reading(wall: datetime, zone: str) -> ClockReading:
    """Whether this time of the wall clock exists in the zone on its day: once, twice or not at all."""
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return ClockReading.PLAIN
    there_and_back = first.astimezone(UTC).astimezone(first.tzinfo).replace(tzinfo=None)
    return ClockReading.TWICE if there_and_back == wall.replace(fold=0) else ClockReading.SKIPPED


def begins_at(wall: datetime, zone: str) -> datetime:
    """The moment in UTC that a time of the wall clock names in a zone."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def held_at(wall: datetime, zone: str) -> datetime:
    """The same moment as the clocks of the zone show it: of a skipped time, the later one at which it is held."""
    return begins_at(wall, zone).astimezone(ZoneInfo(zone))


def ends_at(wall: datetime, lasts: timedelta, zone: str) -> datetime:
    """The moment in UTC at which it is over: its length is true time, also where the clocks change within it."""
    return begins_at(wall, zone) + lasts


def odd_clocks(meetings: Collection[Occurrence], zone: str) -> dict[date, ClockReading]:
    """The meetings, by slot, whose time is skipped or exists twice: whoever plans them is told."""
    read = {meeting.slot: clock_reading(meeting.starts, zone) for meeting in meetings}
    return {slot: reading for slot, reading in read.items() if reading is not ClockReading.PLAIN}


def refuse_move(
    meeting: Occurrence, starts: datetime, lasts: timedelta, zone: str, *, now: datetime
) -> ChangeRefusal | None:
    """Why a meeting is not moved there; nothing where it may be."""
    if meeting.state is MeetingState.CANCELLED:
        return ChangeRefusal.CANCELLED
    if not SHORTEST_MEETING <= lasts <= LONGEST_MEETING:
        return ChangeRefusal.BAD_LENGTH
    return ChangeRefusal.PAST if begins_at(starts, zone) <= now else None


def moved(meeting: Occurrence, starts: datetime, lasts: timedelta) -> Occurrence:
    """The same meeting at another time; the others of its series stay. To where it is already changes nothing."""
    if (starts, lasts) == (meeting.starts, meeting.lasts):
        return meeting
    return replace(meeting, starts=starts, lasts=lasts, sequence=meeting.sequence + 1)


def cancelled(meeting: Occurrence) -> Occurrence:
    """The same meeting, called off: it stays in lists and calendars, so that everybody learns it."""
    if meeting.state is MeetingState.CANCELLED:
        return meeting
    return replace(meeting, state=MeetingState.CANCELLED, sequence=meeting.sequence + 1)
