"""The printed protocol: keyed in by one person, compared by another, and only then it holds."""

import pytest
from sqlalchemy import select

from assessments.exams.models import AttemptSupervision
from assessments.exams.rules.supervision import Supervision
from assessments.exams.sittings.models import SittingLine
from assessments.exams.sittings.pages.sheet import protocol_sheet
from assessments.exams.sittings.rules.room import WAIT
from assessments.exams.sittings.services import paper
from assessments.ports import PROTOCOL_SHEETS
from lms.access import Role
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


def keyed(session, room, now, **changed):
    keyer = people.viewer(session, room.trainer)
    return paper.key_in(session, room.sitting, draft(room, now, **changed), viewer=keyer, now=now + HOURS)


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


def test_the_sheet_names_candidates_and_supervisors(app, session, room, now):
    with app.test_request_context():
        sheet = protocol_sheet(session, room.sitting, now)
        made = PROTOCOL_SHEETS.provider()(sheet)
    assert {name for name, _place in sheet.candidates} >= {one.name for one in room.officers}
    assert sheet.supervisors == ["Ann Watcher"]
    assert made.startswith(b"%PDF")
