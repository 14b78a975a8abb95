"""The frame of the days: slots of one length, spare ones last, and the bell."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from assessments.workshops.rules.frame import BellSign, FrameFault, HalfDay, bells, frame_fault, slot_at, slots_of

MONDAY = date(2026, 8, 24)
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
        ([MORNING, HalfDay(MONDAY, time(11), time(13))], [30], 0, FrameFault.OVERLAP),
        ([MORNING], [200], 0, FrameFault.TOO_SHORT),
        ([MORNING], [30], 4, FrameFault.TOO_SHORT),
        ([MORNING, AFTERNOON], [30], 1, None),
    ],
)
def test_a_frame_that_makes_no_slots_says_why(half_days, minutes, spare, fault):
    assert frame_fault(half_days, minutes, 10, spare) is fault


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
