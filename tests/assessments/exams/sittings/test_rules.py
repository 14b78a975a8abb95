"""Rooms, codes, networks and times, as rules."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from assessments.exams.sittings.rules.local_times import moment_of, shown
from assessments.exams.sittings.rules.networks import is_in, read_networks
from assessments.exams.sittings.rules.room import (
    DOORS,
    UNHEARD,
    WAIT,
    CandidateProgress,
    RoomTimes,
    SittingState,
    is_due,
    progress_of,
    sitting_state,
)
from assessments.exams.sittings.rules.start_codes import START_CODE, start_secret
from lms.room_codes import CodeVerdict

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
TIMES = RoomTimes(AT, AT + HOUR)
SECRET = start_secret("a seed of more than thirty-two signs", "one")


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (-SECOND, SittingState.PLANNED),
        (timedelta(), SittingState.OPEN),
        (HOUR - SECOND, SittingState.OPEN),
        (HOUR, SittingState.OVER),
        (HOUR + WAIT - SECOND, SittingState.OVER),
        (HOUR + WAIT, SittingState.SETTLED),
    ],
)
def test_how_a_room_stands(after, state):
    assert sitting_state(TIMES, AT + after, all_signed=False) is state


@pytest.mark.parametrize(
    ("after", "ticks"),
    [
        (-DOORS - SECOND, False),
        (-DOORS, True),
        (timedelta(), True),
        (HOUR + WAIT - SECOND, True),
        (HOUR + WAIT, False),
    ],
)
def test_candidates_are_ticked_from_the_doors_on_until_the_wait_is_over(after, ticks):
    assert TIMES.waits_until == AT + HOUR + WAIT
    assert TIMES.takes_ticks(AT + after) is ticks
    assert not RoomTimes(AT, AT + HOUR, AT).takes_ticks(AT + after)


def test_a_room_that_everybody_signed_is_closed_once_it_is_over():
    assert sitting_state(TIMES, AT + HOUR, all_signed=True) is SittingState.SETTLED


def test_a_cancelled_room_stays_cancelled():
    assert sitting_state(RoomTimes(AT, AT + HOUR, AT), AT, all_signed=False) is SittingState.CANCELLED


@pytest.mark.parametrize(
    ("after", "signed", "due"), [(HOUR, False, False), (HOUR, True, True), (HOUR + WAIT, False, True)]
)
def test_results_are_released_by_the_protocol_or_after_the_wait(after, signed, due):
    assert is_due(TIMES, AT + after, all_signed=signed) is due


def test_who_was_not_heard_for_some_minutes_is_out_of_reach():
    assert progress_of(None, None, None, AT) is CandidateProgress.ABSENT
    assert progress_of(AT, None, None, AT + UNHEARD) is CandidateProgress.WRITING
    assert progress_of(AT, None, None, AT + UNHEARD + SECOND) is CandidateProgress.UNHEARD
    assert progress_of(AT, None, AT + HOUR, AT + HOUR) is CandidateProgress.WRITING
    assert progress_of(AT, None, AT + HOUR, AT + HOUR + UNHEARD + SECOND) is CandidateProgress.UNHEARD
    assert progress_of(AT, AT + HOUR, None, AT + HOUR) is CandidateProgress.SUBMITTED


def test_the_code_of_now_and_the_one_before_begin():
    shown_at = AT
    code = START_CODE.at(SECRET, shown_at)
    verdicts = [START_CODE.judge(code, SECRET, now=shown_at + timedelta(seconds=s)) for s in (0, 59, 60, 120, 121)]
    assert verdicts == [CodeVerdict.TAKEN] * 4 + [CodeVerdict.LATE]


def test_the_code_of_another_room_begins_nothing():
    taken = 0
    for number in range(1000):
        other = start_secret(f"another seed of more than thirty-two signs {number}", "two")
        code = START_CODE.at(other, AT)
        if code not in {START_CODE.at(SECRET, AT - timedelta(seconds=60 * n)) for n in range(2)}:
            taken += START_CODE.judge(code, SECRET, now=AT) is CodeVerdict.TAKEN
    assert taken == 0


def test_networks_are_read_line_by_line_and_faults_name_theirs():
    found, faults = read_networks("192.0.2.0/24, 198.51.100.7\n\nroom two\n2001:db8::1/32")
    assert found == ["192.0.2.0/24", "198.51.100.7/32", "2001:db8::/32"]
    assert [(one.line, one.text) for one in faults] == [(3, "room two")]


def test_a_network_that_is_typed_twice_is_one_and_a_fault_is_told_by_its_first_sixty_signs():
    found, faults = read_networks(f"192.0.2.0/24\n192.0.2.9/24,{'x' * 61}")
    assert found == ["192.0.2.0/24"]
    assert [(one.line, one.text) for one in faults] == [(2, "x" * 60)]


@pytest.mark.parametrize(
    ("address", "inside"),
    [("192.0.2.9", True), ("::ffff:192.0.2.9", True), ("192.0.3.9", False), ("2001:db8::5", True), ("unknown", False)],
)
def test_an_address_is_in_the_networks_of_the_room(address, inside):
    assert is_in(address, ["192.0.2.0/24", "2001:db8::/32"]) is inside


def test_an_address_of_another_version_is_in_no_network():
    assert not is_in("192.0.2.9", ["2001:db8::/32"])
    assert not is_in("2001:db8::5", ["192.0.2.0/24"])
    assert is_in("192.0.2.9", ["2001:db8::/32", "192.0.2.0/24"])


def test_a_room_without_networks_takes_every_address():
    assert is_in("unknown", [])


def test_a_time_that_clocks_skip_is_none():
    assert moment_of(date(2026, 3, 29), time(2, 30), "Europe/Paris") is None
    assert moment_of(date(2026, 3, 29), time(3, 30), "Europe/Paris") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_moment_is_shown_by_the_clock_of_the_room():
    assert shown(AT + SECOND, "Asia/Bangkok").isoformat() == "2026-11-25T16:00:00"
