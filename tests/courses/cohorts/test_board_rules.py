"""Who is behind, has not begun, is stuck, waits for the exam or has passed, as the board of a cohort judges it."""

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
    filters_of,
    is_stuck,
    lessons_behind,
    not_begun_since,
)

FIRST, LAST = date(2026, 8, 3), date(2026, 9, 27)  # eight weeks
NEW = OfficerProgress(lessons=8, read=0, joined_on=FIRST, checkpoints=2)
MIDDLE = date(2026, 8, 31)


def on(today, *, is_open=True):
    return BoardDays(FIRST, LAST, today, is_open)


def seen(read, *, days_ago=0, today=MIDDLE, **more):
    day = today - timedelta(days=days_ago)
    return replace(NEW, read=read, progress_on=day, seen_on=day, **more)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (FIRST - timedelta(days=1), 0),
        (FIRST, 0),
        (FIRST + timedelta(days=6), 0),
        (FIRST + timedelta(days=7), 1),
        (MIDDLE, 4),
        (LAST, 7),
        (LAST + timedelta(days=1), 8),
        (LAST + timedelta(days=400), 8),
    ],
)
def test_the_days_of_a_cohort_ask_for_so_many_lessons_by_the_morning(today, expected):
    assert on(today).expected(8) == expected


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 800), st.integers(0, 900), st.integers(0, 60))
def test_what_is_asked_never_falls_and_is_never_more_than_there_is(first, length, passed, lessons):
    days = BoardDays(first, first + timedelta(days=length), first + timedelta(days=passed), True)
    before = replace(days, today=days.today - timedelta(days=1))
    assert 0 <= before.expected(lessons) <= days.expected(lessons) <= lessons


def test_a_cohort_of_one_day_asks_for_everything_the_day_after():
    day = BoardDays(FIRST, FIRST, FIRST, True)
    assert (day.expected(8), replace(day, today=LAST).expected(8)) == (0, 8)


def test_whoever_read_what_the_days_ask_for_is_not_behind():
    assert lessons_behind(seen(4), on(MIDDLE)) == 0
    assert lessons_behind(seen(3), on(MIDDLE)) == 1


def test_whoever_never_opened_the_course_has_not_begun_since_they_could():
    assert not_begun_since(NEW, on(MIDDLE)) == FIRST
    late = replace(NEW, joined_on=MIDDLE)
    assert not_begun_since(late, on(LAST)) == MIDDLE
    assert not_begun_since(seen(1), on(MIDDLE)) is None


def test_seven_days_without_a_step_forward_are_stuck_and_six_are_not():
    assert is_stuck(seen(4, days_ago=7), on(MIDDLE))
    assert not is_stuck(seen(4, days_ago=6), on(MIDDLE))


def test_a_checkpoint_failed_twice_is_stuck_and_once_is_not():
    assert is_stuck(seen(4, failed_most=2), on(MIDDLE))
    assert not is_stuck(seen(4, failed_most=1), on(MIDDLE))


def test_looking_into_the_course_without_a_step_forward_does_not_help():
    looked = replace(NEW, seen_on=MIDDLE)
    assert is_stuck(looked, on(MIDDLE))


def test_nobody_is_late_once_they_have_passed_or_the_cohort_has_ended():
    passed = seen(4, days_ago=20, final_passed=True)
    assert filters_of(passed, on(LAST)) == {BoardFilter.ALL, BoardFilter.PASSED}
    ended = filters_of(seen(2, days_ago=20), on(LAST, is_open=False))
    assert ended == {BoardFilter.ALL}


def test_whoever_did_all_but_the_exam_waits_for_it():
    ready = seen(8, checkpoints_passed=2)
    assert filters_of(ready, on(MIDDLE)) == {BoardFilter.ALL, BoardFilter.IN_PROGRESS, BoardFilter.WAITS_FOR_EXAM}
    assert not seen(8, checkpoints_passed=1).waits_for_exam
    assert not seen(8, checkpoints_passed=2, has_final=False).waits_for_exam


def test_a_course_without_an_exam_is_passed_when_all_of_it_is_done():
    assert seen(8, checkpoints_passed=2, has_final=False).has_passed
    assert not seen(7, checkpoints_passed=2, has_final=False).has_passed


def test_who_has_not_begun_needs_the_trainer_only_when_a_lesson_is_due():
    assert filters_of(NEW, on(FIRST)) == {BoardFilter.ALL, BoardFilter.NOT_BEGUN}
    due = filters_of(NEW, on(FIRST + timedelta(days=7)))
    assert due == {BoardFilter.ALL, BoardFilter.NOT_BEGUN, BoardFilter.BEHIND, BoardFilter.NEED_YOU}


@given(
    st.builds(
        OfficerProgress,
        lessons=st.integers(0, 9),
        read=st.integers(0, 9),
        joined_on=st.dates(FIRST, LAST),
        checkpoints=st.integers(0, 3),
        checkpoints_passed=st.integers(0, 3),
        failed_most=st.integers(0, 3),
        has_final=st.booleans(),
        final_passed=st.booleans(),
        progress_on=st.none() | st.dates(FIRST, LAST),
        seen_on=st.none() | st.dates(FIRST, LAST),
    ),
    st.dates(date(2026, 7, 1), date(2026, 11, 1)),
    st.booleans(),
)
def test_need_you_is_who_is_behind_or_stuck_and_nobody_who_has_passed(officer, today, is_open):
    found = filters_of(officer, on(today, is_open=is_open))
    assert BoardFilter.ALL in found
    assert (BoardFilter.NEED_YOU in found) == bool(found & {BoardFilter.BEHIND, BoardFilter.STUCK})
    if BoardFilter.PASSED in found:
        assert not found & {BoardFilter.NEED_YOU, BoardFilter.WAITS_FOR_EXAM}
