"""When codes can be answered, and when supervisors are asked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.surveys.rules.codes import CodeState, code_of, code_state, normal_code
from courses.surveys.rules.supervising import (
    LINK_LIFE,
    RequestState,
    due_days,
    is_reminder_due,
    months_later,
    request_state,
)
from lms.text.codes import CODE_LETTERS, shown_code
from tests.builders.people import NOW

DAY = timedelta(days=1)


@given(st.integers(0, 2**62))
def test_a_code_reads_back_from_paper_in_small_letters_and_with_spaces(seed):
    code = code_of(seed)
    assert len(code) == 8
    assert set(code) <= set(CODE_LETTERS)
    assert normal_code(f" {shown_code(code).lower()} ") == code


@pytest.mark.parametrize(
    ("after", "number", "state"),
    [
        (-1, 0, CodeState.NOT_YET),
        (0, 0, CodeState.OPEN),
        (1, 2, CodeState.OPEN),
        (1, 3, CodeState.FULL),
        (1.999, 0, CodeState.OPEN),
        (2, 0, CodeState.CLOSED),
        (2, 3, CodeState.CLOSED),
    ],
)
def test_a_code_is_open_from_its_first_moment_until_the_last(after, number, state):
    times = {"opens_at": NOW, "closes_at": NOW + 2 * DAY, "closed_at": None}
    assert code_state(**times, number=number, most=3, now=NOW + after * DAY) is state


def test_what_was_closed_by_hand_stays_closed():
    times = {"opens_at": NOW, "closes_at": NOW + 2 * DAY, "closed_at": NOW}
    assert code_state(**times, number=0, most=3, now=NOW + DAY) is CodeState.CLOSED


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 6, 15), 6, date(2026, 12, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_a_month_without_such_a_day_ends_with_its_last(day, months, later):
    assert months_later(day, months) == later


DONE = date(2026, 1, 10)


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 1, 10), {3: date(2026, 4, 10), 6: date(2026, 7, 10)}),
        (date(2026, 5, 1), {3: date(2026, 5, 1), 6: date(2026, 7, 10)}),
        (date(2026, 6, 9), {3: date(2026, 6, 9), 6: date(2026, 7, 10)}),
        (date(2026, 6, 10), {6: date(2026, 7, 10)}),
        (date(2026, 9, 8), {6: date(2026, 9, 8)}),
        (date(2026, 9, 9), {}),
    ],
)
def test_what_is_long_past_is_not_asked_any_more(today, due):
    assert due_days(DONE, today) == due


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_nothing_is_due_before_today_and_three_months_before_six(done, days):
    found = due_days(done, done + timedelta(days=days))
    assert all(day >= done + timedelta(days=days) for day in found.values())
    assert list(found.values()) == sorted(found.values())


@pytest.mark.parametrize(
    ("sent_before", "reason", "state"),
    [
        (None, None, RequestState.PLANNED),
        (timedelta(0), None, RequestState.WAITING),
        (LINK_LIFE - timedelta(seconds=1), None, RequestState.WAITING),
        (LINK_LIFE, None, RequestState.EXPIRED),
        (LINK_LIFE, "answered", RequestState.ANSWERED),
        (None, "withdrawn", RequestState.WITHDRAWN),
    ],
)
def test_how_a_request_stands(sent_before, reason, state):
    assert request_state(None if sent_before is None else NOW - sent_before, reason, NOW) is state


@pytest.mark.parametrize(("days", "due"), [(13.9, False), (14, True), (59.9, True), (60, False)])
def test_a_reminder_goes_out_after_two_weeks_while_the_link_works(days, due):
    assert is_reminder_due(NOW - days * DAY, None, NOW) is due


def test_nobody_is_reminded_twice():
    assert not is_reminder_due(NOW - 20 * DAY, NOW - 5 * DAY, NOW)
