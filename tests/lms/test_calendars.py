"""Calendar files say the right moment to a parser that did not write them, in every zone, over clock changes."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from lms.calendars import CalendarAddress, CalendarEvent, CalendarMethod, calendar_file, invitation
from tests.builders.calendars import read_apart

ZONES = (
    "Asia/Bangkok", "Africa/Lagos", "Africa/Casablanca", "Europe/Paris", "America/New_York", "Australia/Lord_Howe",
)  # fmt: skip
CHANGES = {  # the days on which the clocks change
    "Africa/Casablanca": ("2026-02-15", "2026-03-22"),
    "Europe/Paris": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
}
NOW = datetime(2026, 1, 15, 9, tzinfo=UTC)
NINETY = timedelta(minutes=90)


def wall(text):
    return datetime.fromisoformat(text)


def event(starts="2026-03-29T14:00", zone="Europe/Paris", **more):
    values = {"uid": "meeting-1@spoor.example", "lasts": NINETY, "title": "Opening", "changed_at": NOW}
    return CalendarEvent(starts=wall(starts), zone=zone, **(values | more))


def read(made: bytes, *, own_zone: bool = True):
    """The file as `ical` reads it; with a name for its zones that nobody knows, it can only believe VTIMEZONE."""
    text = made.decode()
    if not own_zone:
        for zone in ZONES:
            text = text.replace(zone, f"X-Of-This-File/{zone}")
    return read_apart(text)


def around_changes(zone):
    """Four meetings on each of the seventeen days round every clock change of a zone."""
    days = [wall(day) + timedelta(days=at) for day in CHANGES.get(zone, ("2026-03-29",)) for at in range(-8, 9)]
    return [
        event((day + timedelta(hours=hours)).isoformat(), zone, uid=f"{day:%d%m}-{hours}@spoor.example")
        for day in days
        for hours in (0.25, 4, 9, 23.5)
    ]


@pytest.mark.parametrize("own_zone", [True, False], ids=["zone known by name", "zone as VTIMEZONE has it"])
@pytest.mark.parametrize("zone", ZONES)
def test_an_independent_parser_reads_every_meeting_at_its_moment_over_clock_changes(zone, own_zone):
    events = {one.uid: one for one in around_changes(zone)}
    calendar = read(calendar_file(events.values(), name="Spoor", now=NOW), own_zone=own_zone)
    assert len(calendar.timezones) == 1
    assert len(calendar.events) == len(events)
    for found in calendar.events:
        meant = events[found.uid]
        assert found.dtstart.replace(tzinfo=None) == meant.starts
        assert found.dtstart.astimezone(UTC) == meant.begins_at
        assert found.dtstart.astimezone(UTC) + found.computed_duration == meant.ends_at


@pytest.mark.parametrize("zone", [*ZONES, "Asia/Kathmandu", "Europe/Dublin", "America/Sao_Paulo"])
def test_every_hour_of_three_years_is_the_same_by_vtimezone_as_by_the_database(zone):
    text = calendar_file([event("2026-06-01T09:00", zone)], name="Spoor", now=NOW).decode()
    read_zone, known = tzical(io.StringIO(text)).get(), ZoneInfo(zone)
    hours = int((datetime(2028, 1, 1, tzinfo=UTC) - datetime(2025, 1, 1, tzinfo=UTC)) / timedelta(hours=1))
    moments = (datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=number) for number in range(24, hours - 24))
    local = [moment.astimezone(known).replace(tzinfo=None, fold=0) for moment in moments]
    differing = [at for at in local if at.replace(tzinfo=read_zone).utcoffset() != at.replace(tzinfo=known).utcoffset()]
    assert differing == []


@pytest.mark.parametrize(
    ("starts", "zone", "shown", "moment"),
    [
        ("2026-03-29T02:30", "Europe/Paris", "03:30", "01:30"),  # skipped
        ("2026-10-25T02:30", "Europe/Paris", "02:30", "00:30"),  # twice: the first
        ("2026-10-04T02:15", "Australia/Lord_Howe", "02:45", "15:45"),  # half an hour is skipped
        ("2026-11-01T01:30", "America/New_York", "01:30", "05:30"),
    ],
)
def test_a_time_that_is_skipped_or_exists_twice_is_one_moment_for_everybody(starts, zone, shown, moment):
    (found,) = read(calendar_file([event(starts, zone)], name="Spoor", now=NOW)).events
    assert f"{found.dtstart:%H:%M}" == shown
    assert f"{found.dtstart.astimezone(UTC):%H:%M}" == moment
    assert found.duration == NINETY


def test_a_meeting_that_is_moved_across_a_clock_change_reaches_the_calendar_as_the_same_one():
    before = event("2026-03-26T14:00")
    after = replace(before, starts=wall("2026-03-30T14:00"), sequence=1, changed_at=NOW + timedelta(days=1))
    (first,), (second,) = (read(calendar_file([one], name="Spoor", now=NOW)).events for one in (before, after))
    assert first.uid == second.uid
    assert (first.sequence, second.sequence) == (0, 1)
    assert (first.dtstart.astimezone(UTC).hour, second.dtstart.astimezone(UTC).hour) == (13, 12)
    assert second.last_modified > first.last_modified


def test_a_cancelled_meeting_stays_in_the_feed_as_cancelled_for_sixty_days():
    off = event(cancelled=True, sequence=1)
    for days, kept in ((0, 1), (60, 1), (61, 0)):
        found = read(calendar_file([off], name="Spoor", now=NOW + timedelta(days=days))).events
        assert [one.status for one in found] == ["CANCELLED"] * kept


def test_what_is_over_stays_for_a_year():
    ended = event().ends_at
    for days, kept in ((366, 1), (367, 0)):
        assert len(read(calendar_file([event()], name="Spoor", now=ended + timedelta(days=days))).events) == kept


def test_the_same_events_in_any_order_make_the_same_bytes_later_too():
    events = around_changes("Europe/Paris")
    later = calendar_file(reversed(events), name="Spoor", now=NOW + timedelta(days=3))
    assert calendar_file(events, name="Spoor", now=NOW) == later


def test_a_feed_says_its_name_and_when_to_ask_again():
    text = calendar_file([], name="Spoor: meetings", now=NOW).decode()
    assert "X-WR-CALNAME:Spoor: meetings\r\n" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text


@given(st.text(max_size=120), st.text(max_size=200))
def test_no_text_can_end_its_line_or_add_another(title, description):
    made = calendar_file([event(title=title, description=description)], name="Spoor", now=NOW)
    (found,) = read(made).events
    lines = made.decode().replace("\r\n ", "").split("\r\n")
    assert sum(line.startswith(("SUMMARY", "DESCRIPTION", "ATTENDEE", "BEGIN")) for line in lines) <= 8
    assert found.uid == "meeting-1@spoor.example"
    assert not any(sign in made.decode() for sign in "\x00\x07\x1b")


def test_an_invitation_asks_and_a_cancelled_one_takes_back():
    office, malee = CalendarAddress('Office "East"', "no-reply@spoor.example"), CalendarAddress("Malee; S", "m@x.org")
    asked, taken_back = (
        invitation(one, organizer=office, guest=malee) for one in (event(), event(cancelled=True, sequence=1))
    )
    assert (asked.method, taken_back.method) == (CalendarMethod.REQUEST, CalendarMethod.CANCEL)
    first, second = (read(one.text.encode()) for one in (asked, taken_back))
    assert (first.method, second.method) == ("REQUEST", "CANCEL")
    (found,), (off,) = first.events, second.events
    assert (found.uid, found.status, off.status) == (off.uid, "CONFIRMED", "CANCELLED")
    assert found.organizer.common_name == "Office 'East'"
    assert [(one.common_name, str(one.uri)) for one in found.attendees] == [("Malee; S", "mailto:m@x.org")]
