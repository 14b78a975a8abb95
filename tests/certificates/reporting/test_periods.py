"""Periods of reports: whole quarters that follow each other without a gap."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.reporting.rules.periods import (
    LENGTHS,
    Period,
    Quarter,
    last_quarters,
    next_period,
    quarter_of,
    read_quarter,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 1, 1), "2026-Q1"),
        (date(2026, 3, 31), "2026-Q1"),
        (date(2026, 4, 1), "2026-Q2"),
        (date(2026, 12, 31), "2026-Q4"),
    ],
)
def test_a_quarter_has_three_whole_months(day, said):
    assert str(quarter_of(day)) == said


@given(DAYS)
def test_what_is_written_is_read_again(day):
    assert read_quarter(str(quarter_of(day))) == quarter_of(day)


@pytest.mark.parametrize("text", ["", "2026", "2026-Q5", "2026-Q0", "2026-Q1 ", "26-Q1"])
def test_what_is_no_quarter_is_not_read(text):
    assert read_quarter(text) is None


def test_a_period_ends_with_the_last_day_of_its_last_quarter():
    period = Period(Quarter(2025, 3), Quarter(2026, 2))
    assert period.days == (date(2025, 7, 1), date(2026, 6, 30))
    assert period.length == 4
    assert not period.is_over(datetime(2026, 6, 30, 23, 59, tzinfo=UTC))
    assert period.is_over(datetime(2026, 7, 1, tzinfo=UTC))


def test_the_first_report_begins_with_the_quarter_in_which_the_fund_begins():
    assert next_period([], date(2026, 2, 14), 2) == Period(Quarter(2026, 1), Quarter(2026, 2))


@given(DAYS, st.sampled_from(LENGTHS), st.lists(st.sampled_from(LENGTHS), max_size=6))
def test_reports_of_a_fund_have_one_length_and_neither_overlap_nor_leave_a_gap(day, length, wished):
    frozen: list[Period] = []
    for wish in [length, *wished]:
        frozen.append(next_period(frozen, day, wish))
    assert {one.length for one in frozen} == {length}
    for before, after in pairwise(frozen):
        assert after.since == before.until


def test_the_last_quarters_end_with_the_one_that_runs():
    assert [str(one) for one in last_quarters(date(2026, 2, 1), 3)] == ["2025-Q3", "2025-Q4", "2026-Q1"]
