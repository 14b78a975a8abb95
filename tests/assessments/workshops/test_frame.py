"""The frame of the days: slots of one length, spare ones last, and the bell."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from assessments.workshops.rules.frame import (
    BellSign,
    FrameFault,
    HalfDay,
    bells,
    frame_fault,
    slot_at,
    slot_minutes,
    slots_of,
)

MONDAY, TUESDAY = date(2026, 8, 24), date(2026, 8, 25)
MORNING = HalfDay(MONDAY, time(9), time(12))
AFTERNOON = HalfDay(MONDAY, time(14), time(16))
LUSAKA = ZoneInfo("Africa/Lusaka")


def test_a_slot_is_as_long_as_the_longest_exercise_and_the_change_of_rooms():
    slots = slots_of([MORNING], [20, 30], 10, 0, LUSAKA)
    assert [s.begins_at.time() for s in slots] == [
        time(9),
        time(9, 40),
        time(10, 20),
        time(11),
    ]
    assert slots[0].ends_at.time() == time(9, 30)


def test_after_the_last_slot_nobody_has_to_change_rooms():
    assert len(slots_of([HalfDay(MONDAY, time(9), time(10, 10))], [30], 10, 0, LUSAKA)) == 2


def test_the_last_slots_of_each_half_day_are_spare():
    slots = slots_of([AFTERNOON, MORNING], [30], 10, 1, LUSAKA)
    assert [s.slot.spare for s in slots] == [False, False, False, True, False, False, True]
    assert [s.slot.half_day for s in slots] == [0, 0, 0, 0, 1, 1, 1]
    assert [s.slot.number for s in slots] == list(range(7))


@pytest.mark.parametrize(
    ("half_days", "minutes", "spare", "fault"),
    [
        ([], [30], 0, FrameFault.NO_HALF_DAY),
        ([MORNING], [], 0, FrameFault.NO_EXERCISE),
        ([HalfDay(MONDAY, time(12), time(9))], [30], 0, FrameFault.ENDS_BEFORE),
        ([MORNING, HalfDay(MONDAY, time(14), time(14))], [30], 0, FrameFault.ENDS_BEFORE),
        ([MORNING, HalfDay(MONDAY, time(11), time(13))], [30], 0, FrameFault.OVERLAP),
        ([HalfDay(MONDAY, time(11), time(13)), MORNING], [30], 0, FrameFault.OVERLAP),
        ([HalfDay(MONDAY, time(12), time(13)), MORNING], [30], 0, None),
        ([HalfDay(TUESDAY, time(11), time(13)), MORNING], [30], 0, None),
        ([MORNING], [200], 0, FrameFault.TOO_SHORT),
        ([MORNING], [10, 200], 0, FrameFault.TOO_SHORT),
        ([MORNING], [30], 4, FrameFault.TOO_SHORT),
        ([MORNING], [30], 3, None),
        ([MORNING, AFTERNOON], [30], 3, FrameFault.TOO_SHORT),
        ([MORNING, AFTERNOON], [30], 1, None),
    ],
)
def test_a_frame_that_makes_no_slots_says_why(half_days, minutes, spare, fault):
    assert frame_fault(half_days, minutes, 10, spare) is fault


def test_slots_are_numbered_through_and_know_their_half_day_and_their_day():
    slots = slots_of([HalfDay(TUESDAY, time(8), time(9)), AFTERNOON, MORNING], [50, 20], 10, 1, LUSAKA)
    assert [(s.slot.number, s.slot.half_day, s.slot.day, s.slot.spare) for s in slots] == [
        (0, 0, 0, False), (1, 0, 0, False), (2, 0, 0, True), (3, 1, 0, False), (4, 1, 0, True), (5, 2, 1, True),
    ]  # fmt: skip
    assert [s.ends_at - s.begins_at for s in slots] == [timedelta(minutes=50)] * 6
    assert [slots_of([MORNING], [20], 10, spare, LUSAKA)[-2].slot.spare for spare in (0, 1, 2)] == [False, False, True]
    assert slot_minutes([50, 20], 10) == 60


@pytest.mark.parametrize(
    ("ends", "many"), [(time(9, 29), 0), (time(9, 30), 1), (time(10, 9), 1), (time(10, 10), 2), (time(8, 0), 0)]
)
def test_a_half_day_holds_as_many_slots_as_fit_without_a_change_of_rooms_behind_the_last(ends, many):
    assert len(slots_of([HalfDay(MONDAY, time(9), ends)], [30], 10, 0, LUSAKA)) == many


def test_an_exercise_of_two_minutes_has_no_bell_that_says_that_the_end_is_near():
    slot = slots_of([MORNING], [30], 10, 0, LUSAKA)[:1]
    assert [bell for _moment, bell in bells(slot, 2)] == [BellSign.BEGIN, BellSign.END]
    assert [bell for _moment, bell in bells(slot, 3)] == [BellSign.BEGIN, BellSign.NEAR_END, BellSign.END]


def test_the_bell_rings_at_the_beginning_near_the_end_and_at_the_end():
    rings = bells(slots_of([MORNING], [30], 10, 0, LUSAKA)[:1], 20)
    assert [(moment.time(), bell) for moment, bell in rings] == [
        (time(9), BellSign.BEGIN),
        (time(9, 18), BellSign.NEAR_END),
        (time(9, 20), BellSign.END),
    ]


def test_what_is_planned_anew_begins_with_the_next_slot():
    slots = slots_of([MORNING], [30], 10, 0, LUSAKA)
    assert slot_at(slots, datetime(2026, 8, 24, 7, 0, tzinfo=UTC)) == 0
    assert slot_at(slots, datetime(2026, 8, 24, 7, 1, tzinfo=UTC)) == 1
    assert slot_at(slots, datetime(2026, 8, 24, 12, 0, tzinfo=UTC)) == len(slots)
