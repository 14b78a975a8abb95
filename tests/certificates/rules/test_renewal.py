"""From which day a certificate is renewed, and how long the next one holds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.credentials.rules.lifecycle import Change, Changed, Standing, standing
from certificates.credentials.rules.renewal import Term, period_ends, version_begins
from lms.months import months_later

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
moments = st.integers(0, 20 * 365 * 86_400).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
months = st.integers(1, 60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def term(earned: str, ends: str | None, window: int = 6) -> Term:
    return Term(at(earned), at(earned), at(ends) if ends else None, window)


@pytest.mark.parametrize(
    ("ends", "window", "opens_on"),
    [
        ("2027-05-20T12:00", 6, date(2026, 11, 20)),
        ("2027-08-31T00:00", 6, date(2027, 2, 28)),  # February has no 31st
        ("2028-08-31T00:00", 6, date(2028, 2, 29)),
        ("2028-02-29T23:59", 12, date(2027, 2, 28)),
        ("2028-02-29T23:59", 6, date(2027, 8, 29)),
        ("2027-01-31T08:00", 2, date(2026, 11, 30)),
        ("2027-01-31T08:00", 1, date(2026, 12, 31)),
        ("2027-03-31T08:00", 1, date(2027, 2, 28)),
        ("2027-06-15T08:00", 18, date(2025, 12, 15)),
    ],
)
def test_the_first_day_on_which_it_is_renewed(ends, window, opens_on):
    assert term("2025-01-01T00:00", ends, window).opens_on == opens_on


def test_what_has_no_end_is_never_renewed():
    endless = term("2025-01-01T00:00", None)
    assert endless.opens_on is None
    assert not endless.may_be_renewed(Standing.IN_FORCE, date(2099, 1, 1))
    assert not endless.is_renewed_by(NOW, NOW)


@pytest.mark.parametrize(
    ("passed", "renews"),
    [
        ("2026-11-19T23:59:59", False),
        ("2026-11-20T00:00", True),  # the first day, from its first moment
        ("2027-05-20T11:59:59", True),
        ("2027-05-20T12:00", False),  # the end itself is past
    ],
)
def test_what_is_passed_in_the_window_renews_it(passed, renews):
    one = term("2024-05-20T12:00", "2027-05-20T12:00")
    assert one.is_renewed_by(at(passed), at("2026-11-01T00:00")) is renews


def test_nothing_passed_in_its_own_run_or_in_an_unknown_one_renews_it():
    one = term("2024-05-20T12:00", "2027-05-20T12:00")
    passed = at("2027-01-01T00:00")
    assert not one.is_renewed_by(passed, at("2024-05-01T00:00"))
    assert not one.is_renewed_by(passed, None)


@pytest.mark.parametrize(
    ("begins", "valid", "ends"),
    [
        ("2027-05-20T12:00", 36, "2030-05-20T12:00"),
        ("2028-02-29T12:00", 12, "2029-02-28T12:00"),
        ("2027-01-31T12:00", 1, "2027-02-28T12:00"),
        ("2027-08-31T12:00", 6, "2028-02-29T12:00"),
    ],
)
def test_the_next_one_ends_so_many_months_after_the_first_ones_end(begins, valid, ends):
    assert period_ends(at("2026-12-24T10:00"), at(begins), valid) == at(ends)


def test_passed_after_the_end_it_counts_from_the_pass():
    assert period_ends(NOW, None, 12) == datetime(2027, 11, 20, 9, 0, tzinfo=UTC)
    assert period_ends(NOW, None, None) is None


def test_the_first_version_begins_with_its_certificate_and_a_later_one_after_it():
    begins = NOW + timedelta(days=90)
    assert version_begins(NOW, begins, None) == begins
    assert version_begins(NOW + timedelta(days=5), begins, begins) == begins + timedelta(seconds=1)
    later = begins + timedelta(days=5)
    assert version_begins(later, begins, begins) == later


def test_a_name_that_is_confirmed_late_makes_no_gap():
    begins = NOW - timedelta(days=3)
    assert version_begins(NOW, begins, None) == begins


def test_a_later_version_begins_after_the_one_before():
    assert version_begins(NOW, None, NOW) == NOW + timedelta(seconds=1)
    assert version_begins(NOW, None, None) == NOW


@given(moments, months)
def test_the_window_opens_before_the_end_and_is_as_long_as_the_months(ends, window):
    opens_on = Term(ends - timedelta(days=4000), ends - timedelta(days=4000), ends, window).opens_on
    assert opens_on < ends.date()
    assert months_later(datetime.combine(opens_on, ends.time(), UTC), window) <= ends
    assert months_later(datetime.combine(opens_on + timedelta(days=1), ends.time(), UTC), window) >= ends or (
        ends.day > 28
    )


@given(moments, months, months, st.floats(0, 1))
def test_a_renewal_leaves_no_gap_and_no_overlap(earned, valid, window, when):
    """At every moment of both terms exactly one of the two is in force."""
    ends = months_later(earned, valid)
    passed = ends - (ends - earned) * when * 0.5 - timedelta(seconds=1)
    first = Term(earned, earned, ends, window)
    begins = ends if first.is_renewed_by(passed, earned + timedelta(seconds=1)) else None
    if begins is None:
        return
    second_ends = period_ends(passed, begins, valid)
    assert second_ends == months_later(ends, valid)
    second = Term(passed, begins, second_ends, window)
    for moment in (passed, ends - timedelta(seconds=1), ends, second_ends - timedelta(seconds=1)):
        assert first.covers(moment) != second.covers(moment)
    assert not first.covers(second_ends)
    assert not second.covers(second_ends)


@given(moments, months, moments)
def test_it_is_renewed_on_every_day_from_the_first_to_the_last(ends, window, moment):
    one = Term(ends - timedelta(days=4000), ends - timedelta(days=4000), ends, window)
    expected = one.covers(moment) and moment.date() >= one.opens_on
    assert one.is_renewed_by(moment, ends - timedelta(days=3999)) is expected


def test_before_it_begins_it_is_in_force_not_yet():
    issued = (Changed(Change.ISSUED, NOW - timedelta(days=1)),)
    begins, ends = NOW + timedelta(days=1), NOW + timedelta(days=2)
    assert standing(issued, ends, now=NOW, begins_at=begins) is Standing.NOT_YET
    assert standing(issued, ends, now=begins, begins_at=begins) is Standing.IN_FORCE
    assert standing(issued, ends, now=ends, begins_at=begins) is Standing.EXPIRED


def test_a_certificate_covers_its_moments_from_the_first_and_without_the_last():
    one = term("2026-11-20T09:00", "2027-11-20T09:00")
    second = timedelta(seconds=1)
    assert [one.covers(at) for at in (NOW - second, NOW, one.ends_at - second, one.ends_at)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert term("2026-11-20T09:00", None).covers(NOW + timedelta(days=9000))
    assert [one.standing_when_good(at) for at in (NOW - second, NOW)] == [Standing.NOT_YET, Standing.IN_FORCE]


@pytest.mark.parametrize("standing", Standing)
def test_only_what_is_in_force_is_renewed_and_only_from_its_first_day(standing):
    one = term("2025-01-01T00:00", "2027-05-20T12:00")
    first = date(2026, 11, 20)
    assert one.may_be_renewed(standing, first) is (standing is Standing.IN_FORCE)
    assert not one.may_be_renewed(standing, first - timedelta(days=1))


def test_a_run_that_began_in_the_moment_of_the_certificate_is_its_own():
    one = term("2024-05-20T12:00", "2027-05-20T12:00")
    passed = at("2027-01-01T00:00")
    assert not one.is_renewed_by(passed, one.earned_at)
    assert one.is_renewed_by(passed, one.earned_at + timedelta(seconds=1))
