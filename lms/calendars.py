"""Calendar files (iCalendar, RFC 5545): events as local times with their zone, in feeds and in invitations.

An event keeps its UID for good; each change raises its SEQUENCE, and a cancelled one stays in a feed as such until
every calendar has fetched it. Its length is true time, so it is written as DURATION, which no clock change bends.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

PRODUCT = "-//Spoor//Calendar//EN"
REFRESHED_EVERY = timedelta(hours=1)
CANCELLED_KEPT = timedelta(days=60)
PAST_KEPT = timedelta(days=366)


class CalendarMethod(StrEnum):
    """What an invitation asks of a calendar."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"  # several events at once, to be taken up by hand


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """One thing with a time: when the wall clock of its zone says so, whatever that is in other zones."""

    uid: str  # the same for good, of this event alone, such as `meeting-<uuid>@<host>`
    starts: datetime  # the wall clock, without a zone; of a time that exists twice the first is meant
    lasts: timedelta
    zone: str
    title: str
    changed_at: datetime  # when this was said of it
    sequence: int = 0  # one more with each change
    cancelled: bool = False
    place: str = ""
    description: str = ""
    url: str = ""

    @property
    def begins_at(self) -> datetime:
        """The moment in UTC; a time that the clocks skip is read as if they had not gone forward."""
        return self.starts.replace(tzinfo=ZoneInfo(self.zone), fold=0).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        """The moment in UTC at which it is over."""
        return self.begins_at + self.lasts


@dataclass(frozen=True)
class Invitation:
    """A calendar file that goes along with a letter."""

    method: CalendarMethod
    text: str


@dataclass(frozen=True)
class CalendarAddress:
    """Who invites or is invited."""

    name: str
    email: str


def is_in_feed(event: CalendarEvent, now: datetime) -> bool:
    """Whether a feed still has it: a cancelled one for 60 days, any other until a year after its end."""
    return event.changed_at >= now - CANCELLED_KEPT if event.cancelled else event.ends_at >= now - PAST_KEPT


def calendar_file(events: Iterable[CalendarEvent], *, name: str, now: datetime) -> bytes:
    """The file of a feed; the same events make the same bytes, so that an unchanged feed is not sent again."""
    kept = sorted((one for one in events if is_in_feed(one, now)), key=lambda one: (one.begins_at, one.uid))
    calendar = _calendar(kept)
    calendar.add("name", _text(name))
    calendar.add("x-wr-calname", _text(name))
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESHED_EVERY))
    for event in kept:
        calendar.add_component(_event(event))
    made: bytes = calendar.to_ical()
    return made


def invitation(event: CalendarEvent, *, organizer: CalendarAddress, guest: CalendarAddress) -> Invitation:
    """What a letter carries so that its reader's calendar takes the event up, moves it, or strikes it out."""
    method = CalendarMethod.CANCEL if event.cancelled else CalendarMethod.REQUEST
    calendar = _calendar([event])
    calendar.add("method", method.value)
    component = _event(event)
    component.add("organizer", _person(organizer))
    asked = _person(guest)
    asked.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
    component.add("attendee", asked)
    calendar.add_component(component)
    return Invitation(method, calendar.to_ical().decode())


def publication(events: Sequence[CalendarEvent]) -> Invitation:
    """The same for several events in one letter, cancelled ones as such: a request speaks of one alone (RFC 5546)."""
    calendar = _calendar(events)
    calendar.add("method", CalendarMethod.PUBLISH.value)
    for event in events:
        calendar.add_component(_event(event))
    return Invitation(CalendarMethod.PUBLISH, calendar.to_ical().decode())


def _calendar(events: Sequence[CalendarEvent]) -> icalendar.Calendar:
    """A calendar with the zones of these events, each from a year before its first event to a year after its last."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for zone in sorted({one.zone for one in events}):
        years = [one.starts.year for one in events if one.zone == zone]
        calendar.add_component(_zone(zone, min(years) - 1, max(years) + 2))
    return calendar


@dataclass(frozen=True)
class _Observance:
    """What the clocks of a zone show for a while."""

    offset: timedelta
    saving: bool
    name: str


@lru_cache(maxsize=256)
def _zone(name: str, first_year: int, last_year: int) -> icalendar.Timezone:
    """VTIMEZONE of these years; the last is left out.

    The library writes one too, but the clocks of its summer go forward an hour late: the onset has to be told by the
    clock that stands before it (RFC 5545, 3.6.5).
    """
    zone = ZoneInfo(name)
    at, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year, 1, 1, tzinfo=UTC)
    now = _observance(at, zone)
    onsets = {(now, now.offset): [at]}
    while at < end:
        then = at + timedelta(days=1)
        if (after := _observance(then, zone)) != now:
            onsets.setdefault((after, now.offset), []).append(_onset(at, then, zone))
            now = after
        at = then
    made = icalendar.Timezone()
    made.add("tzid", name)
    for (observance, before), moments in onsets.items():
        made.add_component(_observed(observance, before, moments))
    return made


def _observance(at: datetime, zone: ZoneInfo) -> _Observance:
    local = at.astimezone(zone)
    return _Observance(local.utcoffset() or timedelta(), bool(local.dst()), local.tzname() or "")


def _onset(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the clocks changed between two moments."""
    was = _observance(before, zone)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _observance(middle, zone) == was else (before, middle)
    return after


def _observed(observance: _Observance, before: timedelta, moments: Sequence[datetime]) -> icalendar.Component:
    made = (icalendar.TimezoneDaylight if observance.saving else icalendar.TimezoneStandard)()
    onsets = [(moment + before).replace(tzinfo=None) for moment in moments]
    made.add("dtstart", onsets[0])
    made.add("rdate", onsets)  # the first again: it counts once, and some programs look only here
    made.add("tzname", observance.name)
    made.add("tzoffsetfrom", before)
    made.add("tzoffsetto", observance.offset)
    return made


def _event(event: CalendarEvent) -> icalendar.Event:
    """VEVENT of an event."""
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", event.changed_at.astimezone(UTC))
    made.add("last-modified", event.changed_at.astimezone(UTC))
    made.add("sequence", event.sequence)
    made.add("dtstart", event.begins_at.astimezone(ZoneInfo(event.zone)))
    made.add("duration", event.lasts)
    made.add("summary", _text(event.title))
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    for name, value in (("location", event.place), ("description", event.description)):
        if value:
            made.add(name, _text(value))
    if event.url:
        made.add("url", event.url)
    return made


def _person(address: CalendarAddress) -> icalendar.vCalAddress:
    made = icalendar.vCalAddress(f"mailto:{address.email}")
    made.params["CN"] = _text(address.name).replace('"', "'")
    return made


def _text(value: str) -> str:
    """A text as calendars may hold it: without signs that control something, save the end of a line."""
    whole = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in whole if sign == "\n" or unicodedata.category(sign) != "Cc")
