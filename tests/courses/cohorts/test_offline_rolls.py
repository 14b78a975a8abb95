"""Rolls and checked names that come by the outbox: each once, each with a receipt in words."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from courses.cohorts.models.meeting import MeetingRollLine
from courses.cohorts.offline_rolls import NAME, OFFLINE_KINDS, ROLL
from courses.cohorts.pages.phone_roll import phone_roll
from courses.cohorts.queries.rolls import rolls_of, standings_of
from courses.cohorts.services.door_checks import check_names_at_door, names_to_check
from courses.cohorts.services.leaving import withdraw
from courses.cohorts.services.meetings import cancel_meetings
from courses.cohorts.services.trainers import give_cohort, grant_for
from lms import clock
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput
from lms.offline.receiving import take_entries
from lms.offline.rules import Envelope, ReceiptState
from lms.people.api import DoorCheckState, end_role_for, shown_names
from lms.people.models import AccountNameChange
from tests.builders import cohorts, meetings
from tests.builders.crowd import statements
from tests.builders.people import person, viewer

KINDS = {kind.name: kind for kind in OFFLINE_KINDS}
TAKEN, ALREADY, REFUSED = ReceiptState.TAKEN, ReceiptState.ALREADY, ReceiptState.REFUSED


@pytest.fixture
def leader(session):
    return cohorts.trainer(session, "Amina")


@pytest.fixture
def cohort(session, version, leader, now):
    return cohorts.cohort(session, version, now, leader=leader)


@pytest.fixture
def other(session, cohort, now):
    row = cohorts.trainer(session, "Juma")
    give_cohort(session, cohort.id, row.id, by=None, now=now)
    return row


@pytest.fixture
def officers(session, cohort, now):
    return cohorts.officers(session, cohort, 3, now)


@pytest.fixture
def meeting(session, cohort, now):
    return meetings.running(session, cohort, now)


@pytest.fixture
def send(app, session, meeting, now):
    """Send entries of a phone as somebody; answers the receipts in their order."""

    def sent(by, *entries):
        session.commit()
        told = take_entries(viewer(session, by), entries, now=now)
        session.expire_all()
        return [(told[one.id].state, told[one.id].more.get("message", "")) for one in entries]

    with app.test_request_context():
        yield sent


def tick(meeting, who, presence="present", *, seq=1, device="phone", **body) -> Envelope:
    said = {"person": who.uuid, "presence": presence, **body}
    return Envelope(str(uuid.uuid4()), ROLL, meeting.uuid, device, seq, clock.now(), said)


def compared(meeting, who, seen=None) -> Envelope:
    said = {"person": who.uuid, "seen": seen or shown_names(who.name, who.local_name)}
    return Envelope(str(uuid.uuid4()), NAME, meeting.uuid, "phone", 1, None, said)


def standing(session, meeting, who):
    return standings_of(session, [meeting.id])[meeting.id][who.id]


def test_a_tick_is_a_line_of_the_roll_however_often_it_comes(session, meeting, leader, officers, send):
    one = tick(meeting, officers[0], "late", seq=7, offset=-1500)
    assert send(leader, one) == [(TAKEN, "")]
    assert send(leader, one)[0][0] is ALREADY
    (line,) = rolls_of(session, [meeting.id])[meeting.id]
    assert (line.id.device, line.id.seq, line.presence) == ("phone", 7, "late")
    assert line.clock_offset == timedelta(milliseconds=-1500)


def test_a_tick_that_is_taken_back_leaves_nothing_said(session, meeting, leader, officers, send):
    send(leader, tick(meeting, officers[0], seq=1), tick(meeting, officers[0], None, seq=2))
    assert standing(session, meeting, officers[0]).presence is None


def test_a_receipt_says_that_the_trainers_disagree(session, meeting, leader, other, officers, send):
    send(leader, tick(meeting, officers[0]))
    ((state, words),) = send(other, tick(meeting, officers[0], "absent", device="other-phone"))
    assert state is TAKEN
    assert words == ("The trainers disagree (Amina: present; Juma: absent). One of you decides on the attendance page.")


def test_one_refused_tick_stops_no_other(session, meeting, leader, officers, send):
    stranger = person(session, "Stranger", Role.OFFICER)
    told = send(leader, tick(meeting, stranger, seq=1), tick(meeting, officers[1], seq=2), tick(meeting, leader, seq=3))
    assert [state for state, _words in told] == [REFUSED, TAKEN, REFUSED]
    assert told[0][1] == "This person was never in the cohort."
    assert told[2][1].startswith("You cannot decide about yourself.")
    assert session.scalar(select(func.count()).select_from(MeetingRollLine)) == 1


def test_who_leads_the_cohort_no_more_is_told_so(session, version, cohort, meeting, leader, other, officers, send, now):
    end_role_for(session, leader.id, grant_for(cohort.id), actor_id=None, now=now)
    give_cohort(session, cohorts.cohort(session, version, now).id, leader.id, by=None, now=now)
    ((state, words),) = send(leader, tick(meeting, officers[0]))
    assert (state, words.partition(",")[0]) == (REFUSED, "You no longer lead this cohort")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"person": "", "presence": "present"}, "body.person"),
        ({"person": "x", "presence": "here"}, "body.presence"),
        ({"person": "x", "presence": ["present"]}, "body.presence"),
        ({"person": "x", "presence": None, "offset": 10**15}, "body.offset"),
        ({"person": "x", "presence": None, "offset": True}, "body.offset"),
        ("present", "body"),
    ],
)
def test_a_tick_that_says_nothing_readable_is_refused_by_its_field(app, body, field):
    with app.test_request_context(), pytest.raises(BadInput) as fault:
        KINDS[ROLL].read_body(Envelope("1", ROLL, "meeting", "phone", 1, None, body))
    assert fault.value.field == field


def test_a_trainer_checks_a_name_at_the_door_and_the_record_says_who(session, meeting, leader, officers, send, now):
    assert send(leader, compared(meeting, officers[0])) == [(TAKEN, "")]
    assert (officers[0].name_checked_at, officers[0].name_checked_by_id) == (now, leader.id)
    told = select(AuditEntry.actor_id).where(AuditEntry.name == "people.name-checked")
    assert session.scalars(told.where(AuditEntry.subject == f"person:{officers[0].id}")).all() == [leader.id]


def test_a_name_that_was_checked_before_stays_as_it_was_checked(session, meeting, leader, other, officers, send, now):
    send(leader, compared(meeting, officers[0]))
    assert send(other, compared(meeting, officers[0])) == [(ALREADY, "")]
    assert officers[0].name_checked_by_id == leader.id


def test_a_name_that_changed_since_it_was_seen_is_not_checked(meeting, leader, officers, send):
    ((state, words),) = send(leader, compared(meeting, officers[0], "Another Name"))
    assert (state, words.partition(".")[0]) == (REFUSED, "The name has changed")
    assert officers[0].name_checked_at is None


def test_who_changed_a_name_does_not_check_it(session, meeting, leader, officers, send, now):
    session.add(AccountNameChange(person_id=officers[0].id, by_id=leader.id, at=now))
    ((state, words),) = send(leader, compared(meeting, officers[0]))
    assert (state, words.partition(",")[0]) == (REFUSED, "You changed the name of this account")


def test_nobody_checks_their_own_name(session, cohort, meeting, leader, send):
    told = check_names_at_door(session, {leader.uuid: leader.name}, by=viewer(session, leader), now=clock.now())
    assert told[leader.uuid].message == "You cannot check your own name. Ask a colleague to do it."


def test_a_name_of_another_cohort_is_not_checked(session, cohort, meeting, leader, send, now):
    stranger = person(session, "Stranger", Role.OFFICER)
    ((state, words),) = send(leader, compared(meeting, stranger))
    assert (state, words) == (REFUSED, "This person was never in the cohort.")
    direct = check_names_at_door(session, {stranger.uuid: "Stranger"}, by=viewer(session, leader), now=now)
    assert direct[stranger.uuid].state is DoorCheckState.REFUSED


def test_who_was_withdrawn_is_checked_by_their_trainer_no_more(session, cohort, meeting, leader, officers, send, now):
    manager = viewer(session, person(session, None, Role.PROGRAMME_MANAGER))
    withdraw(session, cohort, cohorts.participant(session, cohort, officers[0]), "Left.", actor=manager, now=now)
    assert send(leader, compared(meeting, officers[0]))[0][0] is REFUSED


def test_who_leads_the_cohort_of_a_place_and_checks_names_there_checks_them_at_the_door(
    session, meeting, officers, send, now
):
    both = person(session, "Malee", Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
    manager = person(session, "Niran", Role.PROGRAMME_MANAGER)
    ((state, words),) = send(manager, compared(meeting, officers[0]))
    assert (state, words.partition(".")[0]) == (REFUSED, "You do not check the name of this person")
    assert send(both, compared(meeting, officers[0])) == [(TAKEN, "")]
    assert officers[0].name_checked_by_id == both.id


def test_a_name_is_compared_at_no_meeting_that_is_cancelled(session, meeting, leader, other, officers, send, now):
    cancel_meetings(session, meeting, "The room is flooded.", following=False, by=leader.id, now=now)
    ((state, words),) = send(leader, compared(meeting, officers[0]))
    assert (state, words.partition(":")[0]) == (REFUSED, "Names are compared at a meeting")


def test_the_list_of_names_to_check_is_whom_one_may_check(session, cohort, meeting, leader, other, officers, now):
    stranger = person(session, "Stranger", Role.OFFICER)
    officers[1].name_checked_at = now
    session.add(AccountNameChange(person_id=officers[2].id, by_id=leader.id, at=now))
    session.flush()
    everybody = [one.id for one in (*officers, stranger, leader, other)]
    assert names_to_check(session, viewer(session, leader), everybody) == {officers[0].id}
    assert names_to_check(session, viewer(session, other), everybody) == {officers[0].id, officers[2].id}
    assert names_to_check(session, viewer(session, stranger), everybody) == frozenset()


@pytest.mark.parametrize("many", [3, 30])
def test_the_page_of_a_roll_asks_as_much_for_thirty_as_for_three(app, session, cohort, meeting, leader, now, many):
    cohorts.officers(session, cohort, many, now)
    session.commit()
    with app.test_request_context():
        who = viewer(session, leader)
        asked, roll = statements(session, lambda: phone_roll(session, who, cohort, meeting))
    assert (asked, len(roll.rows)) == (4, many)
