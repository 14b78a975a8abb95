"""Codes of meetings through the service: the one on the screen puts one on the roll, every other is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from courses.cohorts.models.meeting import MeetingRollLine
from courses.cohorts.queries.rolls import own_standings
from courses.cohorts.rules.meeting_codes import ROOM_TRIES, STEP, TAKEN_FOR, TRIES, CodeVerdict, code_at
from courses.cohorts.rules.rolls import Presence
from courses.cohorts.services.meeting_codes import count_code_try, secret_of, take_code
from courses.cohorts.services.meetings import cancel_meetings
from lms.errors import RuleBroken, TooMany
from lms.rate_limits import WINDOW
from tests.builders import cohorts, meetings
from tests.builders.examples import some_and_many
from tests.builders.people import viewer

TRIED = "5f0d7f0e-0a52-4a0c-9f61-2d6f0a1c7b11"


@pytest.fixture
def leader(session):
    return cohorts.trainer(session)


@pytest.fixture
def cohort(session, version, leader, now):
    return cohorts.cohort(session, version, now, leader=leader)


@pytest.fixture
def officer(session, cohort, now):
    (row,) = cohorts.officers(session, cohort, 1, now)
    return row


@pytest.fixture
def meeting(session, cohort, now):
    return meetings.running(session, cohort, now)


@pytest.fixture
def others(session, version, cohort, leader, now):
    """The secrets of another meeting of the cohort, and of one of another cohort that is held at the same time."""
    elsewhere = cohorts.cohort(session, version, now, leader=leader, title="Other class")
    held = meetings.running(session, cohort, now, title="Other room"), meetings.running(session, elsewhere, now)
    return [secret_of(session, one) for one in held]


def lines(session):
    return session.scalar(select(func.count()).select_from(MeetingRollLine))


def test_the_code_on_the_screen_puts_who_types_it_on_the_roll(session, meeting, officer, now):
    code = code_at(secret_of(session, meeting), now)
    for _twice in range(2):
        found = take_code(session, meeting, f"{code[:4]} {code[4:]}", TRIED, by=viewer(session, officer), now=now)
        assert found is CodeVerdict.TAKEN
    assert own_standings(session, officer.id, [meeting.id])[meeting.id].presence is Presence.PRESENT
    assert lines(session) == 1


@some_and_many(100, 1000)
def test_hundreds_of_codes_that_are_wrong_late_or_of_another_meeting_or_cohort_are_refused(
    session, meeting, others, officer, now, examples
):
    """Each is typed through the service; what is right by chance, one in some millions, would be no fault."""
    secret, me = secret_of(session, meeting), viewer(session, officer)
    right = {code_at(secret, now - timedelta(seconds=STEP * step)) for step in range(5)}
    tried = set()

    @settings(max_examples=examples, database=None)
    @given(
        kind=st.sampled_from(["wrong", "late", "next", "meeting", "cohort"]),
        steps=st.integers(0, 600),
        digits=st.text("0123456789", min_size=8, max_size=8),
    )
    def refused(kind, steps, digits):
        gone = TAKEN_FOR + timedelta(seconds=STEP * (steps + 1) + now.timestamp() % STEP)
        code = {
            "wrong": digits,
            "late": code_at(secret, now - gone),
            "next": code_at(secret, now + timedelta(seconds=STEP * (steps + 1))),
            "meeting": code_at(others[0], now - timedelta(seconds=steps)),
            "cohort": code_at(others[1], now - timedelta(seconds=steps)),
        }[kind]
        if code in right:
            return
        tried.add(code)
        verdict = take_code(session, meeting, code, TRIED, by=me, now=now)
        assert verdict is not CodeVerdict.TAKEN
        assert verdict is CodeVerdict.WRONG or kind in ("late", "wrong")

    refused()
    assert len(tried) > 0.3 * examples
    assert lines(session) == 0


def test_a_code_is_taken_for_ninety_seconds_after_it_left_the_screen_and_then_called_late(
    session, meeting, officer, now
):
    me, begun = viewer(session, officer), now.replace(second=0)
    code = code_at(secret_of(session, meeting), begun)
    left = begun + timedelta(seconds=STEP)
    late = take_code(session, meeting, code, TRIED, by=me, now=left + TAKEN_FOR + timedelta(seconds=1))
    assert (late, lines(session)) == (CodeVerdict.LATE, 0)
    assert take_code(session, meeting, code, TRIED, by=me, now=left + TAKEN_FOR) is CodeVerdict.TAKEN


def test_ten_wrong_codes_of_one_person_are_judged_and_no_more_for_a_while(session, meeting, officer, now):
    me = viewer(session, officer)
    for _each in range(TRIES):
        count_code_try(session, meeting, by=me, now=now)
    with pytest.raises(TooMany):
        count_code_try(session, meeting, by=me, now=now + timedelta(minutes=1))
    count_code_try(session, meeting, by=me, now=now + WINDOW)


def test_wrong_codes_of_a_room_together_have_a_limit_too(session, cohort, meeting, now):
    room = cohorts.officers(session, cohort, ROOM_TRIES // TRIES + 1, now)
    for one in room[:-1]:
        me = viewer(session, one)
        for _each in range(TRIES):
            count_code_try(session, meeting, by=me, now=now)
    with pytest.raises(TooMany):
        count_code_try(session, meeting, by=viewer(session, room[-1]), now=now)


def test_a_right_code_is_no_try(session, meeting, officer, now):
    me = viewer(session, officer)
    code = code_at(secret_of(session, meeting), now)
    for _each in range(TRIES + 1):
        tried = count_code_try(session, meeting, by=me, now=now)
        take_code(session, meeting, code, tried, by=me, now=now)


def test_a_code_of_a_meeting_that_is_cancelled_or_long_over_is_not_taken(
    session, cohort, meeting, leader, officer, now
):
    me, secret = viewer(session, officer), secret_of(session, meeting)
    with pytest.raises(RuleBroken):
        later = now + timedelta(hours=9)
        take_code(session, meeting, code_at(secret, later), TRIED, by=me, now=later)
    cancel_meetings(session, meeting, "No power.", following=False, by=leader.id, now=now)
    with pytest.raises(RuleBroken):
        off = meetings.found(session, meeting)
        take_code(session, off, code_at(secret, now), TRIED, by=me, now=now)


def test_a_word_of_a_trainer_stands_whatever_code_is_typed_afterwards(session, meeting, leader, officer, now):
    meetings.keep(session, meeting, leader, meetings.line(officer, leader, 1, now, Presence.ABSENT), now=now)
    code = code_at(secret_of(session, meeting), now)
    take_code(session, meeting, code, TRIED, by=viewer(session, officer), now=now)
    assert own_standings(session, officer.id, [meeting.id])[meeting.id].presence is Presence.ABSENT
