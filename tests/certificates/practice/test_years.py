"""The years of a certificate: where they begin and end, and when one has enough."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.practice.rules.years import practice_years, year_to_confirm

BEGINS, ENDS = date(2026, 3, 10), date(2029, 3, 10)


def years(days, *, today=date(2028, 12, 1), a_year=2, ends=ENDS):
    return practice_years(BEGINS, ends, days, a_year=a_year, today=today)


def test_a_year_begins_with_the_certificate_and_its_last_day_is_the_one_before_the_next():
    first, second, third = years([])
    assert (first.begins_on, first.ends_on) == (BEGINS, date(2027, 3, 10))
    assert second.holds(date(2027, 3, 10))
    assert not first.holds(date(2027, 3, 10))
    assert third.ends_on == ENDS


def test_the_number_of_the_scheme_is_enough_and_one_less_is_not():
    first, second, _third = years([BEGINS, date(2027, 3, 9), date(2027, 3, 10)])
    assert (first.found, first.is_enough, first.missing) == (2, True, 0)
    assert (second.found, second.is_enough, second.missing) == (1, False, 1)


@pytest.mark.parametrize(
    ("today", "many"),
    [(BEGINS - timedelta(days=1), 0), (BEGINS, 1), (date(2027, 3, 9), 1), (date(2027, 3, 10), 2), (ENDS, 3)],
)
def test_only_years_that_have_begun_are_there_and_none_after_the_end(today, many):
    assert len(years([], today=today)) == many


def test_the_last_year_ends_with_the_certificate_and_one_without_end_goes_on():
    assert years([], ends=date(2028, 6, 1))[-1].ends_on == date(2028, 6, 1)
    assert years([], ends=None, today=date(2040, 1, 1))[-1].no == 14


def test_years_are_confirmed_in_their_order():
    every = years([])
    assert year_to_confirm(every, 0) is every[0]
    assert year_to_confirm(every, 2) is every[2]
    assert year_to_confirm(every, 3) is None


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 72),
    st.lists(st.dates(date(2019, 1, 1), date(2040, 1, 1)), max_size=20),
)
def test_every_day_within_the_certificate_belongs_to_exactly_one_year(begins, months, days):
    ends = date(begins.year + months // 12 + 1, begins.month, 1)
    every = practice_years(begins, ends, days, a_year=1, today=date(2050, 1, 1))
    assert every[0].begins_on == begins
    assert every[-1].ends_on == ends
    assert all(one.ends_on == other.begins_on for one, other in pairwise(every))
    assert sum(one.found for one in every) == sum(begins <= day < ends for day in days)
