"""Meetings every week keep their time of the wall clock, and odd times are told."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.cohorts.rules.recurrence import (
    MOST_MEETINGS,
    ChangeRefusal,
    ClockReading,
    MeetingState,
    SeriesRefusal,
    WeeklySeries,
    begins_at,
    cancelled,
    clock_reading,
    ends_at,
    held_at,
    moved,
    occurrences,
    odd_clocks,
    refuse_move,
    refuse_series,
)

HOUR = timedelta(hours=1)
PARIS = "Europe/Paris"
AUTUMN = WeeklySeries(date(2026, 10, 12), time(14), HOUR, frozenset({0, 3}), until=date(2026, 11, 5))
ZONES = ("Asia/Bangkok", "Africa/Casablanca", PARIS, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")


def wall(text):
    """A time of the wall clock."""
    return datetime.fromisoformat(text)


def test_the_last_day_counts_and_so_does_the_first():
    assert [one.slot.isoformat() for one in occurrences(AUTUMN)] == [
        "2026-10-12", "2026-10-15", "2026-10-19", "2026-10-22", "2026-10-26", "2026-10-29", "2026-11-02", "2026-11-05",
    ]  # fmt: skip


def test_a_series_can_end_with_a_number_of_meetings():
    assert len(occurrences(replace(AUTUMN, until=None, count=5))) == 5


def test_a_series_that_begins_between_its_weekdays_begins_with_the_next_of_them():
    assert occurrences(replace(AUTUMN, first_on=date(2026, 10, 13)))[0].slot == date(2026, 10, 15)


def test_the_wall_clock_stays_when_the_clocks_go_back():
    held = [held_at(one.starts, PARIS) for one in occurrences(AUTUMN)]
    assert {one.time() for one in held} == {time(14)}
    assert {one.utcoffset() for one in held} == {2 * HOUR, HOUR}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"weekdays": frozenset()}, SeriesRefusal.NO_WEEKDAY),
        ({"weekdays": frozenset({7})}, SeriesRefusal.NO_WEEKDAY),
        ({"lasts": timedelta(minutes=4)}, SeriesRefusal.BAD_LENGTH),
        ({"lasts": timedelta(hours=13)}, SeriesRefusal.BAD_LENGTH),
        ({"until": None}, SeriesRefusal.NO_END),
        ({"count": 3}, SeriesRefusal.NO_END),
        ({"until": date(2026, 10, 11)}, SeriesRefusal.NOTHING),
        ({"until": None, "count": 0}, SeriesRefusal.NOTHING),
        ({"until": date(9999, 12, 31)}, SeriesRefusal.TOO_MANY),
        ({"until": None, "count": MOST_MEETINGS + 1}, SeriesRefusal.TOO_MANY),
    ],
)
def test_a_series_that_makes_no_meetings_is_refused(change, refusal):
    assert refuse_series(replace(AUTUMN, **change), PARIS) is refusal


def test_a_zone_that_nobody_knows_is_refused_and_a_good_series_is_not():
    assert refuse_series(AUTUMN, "Europe/Parys") is SeriesRefusal.UNKNOWN_ZONE
    assert refuse_series(AUTUMN, PARIS) is None


@pytest.mark.parametrize(
    ("starts", "zone", "reading", "shown", "moment"),
    [
        ("2026-03-29T02:30", PARIS, ClockReading.SKIPPED, "03:30", "01:30"),
        ("2026-10-25T02:30", PARIS, ClockReading.TWICE, "02:30", "00:30"),
        ("2026-03-29T01:59", PARIS, ClockReading.PLAIN, "01:59", "00:59"),
        ("2026-03-29T03:00", PARIS, ClockReading.PLAIN, "03:00", "01:00"),
        ("2026-10-25T03:00", PARIS, ClockReading.PLAIN, "03:00", "02:00"),
        ("2026-03-08T02:30", "America/New_York", ClockReading.SKIPPED, "03:30", "07:30"),
        ("2026-11-01T01:30", "America/New_York", ClockReading.TWICE, "01:30", "05:30"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", ClockReading.SKIPPED, "02:45", "15:45"),
        ("2026-04-05T01:45", "Australia/Lord_Howe", ClockReading.TWICE, "01:45", "14:45"),
        ("2026-02-15T02:30", "Africa/Casablanca", ClockReading.TWICE, "02:30", "01:30"),
        ("2026-07-01T02:30", "Asia/Bangkok", ClockReading.PLAIN, "02:30", "19:30"),
    ],
)
def test_a_time_that_is_skipped_or_exists_twice_is_told_and_read_as_the_standard_says(
    starts, zone, reading, shown, moment
):
    said = wall(starts)
    assert clock_reading(said, zone) is reading
    assert held_at(said, zone).strftime("%H:%M") == shown
    assert begins_at(said, zone).strftime("%H:%M") == moment


def test_whoever_plans_is_told_of_the_odd_day_alone():
    nights = WeeklySeries(date(2026, 10, 18), time(2, 30), HOUR, frozenset({6}), count=3)
    assert odd_clocks(occurrences(nights), PARIS) == {date(2026, 10, 25): ClockReading.TWICE}


def test_a_length_is_true_time_also_over_the_hour_that_comes_twice():
    starts = wall("2026-10-25T02:30")
    assert ends_at(starts, HOUR, PARIS) - begins_at(starts, PARIS) == HOUR
    assert ends_at(starts, HOUR, PARIS).astimezone(ZoneInfo(PARIS)).strftime("%H:%M") == "02:30"


def test_a_moved_meeting_keeps_its_slot_and_leaves_the_others():
    first, *others = occurrences(AUTUMN)
    later = moved(first, wall("2026-10-14T09:00"), 2 * HOUR)
    assert (later.slot, later.sequence, later.starts.day) == (first.slot, 1, 14)
    assert tuple(others) == occurrences(AUTUMN)[1:]


def test_moved_to_where_it_is_changes_nothing_and_cancelled_twice_is_cancelled_once():
    meeting = occurrences(AUTUMN)[0]
    assert moved(meeting, meeting.starts, meeting.lasts) is meeting
    assert cancelled(cancelled(meeting)) == cancelled(meeting)
    assert (cancelled(meeting).state, cancelled(meeting).sequence) == (MeetingState.CANCELLED, 1)


@pytest.mark.parametrize(
    ("off", "starts", "lasts", "refusal"),
    [
        (False, "2026-10-14T14:00", HOUR, None),
        (True, "2026-10-14T14:00", HOUR, ChangeRefusal.CANCELLED),
        (False, "2026-10-14T14:00", timedelta(0), ChangeRefusal.BAD_LENGTH),
        (False, "2026-10-01T11:00", HOUR, ChangeRefusal.PAST),
        (False, "2026-10-01T11:01", HOUR, None),
    ],
)
def test_what_is_over_or_cancelled_is_not_moved(off, starts, lasts, refusal):
    meeting = cancelled(occurrences(AUTUMN)[0]) if off else occurrences(AUTUMN)[0]
    now = datetime(2026, 10, 1, 9, tzinfo=UTC)  # 11:00 in Paris
    assert refuse_move(meeting, wall(starts), lasts, PARIS, now=now) is refusal


@given(
    st.integers(0, 18 * 366 * 24 * 60).map(lambda minutes: wall("2020-01-01T00:00") + timedelta(minutes=minutes)),
    st.sampled_from(ZONES),
)
def test_every_time_is_held_when_the_wall_clock_says_it_unless_it_is_skipped(said, zone):
    shown = held_at(said, zone).replace(tzinfo=None, fold=0)
    assert (shown == said) == (clock_reading(said, zone) is not ClockReading.SKIPPED)
