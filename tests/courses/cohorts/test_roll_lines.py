"""Lines of rolls are kept once, by who may say them, and what is refused stops nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from courses.cohorts.models.meeting import MeetingRollLine
from courses.cohorts.queries.audited_meetings import AUDITED
from courses.cohorts.queries.rolls import own_standings, rolls_of, standings_of
from courses.cohorts.rules.rolls import LineSource, Presence, RollLineId
from courses.cohorts.services import leaving
from courses.cohorts.services.meetings import cancel_meetings
from courses.cohorts.services.rolls import keep_lines
from lms.audit.models import AuditEntry
from lms.audit.verification.records import compare_all
from tests.builders import cohorts, meetings
from tests.builders.people import person, viewer


@pytest.fixture
def leader(session):
    return cohorts.trainer(session)


@pytest.fixture
def cohort(session, version, leader, now):
    return cohorts.cohort(session, version, now, leader=leader)


@pytest.fixture
def officers(session, cohort, now):
    return cohorts.officers(session, cohort, 3, now)


@pytest.fixture
def meeting(session, cohort, now):
    return meetings.running(session, cohort, now)


@pytest.fixture
def keep(session, meeting, now):
    """Hand lines in as somebody."""

    def kept(by, *lines):
        return keep_lines(session, meeting, lines, by=viewer(session, by), now=now)

    return kept


def entries(session):
    session.flush()
    return session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.name == "meeting.roll-taken"))


def test_lines_that_arrive_twice_are_kept_once_and_told_once(session, meeting, leader, officers, keep, now):
    lines = [meetings.line(one, leader, seq, now) for seq, one in enumerate(officers)]
    assert len(keep(leader, *lines).kept) == 3
    again = keep(leader, *lines)
    assert (len(again.kept), len(again.known), dict(again.refused)) == (0, 3, {})
    assert entries(session) == 1
    assert rolls_of(session, [meeting.id])[meeting.id] == frozenset(lines)


def test_a_line_is_kept_with_all_that_it_says(session, meeting, leader, officers, keep, now):
    written = meetings.line(
        officers[0], leader, 7, now - timedelta(hours=5), Presence.LATE, source=LineSource.DECISION,
        clock_offset=timedelta(hours=5, milliseconds=-3), over=frozenset({RollLineId("a", 1), RollLineId("b", 2)}),
    )  # fmt: skip
    keep(leader, written)
    assert rolls_of(session, [meeting.id])[meeting.id] == {written}


def test_a_number_that_a_device_has_used_for_another_line_is_refused_and_the_first_line_stays(
    session, meeting, leader, officers, keep, now
):
    first = meetings.line(officers[0], leader, 1, now)
    other = meetings.line(officers[1], leader, 1, now, Presence.ABSENT)
    keep(leader, first)
    assert list(keep(leader, other).refused) == [other.id]
    assert rolls_of(session, [meeting.id])[meeting.id] == {first}


def test_a_line_about_somebody_who_was_never_in_the_cohort_is_refused_alone(session, leader, officers, keep, now):
    stranger = person(session)
    found = keep(leader, meetings.line(officers[0], leader, 1, now), meetings.line(stranger, leader, 2, now))
    assert [one.seq for one in found.kept] == [1]
    assert {one.seq: words for one, words in found.refused.items()} == {2: "This person was never in the cohort."}


def test_what_is_said_of_an_officer_who_has_left_since_is_kept(session, cohort, leader, officers, keep, now):
    there = cohorts.participant(session, cohort, officers[0])
    leaving.withdraw(session, cohort, there, "Ill.", actor=viewer(session, leader), now=now)
    assert len(keep(leader, meetings.line(officers[0], leader, 1, now)).kept) == 1


@pytest.mark.parametrize("source", [LineSource.LIST, LineSource.SHEET, LineSource.DECISION])
def test_whoever_does_not_lead_the_cohort_takes_no_roll(session, officers, keep, now, source):
    for by in (officers[1], cohorts.trainer(session)):
        assert keep(by, meetings.line(officers[0], by, 1, now, source=source)).kept == []


def test_nobody_speaks_in_another_name(session, leader, officers, keep, now):
    co_trainer = cohorts.trainer(session)
    assert keep(leader, meetings.line(officers[0], co_trainer, 1, now)).kept == []


@pytest.mark.parametrize("source", [LineSource.CODE, LineSource.SELF])
def test_officers_speak_of_themselves_alone(officers, keep, now, source):
    me, other = officers[:2]
    found = keep(me, meetings.line(me, me, 1, now, source=source), meetings.line(other, me, 2, now, source=source))
    assert [one.seq for one in found.kept] == [1]


def test_who_is_in_the_roll_does_not_decide_about_themselves(session, version, now):
    leader = cohorts.trainer(session)
    cohort = cohorts.cohort(session, version, now, leader=leader)
    meeting = meetings.running(session, cohort, now)
    line = meetings.line(leader, leader, 1, now)
    found = keep_lines(session, meeting, [line], by=viewer(session, leader), now=now)
    assert found.refused[line.id].startswith("You cannot decide about yourself.")


def test_before_it_begins_an_officer_can_only_be_excused(session, cohort, leader, officers, now):
    (later,) = meetings.planned(session, cohort, [(now + timedelta(days=5)).date()], now)
    lines = [meetings.line(officers[0], leader, seq, now, one) for seq, one in enumerate(Presence)]
    found = keep_lines(session, later, lines, by=viewer(session, leader), now=now)
    assert [lines[one.seq].presence for one in found.kept] == [Presence.EXCUSED]


def test_a_cancelled_meeting_takes_no_lines(session, meeting, leader, officers, keep, now):
    cancel_meetings(session, meeting, "No power.", following=False, by=leader.id, now=now)
    assert keep(leader, meetings.line(officers[0], leader, 1, now)).kept == []


def test_the_rolls_of_many_meetings_are_one_query(session, cohort, leader, officers, counting, now):
    held = [meetings.running(session, cohort, now, title=f"Meeting {number}") for number in range(4)]
    for one in held:
        keep_lines(session, one, [meetings.line(officers[0], leader, 1, now)], by=viewer(session, leader), now=now)
    session.flush()
    with counting() as asked:
        found = standings_of(session, [one.id for one in held])
    assert len(asked) == 1
    assert [found[one.id][officers[0].id].presence for one in held] == [Presence.PRESENT] * 4
    assert set(own_standings(session, officers[1].id, [one.id for one in held])) == set()


def test_the_audit_trail_holds_every_line_and_names_one_that_was_changed(session, leader, officers, keep, now):
    keep(leader, *(meetings.line(one, leader, seq, now) for seq, one in enumerate(officers)))
    keep(leader, meetings.line(officers[0], leader, 9, now, Presence.LATE))
    session.flush()
    assert [(one.records, one.faults) for one in compare_all(session, AUDITED)] == [(1, ()), (2, ())]
    session.execute(update(MeetingRollLine).where(MeetingRollLine.seq == 9).values(presence=Presence.ABSENT))
    assert any("lines is" in words for one in compare_all(session, AUDITED) for words in one.faults)
