"""When letters are due, in every zone and over clock changes; tokens of links."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.messages.rules.delivery import (
    DIGEST_HOUR,
    DIGEST_WEEKDAY,
    QUIET,
    Channel,
    Quiet,
    after_quiet,
    is_quiet,
    letter_at,
    next_digest,
)
from lms.messages.rules.unsubscribe_links import DIGEST, UnsubscribeWish, unsubscribe_token, wish_of

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo)
DAYS = st.dates(date(1975, 1, 1), date(2037, 1, 1))
MOMENTS = st.builds(datetime.combine, DAYS, st.times(timezones=st.just(UTC)))
QUIETS = st.builds(Quiet, st.integers(0, 23), st.integers(0, 23))
NEW_YORK, BANGKOK = ZoneInfo("America/New_York"), ZoneInfo("Asia/Bangkok")


def at(text, zone=UTC):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@given(MOMENTS, QUIETS, ZONES)
def test_a_letter_is_never_due_in_quiet_hours_and_no_later_than_they_last(moment, quiet, zone):
    due = after_quiet(moment, quiet, zone)
    assert not is_quiet(due, quiet, zone)
    assert moment <= due <= moment + timedelta(days=2)


@given(MOMENTS, QUIETS, ZONES)
def test_until_then_every_moment_is_quiet(moment, quiet, zone):
    due = after_quiet(moment, quiet, zone)
    steps = int((due - moment) / timedelta(minutes=15))
    assert all(is_quiet(moment + timedelta(minutes=15 * n), quiet, zone) for n in range(steps))


@given(MOMENTS, QUIETS, ZONES)
def test_outside_quiet_hours_a_letter_goes_at_once(moment, quiet, zone):
    assert (after_quiet(moment, quiet, zone) == moment) == (not is_quiet(moment, quiet, zone))


@given(MOMENTS, ZONES, st.booleans())
def test_a_digest_comes_at_seven_by_the_clock_of_its_reader(moment, zone, weekly):
    due = next_digest(moment, zone, weekly=weekly)
    shown = due.astimezone(zone)
    asked = datetime.combine(shown.date(), time(DIGEST_HOUR), zone)
    assert moment < due <= moment + timedelta(days=9 if weekly else 2)
    assert asked.astimezone(UTC) == due or shown.hour != DIGEST_HOUR  # a clock that leaves the hour out shows another
    assert not weekly or shown.weekday() == DIGEST_WEEKDAY or shown.hour != DIGEST_HOUR


@given(MOMENTS, ZONES)
def test_between_two_digests_lies_about_a_day(moment, zone):
    first = next_digest(moment, zone)
    assert timedelta(hours=21) <= next_digest(first, zone) - first <= timedelta(hours=51)  # one zone left out a day


@pytest.mark.parametrize(
    ("moment", "zone", "due"),
    [
        ("2026-03-07T12:00", NEW_YORK, "2026-03-08T11:00"),  # the clocks went forward in that night
        ("2026-10-31T12:00", NEW_YORK, "2026-11-01T12:00"),  # and back in this one
        ("2026-11-25T00:00", BANGKOK, "2026-11-26T00:00"),  # seven o'clock itself is over
        ("2026-11-24T23:59", BANGKOK, "2026-11-25T00:00"),
    ],
)
def test_the_next_daily_digest(moment, zone, due):
    assert next_digest(at(moment), zone) == at(due)


@pytest.mark.parametrize(
    ("moment", "quiet", "zone", "due"),
    [
        ("2026-11-25T19:59:59", QUIET, ZoneInfo("UTC"), "2026-11-25T19:59:59"),
        ("2026-11-25T20:00", QUIET, ZoneInfo("UTC"), "2026-11-26T07:00"),
        ("2026-11-26T06:59", QUIET, ZoneInfo("UTC"), "2026-11-26T07:00"),
        ("2026-11-25T14:00", QUIET, BANGKOK, "2026-11-26T00:00"),  # nine in the evening there
        ("2026-03-08T06:30", Quiet(1, 2), NEW_YORK, "2026-03-08T07:00"),  # two o'clock does not come: it is three
        ("2026-11-01T06:10", Quiet(0, 2), NEW_YORK, "2026-11-01T07:00"),  # one o'clock comes twice
        ("2026-11-25T22:00", Quiet(5, 5), ZoneInfo("UTC"), "2026-11-25T22:00"),
    ],
)
def test_quiet_hours_end(moment, quiet, zone, due):
    assert after_quiet(at(moment), quiet, zone) == at(due)


def test_a_digest_waits_for_the_end_of_longer_quiet_hours():
    assert letter_at(Channel.DAILY, at("2026-11-25T12:00"), Quiet(18, 9), ZoneInfo("UTC")) == at("2026-11-26T09:00")


def test_what_stays_in_the_inbox_has_no_letter():
    assert letter_at(Channel.INBOX, at("2026-11-25T12:00"), QUIET, ZoneInfo("UTC")) is None


@pytest.mark.parametrize("hours", [(24, 7), (-1, 7), (20, 99)])
def test_quiet_hours_are_hours_of_a_day(hours):
    with pytest.raises(ValueError, match="whole hour"):
        Quiet(*hours)


@given(st.uuids().map(str), st.sampled_from(["courses.note", DIGEST]))
def test_a_link_says_what_was_signed(uuid, kind):
    wish = UnsubscribeWish(uuid, kind)
    assert wish_of(unsubscribe_token(wish, "secret"), "secret") == wish


@given(st.text(max_size=80))
def test_a_forged_link_says_nothing(token):
    assert wish_of(token, "secret") is None


def test_a_link_of_another_secret_or_with_a_sign_changed_says_nothing():
    token = unsubscribe_token(UnsubscribeWish("a", "b"), "secret")
    assert wish_of(token, "another secret") is None
    changed = [token[:n] + ("A" if sign != "A" else "B") + token[n + 1 :] for n, sign in enumerate(token[:-1])]
    assert [one for one in changed if wish_of(one, "secret")] == []
