"""By what the progress of people is narrowed and ordered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.cohorts.rules.board import URGENT, BoardFilter, urgency
from courses.progress.rules import LastSeen, was_seen

TODAY = date(2026, 11, 27)
SAID = (LastSeen.WEEK, LastSeen.MONTH, LastSeen.LONGER, LastSeen.NEVER)


@pytest.mark.parametrize(
    ("days", "among"),
    [
        (0, {LastSeen.WEEK, LastSeen.MONTH}),
        (7, {LastSeen.WEEK, LastSeen.MONTH}),
        (8, {LastSeen.MONTH}),
        (30, {LastSeen.MONTH}),
        (31, {LastSeen.LONGER}),
        (None, {LastSeen.NEVER}),
    ],
)
def test_the_seventh_and_the_thirtieth_day_still_count(days, among):
    seen_on = None if days is None else TODAY - timedelta(days=days)
    assert {one for one in SAID if was_seen(seen_on, TODAY, one)} == among


@given(st.one_of(st.none(), st.integers(0, 3000)))
def test_everybody_is_in_the_last_month_or_longer_away_or_never_came(days):
    seen_on = None if days is None else TODAY - timedelta(days=days)
    assert was_seen(seen_on, TODAY, LastSeen.ANY)
    assert sum(was_seen(seen_on, TODAY, one) for one in SAID if one is not LastSeen.WEEK) == 1


@given(st.frozensets(st.sampled_from(list(BoardFilter))))
def test_who_has_passed_comes_last_and_who_is_late_first(filters):
    place = urgency(filters)
    assert 0 <= place <= len(URGENT) + 1
    assert (place == len(URGENT) + 1) == (BoardFilter.PASSED in filters)
    assert urgency({BoardFilter.LATE}) <= place
