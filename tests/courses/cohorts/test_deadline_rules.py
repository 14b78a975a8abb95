"""Deadlines as rules: whose day counts, who is late since when, and what one tap extends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.cohorts.rules.board import (
    BoardDays,
    BoardFilter,
    OfficerProgress,
    OwnDeadline,
    filters_of,
    lessons_behind,
    officer_late_since,
)
from courses.cohorts.rules.deadlines import (
    WHOLE,
    late_since,
    longer_day,
    missed,
    next_deadline,
    own_deadlines,
    parts_to_extend,
)

FIRST, LAST = date(2026, 8, 3), date(2026, 9, 27)
DAYS = st.dates(date(2026, 1, 1), date(2027, 1, 1))
DEADLINES = st.dictionaries(st.integers(0, 6), DAYS)
OFFICER = OfficerProgress(lessons=8, read=3, joined_on=FIRST, checkpoints=2, seen_on=FIRST, progress_on=FIRST)


def on(today, *, by_module=True, is_open=True):
    return BoardDays(FIRST, LAST, today, is_open, by_module)


def test_the_later_of_both_days_counts():
    of_cohort = {1: date(2026, 8, 10), 2: date(2026, 8, 20)}
    longer = {1: date(2026, 8, 17), 2: date(2026, 8, 15)}
    assert own_deadlines(of_cohort, longer, FIRST) == {1: date(2026, 8, 17), 2: date(2026, 8, 20)}


def test_what_has_no_deadline_any_more_has_none_for_who_got_longer_either():
    assert own_deadlines({}, {1: date(2026, 8, 17)}, FIRST) == {}


def test_a_deadline_that_was_past_when_somebody_joined_is_none_of_theirs_unless_extended():
    of_cohort = {1: date(2026, 8, 10)}
    assert own_deadlines(of_cohort, {}, date(2026, 8, 11)) == {}
    assert own_deadlines(of_cohort, {}, date(2026, 8, 10)) == of_cohort
    assert own_deadlines(of_cohort, {1: date(2026, 8, 20)}, date(2026, 8, 11)) == {1: date(2026, 8, 20)}


def test_the_day_itself_is_still_in_time():
    own = {1: date(2026, 8, 10)}
    assert missed(own, (), date(2026, 8, 10)) == {}
    assert missed(own, (), date(2026, 8, 11)) == own
    assert missed(own, {1}, date(2026, 8, 11)) == {}
    assert late_since(own.values()) == date(2026, 8, 11)


def test_of_one_day_the_module_comes_before_the_whole():
    own = {WHOLE: date(2026, 8, 10), 2: date(2026, 8, 10)}
    assert next_deadline(own, ()) == (2, date(2026, 8, 10))
    assert next_deadline(own, {2}) == (WHOLE, date(2026, 8, 10))
    assert next_deadline(own, {WHOLE, 2}) is None


@given(DEADLINES, st.sets(st.integers(0, 6)), DAYS)
def test_one_tap_extends_all_that_is_missed_or_one_that_comes(own, done, today):
    parts, late = parts_to_extend(own, done, today), missed(own, done, today)
    assert parts == sorted(late) if late else len(parts) == bool(own.keys() - done)
    assert not set(parts) & done


@given(DEADLINES, st.sets(st.integers(0, 6)), DAYS)
def test_after_one_tap_nobody_is_late_for_a_week(own, done, today):
    longer = {part: longer_day(own[part], today) for part in parts_to_extend(own, done, today)}
    assert missed(own | longer, done, today + timedelta(days=7)) == missed(
        {part: day for part, day in own.items() if part not in longer}, done, today + timedelta(days=7)
    )
    assert all(day > own[part] for part, day in longer.items())


@pytest.mark.parametrize(("today", "behind", "since"), [(10, 0, None), (11, 2, date(2026, 8, 11))])
def test_where_modules_have_deadlines_only_what_is_past_makes_behind(today, behind, since):
    late = {1: OwnDeadline(date(2026, 8, 10), 2), 2: OwnDeadline(date(2026, 9, 10), 3)}
    officer, days = replace(OFFICER, deadlines=late), on(date(2026, 8, today))
    assert (lessons_behind(officer, days), officer_late_since(officer, days)) == (behind, since)
    assert (BoardFilter.LATE in filters_of(officer, days)) == bool(behind)


def test_a_checkpoint_that_is_missing_makes_late_without_a_lesson_behind():
    officer = replace(OFFICER, deadlines={1: OwnDeadline(date(2026, 8, 10), 0)})
    days = on(date(2026, 8, 12))
    assert lessons_behind(officer, days) == 0
    assert filters_of(officer, days) >= {BoardFilter.LATE, BoardFilter.NEED_YOU}


def test_the_deadline_of_the_whole_course_sets_the_pace():
    day = FIRST + timedelta(days=13)  # two weeks instead of eight
    officer = replace(OFFICER, deadlines={WHOLE: OwnDeadline(day, 5)})
    assert lessons_behind(officer, on(FIRST + timedelta(days=7), by_module=False)) == 1
    assert lessons_behind(OFFICER, on(FIRST + timedelta(days=7), by_module=False)) == 0


@pytest.mark.parametrize("change", [{"final_passed": True}, {}], ids=["passed", "ended"])
def test_nobody_is_late_after_passing_or_after_the_end(change):
    officer = replace(OFFICER, deadlines={1: OwnDeadline(FIRST, 2)}, **change)
    days = on(LAST, is_open=bool(change))
    assert officer_late_since(officer, days) is None
    assert not filters_of(officer, days) & {BoardFilter.LATE, BoardFilter.BEHIND}
