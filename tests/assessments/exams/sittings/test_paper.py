"""The printed protocol: keyed in by one person, compared by another, and only then it holds."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import AttemptSupervision
from assessments.exams.rules.supervision import Supervision
from assessments.exams.sittings.models import SittingLine, SittingPresence, SittingSignature
from assessments.exams.sittings.pages.sheet import protocol_sheet
from assessments.exams.sittings.rules.room import WAIT
from assessments.exams.sittings.services import opening, paper, supervisors
from assessments.ports import PROTOCOL_SHEETS
from lms import ids
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict, RuleBroken
from tests.builders import people
from tests.builders import sittings as build
from tests.builders.audit import records_apart
from tests.builders.sittings import HOURS, MINUTE


@pytest.fixture
def room(session, version, now):
    made = build.room(session, version, now)
    made.stranger("Ann Watcher", now)
    return made


@pytest.fixture
def second(session):
    return people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))


def draft(room, now, **changed):
    usual = {
        "begun_at": now,
        "ended_at": now + HOURS,
        "present": (room.officers[0].uuid,),
        "signed": (room.people["Ann Watcher"].uuid,),
        "lines": "10:20 Power was out for two minutes.",
    }
    return paper.PaperDraft(**(usual | changed))


def keyed(session, room, now, by=None, at=None, **changed):
    keyer = people.viewer(session, by or room.trainer)
    return paper.key_in(session, room.sitting, draft(room, now, **changed), viewer=keyer, now=at or now + HOURS)


def decide(session, room, who, at, *, confirm=True):
    paper.decide_paper(session, room.sitting, confirm=confirm, viewer=who, now=at)


def levels(session):
    return session.scalars(select(AttemptSupervision.supervision)).all()


def test_what_one_person_keyed_in_says_nothing_and_what_two_did_holds(session, room, now, second):
    build.hand_in(session, room.begin(room.officers[0], now), now + 20 * MINUTE)
    keyed(session, room, now)
    assert levels(session) == []
    paper.decide_paper(session, room.sitting, confirm=True, viewer=second, now=now + HOURS)
    assert levels(session) == [Supervision.SUPERVISED]
    assert session.scalars(select(SittingLine.words)).all() == ["10:20 Power was out for two minutes."]
    assert records_apart(session) == []


def test_who_keyed_in_does_not_compare(session, room, now):
    keyed(session, room, now)
    with pytest.raises(RuleBroken, match="Somebody else"):
        paper.decide_paper(
            session, room.sitting, confirm=True, viewer=people.viewer(session, room.trainer), now=now + HOURS
        )


def test_what_does_not_agree_is_keyed_in_again(session, room, now, second):
    keyed(session, room, now)
    with pytest.raises(Conflict, match="already"):
        keyed(session, room, now)
    paper.decide_paper(session, room.sitting, confirm=False, viewer=second, now=now + HOURS)
    assert room.sitting.signatures == ()
    assert keyed(session, room, now).confirmed is None
    assert records_apart(session) == []


def test_a_candidate_does_not_compare_the_protocol_on_which_they_are_ticked(session, version, now):
    room = build.room(session, version, now)
    room.stranger("Ann Watcher", now)
    officer = room.officers[0]
    people.give(session, officer, Role.PROGRAMME_MANAGER)
    keyed(session, room, now)
    with pytest.raises(RuleBroken, match="You cannot decide about your own"):
        paper.decide_paper(session, room.sitting, confirm=True, viewer=people.viewer(session, officer), now=now + HOURS)


def test_somebody_signed_the_sheet(session, room, now):
    with pytest.raises(BadInput, match="who signed"):
        keyed(session, room, now, signed=())


def test_a_protocol_in_time_to_come_is_none(session, room, now):
    with pytest.raises(BadInput, match="in the future"):
        keyed(session, room, now, ended_at=now + 2 * HOURS)


def test_after_the_wait_no_paper_is_taken(session, room, now, second):
    keyed(session, room, now)
    with pytest.raises(RuleBroken, match="closed"):
        paper.decide_paper(session, room.sitting, confirm=True, viewer=second, now=now + HOURS + WAIT)


def test_of_the_sheet_is_kept_who_belongs_to_the_room_and_has_not_signed(session, room, now):
    bob = room.stranger("Bob Watcher", now)
    gone = room.stranger("Cem Watcher", now)
    supervisors.end_supervisor(session, room.sitting, gone, by=room.trainer.id, now=now)
    ann = room.people["Ann Watcher"]
    room.sign(ann, now + MINUTE)
    with pytest.raises(BadInput, match="who signed") as refused:
        keyed(session, room, now, signed=(ann.uuid, gone.uuid))
    assert refused.value.field == "signed"
    row = keyed(
        session,
        room,
        now,
        signed=(ann.uuid, bob.uuid),
        present=(room.officers[1].uuid, ids.new_uuid()),
        lines="  All well. ",
    )
    assert (row.signed, row.present, row.lines) == ([bob.id], [room.officers[1].id], "All well.")
    assert (row.begun_at, row.ended_at, row.keyed_by_id, row.keyed_at) == (
        now, now + HOURS, room.trainer.id, now + HOURS
    )  # fmt: skip
    assert (room.sitting.paper.id, row.confirmed) == (row.id, None)


def test_two_who_signed_ticked_everybody_on_the_sheet_and_wrote_once(session, room, now, second):
    bob = room.stranger("Bob Watcher", now)
    both, officers = (room.people["Ann Watcher"], bob), room.officers
    begun = now + MINUTE
    row = keyed(
        session, room, now, begun_at=begun, signed=[one.uuid for one in both], present=[one.uuid for one in officers]
    )
    decide(session, room, second, now + HOURS + MINUTE)
    ticks = session.scalars(select(SittingPresence).order_by(SittingPresence.id)).all()
    assert [(one.supervisor_id, one.person_id) for one in ticks] == [
        (watcher.id, officer.id) for watcher in both for officer in officers
    ]
    assert {(one.present, one.reason, one.at, one.paper_id) for one in ticks} == {(True, "", begun, row.id)}
    signatures = session.scalars(select(SittingSignature).order_by(SittingSignature.id)).all()
    assert [(one.supervisor_id, one.begun_at, one.ended_at, one.paper_id) for one in signatures] == [
        (one.id, begun, now + HOURS, row.id) for one in both
    ]
    line = session.scalars(select(SittingLine)).one()
    assert (line.supervisor_id, line.kind, line.person_id, line.at) == (both[0].id, "note", None, now + HOURS + MINUTE)
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "sitting.presence-said")).all()
    assert {(one.actor_id, one.at) for one in told} == {(second.id, now + HOURS + MINUTE)}
    assert (row.confirmed, row.decided_by_id, row.decided_at) == (True, second.id, now + HOURS + MINUTE)
    assert records_apart(session) == []


def test_nothing_written_by_hand_is_no_line(session, room, now, second):
    keyed(session, room, now, lines=" ")
    decide(session, room, second, now + HOURS)
    assert session.scalars(select(SittingLine)).all() == []
    assert len(room.sitting.signatures) == 1


def test_who_signed_on_a_phone_meanwhile_or_was_removed_signs_no_second_time(session, room, now, second):
    bob = room.stranger("Bob Watcher", now)
    ann = room.people["Ann Watcher"]
    keyed(session, room, now, signed=(ann.uuid, bob.uuid))
    room.sign(ann, now + HOURS)
    supervisors.end_supervisor(session, room.sitting, bob, by=room.trainer.id, now=now + HOURS)
    decide(session, room, second, now + HOURS)
    assert [one.paper_id for one in room.sitting.signatures] == [None]
    assert session.scalars(select(SittingLine)).all() == []
    assert records_apart(session) == []


def test_where_nothing_waits_nothing_is_compared(session, room, now, second):
    with pytest.raises(Conflict, match="No printed record waits"):
        decide(session, room, second, now + HOURS)
    keyed(session, room, now)
    decide(session, room, second, now + HOURS, confirm=False)
    with pytest.raises(Conflict, match="No printed record waits"):
        decide(session, room, second, now + HOURS)


@pytest.mark.parametrize("whose", ["keyed it in", "compares it"])
def test_a_second_account_of_a_candidate_neither_keys_in_nor_compares(session, room, now, second, whose):
    puppet = people.appointed(session, room.officers[0].id)
    keyed(session, room, now, by=puppet if whose == "keyed it in" else None)
    with pytest.raises(RuleBroken, match="rights come from"), session.begin_nested():
        decide(session, room, people.viewer(session, puppet) if whose == "compares it" else second, now + HOURS)
    assert room.sitting.signatures == ()


def test_a_candidate_does_not_key_in_the_protocol_on_which_they_are_ticked(session, room, now, second):
    officer = room.officers[0]
    keyed(session, room, now, by=officer)
    with pytest.raises(RuleBroken, match="You cannot decide about your own"), session.begin_nested():
        decide(session, room, second, now + HOURS)
    decide(session, room, second, now + HOURS, confirm=False)
    keyed(session, room, now, by=officer, present=(room.officers[1].uuid,))
    decide(session, room, second, now + HOURS)
    assert len(room.sitting.signatures) == 1


def test_a_protocol_is_keyed_in_from_the_beginning_until_the_wait_is_over(session, room, now, second):
    second_before = timedelta(seconds=1)
    for at, words in ((now - second_before, "has not started"), (now + HOURS + WAIT, "record is closed")):
        with pytest.raises(RuleBroken, match=words):
            keyed(session, room, now, at=at, begun_at=now - HOURS, ended_at=now - MINUTE)
    keyed(session, room, now, at=now, begun_at=now - HOURS, ended_at=now - MINUTE)
    decide(session, room, second, now, confirm=False)
    keyed(session, room, now, at=now + HOURS + WAIT - second_before)
    decide(session, room, second, now + 2 * HOURS + WAIT, confirm=False)  # a no says nothing, and is late for nothing
    opening.cancel_sitting(session, room.sitting, "No power.", by=room.trainer.id, now=now)
    with pytest.raises(RuleBroken, match="was cancelled"):
        keyed(session, room, now)


def test_the_sheet_names_candidates_and_supervisors(app, session, room, now):
    with app.test_request_context():
        sheet = protocol_sheet(session, room.sitting, now)
        made = PROTOCOL_SHEETS.provider()(sheet)
    assert {name for name, _place in sheet.candidates} >= {one.name for one in room.officers}
    assert sheet.supervisors == ["Ann Watcher"]
    assert made.startswith(b"%PDF")
