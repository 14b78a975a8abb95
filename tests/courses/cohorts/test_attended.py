"""Who gets a confirmation of attendance: the share that the cohort says, after its last meeting, a checked name."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.cohorts.pages.attended import hours_said, own_confirmation
from courses.cohorts.queries.attended import attended_by, attended_led, attended_own
from courses.cohorts.rules.attended import reaches_share
from courses.cohorts.rules.rolls import Presence
from courses.cohorts.services.details import CohortDetails, change_cohort, details_of
from courses.cohorts.services.leaving import withdraw
from courses.cohorts.services.rolls import keep_lines
from lms.access import Role
from lms.errors import BadInput, NotFound
from tests.builders import cohorts, meetings
from tests.builders.crowd import statements
from tests.builders.people import person, viewer

LATER = timedelta(days=90)


@pytest.fixture
def leader(session, now):
    row = cohorts.trainer(session, "Amina")
    row.name_checked_at = now
    return row


@pytest.fixture
def cohort(session, version, leader, now):
    return cohorts.cohort(session, version, now, leader=leader)


@pytest.fixture
def officers(session, cohort, now):
    rows = cohorts.officers(session, cohort, 3, now)
    for row in rows:
        row.name_checked_at = now
    session.flush()
    return rows


@pytest.fixture
def held(session, cohort, now):
    """Five meetings of an hour and a half, a day after the other."""
    days = [(now + timedelta(days=4 + no)).date() for no in range(5)]
    return meetings.planned(session, cohort, days, now)


@pytest.fixture
def roll(session, leader, now):
    """Say how somebody was at some meetings."""

    def said(meetings_of, row, *presences):
        for seq, (meeting, presence) in enumerate(zip(meetings_of, presences, strict=False)):
            line = meetings.line(row, leader, seq, now, Presence(presence), device=f"of-{row.id}")
            kept = keep_lines(session, meeting, [line], by=viewer(session, leader), now=now + LATER)
            assert not kept.refused

    return said


@pytest.fixture(autouse=True)
def in_request(app):
    with app.test_request_context():
        yield


def found(session, cohort, leader, at):
    return attended_led(session, viewer(session, leader), cohort.row.uuid, at)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 100))
def test_the_share_itself_is_enough_and_less_is_not(there, held, percent):
    assert reaches_share(there, held, percent) == (held > 0 and Fraction(there, held) >= Fraction(percent, 100))


def test_four_of_five_meetings_are_eighty_percent(session, cohort, leader, officers, held, roll, now):
    roll(held, officers[0], "present", "late", "left-early", "present", "absent")
    roll(held, officers[1], "present", "present", "present", "excused", "absent")
    said = {one.person.id: one for one in found(session, cohort, leader, now + LATER).people}
    assert [len(said[one.id].there) for one in officers] == [4, 3, 0]
    assert [said[one.id].is_confirmed for one in officers] == [True, False, False]
    assert said[officers[0].id].lasted == timedelta(hours=6)


def test_a_cohort_may_ask_for_another_share(session, cohort, leader, officers, held, roll, now):
    roll(held, officers[0], "present", "present", "present")
    cohort.row.attendance_percent = 60
    assert [one.reaches for one in found(session, cohort, leader, now + LATER).people].count(True) == 1


def test_a_cancelled_meeting_counts_for_nobody(session, cohort, leader, officers, held, roll, now):
    roll(held, officers[0], "present", "present", "present", "present")
    manager = person(session, None, Role.PROGRAMME_MANAGER)
    meetings.cancelled(session, held[4], manager, now)
    one = next(one for one in found(session, cohort, leader, now + LATER).people if one.person.id == officers[0].id)
    assert (len(one.there), one.held) == (4, 4)


def test_it_is_over_after_the_end_of_the_last_meeting_and_not_before(session, cohort, leader, held):
    assert not found(session, cohort, leader, held[4].ends_at - timedelta(seconds=1)).is_over
    assert found(session, cohort, leader, held[4].ends_at).is_over


def test_a_cohort_without_meetings_is_never_over(session, cohort, leader, now):
    empty = found(session, cohort, leader, now + LATER)
    assert (empty.is_over, empty.facts) == (False, None)


def test_a_name_that_nobody_checked_waits(session, cohort, leader, officers, held, roll, now):
    roll(held, officers[0], *["present"] * 5)
    officers[0].name_checked_at = None
    session.flush()
    own = attended_own(session, viewer(session, officers[0]), cohort.row.uuid, now + LATER)
    assert (own.people[0].reaches, own.people[0].is_confirmed) == (True, False)
    told = own_confirmation(session, viewer(session, officers[0]), cohort.row.uuid, now + LATER)
    assert told.url == ""
    assert "nobody has compared your name with your document" in told.words


def test_one_sees_oneself_alone(session, cohort, officers, held, now):
    own = attended_own(session, viewer(session, officers[1]), cohort.row.uuid, now + LATER)
    assert [one.person.id for one in own.people] == [officers[1].id]
    with pytest.raises(NotFound):
        attended_own(session, viewer(session, person(session, None, Role.OFFICER)), cohort.row.uuid, now)


def test_another_trainer_finds_nothing(session, cohort, held, now):
    with pytest.raises(NotFound):
        found(session, cohort, cohorts.trainer(session), now)


def test_who_was_withdrawn_gets_none(session, cohort, leader, officers, held, roll, now):
    roll(held, officers[0], *["present"] * 5)
    there = cohorts.participant(session, cohort, officers[0])
    manager = viewer(session, person(session, None, Role.PROGRAMME_MANAGER))
    withdraw(session, cohort, there, "Left.", actor=manager, now=now)
    assert officers[0].id not in [one.person.id for one in found(session, cohort, leader, now + LATER).people]
    assert attended_by(session, there.uuid, now + LATER) is None


def test_the_list_asks_as_much_for_many_as_for_few(session, cohort, leader, officers, held, now):
    counts = []
    for more in (0, 20):
        cohorts.officers(session, cohort, more, now)
        session.commit()
        who = viewer(session, leader)
        asked, seen = statements(session, lambda who=who: attended_led(session, who, cohort.row.uuid, now + LATER))
        counts.append((asked, len(seen.people)))
    assert counts == [(8, 3), (8, 23)]


@pytest.mark.parametrize("percent", [0, 101, -5])
def test_a_share_that_is_none_is_refused_by_its_field(session, cohort, now, percent):
    wanted = CohortDetails(**(details_of(cohort).columns() | {"attendance_percent": percent}))
    with pytest.raises(BadInput) as fault:
        change_cohort(session, cohort, wanted, by=cohort.row.proposed_by_id, now=now)
    assert fault.value.field == "attendance_percent"


@pytest.mark.parametrize(("minutes", "said"), [(0, "0"), (15, "¼"), (60, "1"), (90, "1½"), (100, "1¾"), (600, "10")])
def test_hours_are_said_to_the_quarter(minutes, said):
    assert hours_said(timedelta(minutes=minutes)) == said
