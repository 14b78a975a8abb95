"""Sealed sheets that arrive, by the line and as a file: each once, none overwritten, and what is wrong is said."""

import io
import json
import uuid

import pytest
from sqlalchemy import func, select

from assessments.permissions import PracticalRole
from assessments.sheets.models import Sheet, SheetCopy, SheetEvent
from assessments.sheets.offline.entries import HEARD, SEALED
from assessments.sheets.offline.models import SheetDevice
from assessments.sheets.offline.queries.devices import devices_of
from assessments.sheets.queries.sheets import sheet_standing
from assessments.sheets.rules.states import Way
from assessments.sheets.sealing.key_ring import key_ring
from assessments.sheets.sealing.keys import key_file
from assessments.sheets.services.marking import Bringing, reopen
from assessments.sheets.services.performances import withdraw_sheet
from assessments.workshops.scope_kind import WORKSHOP
from lms.access import Grant, Role
from lms.offline.receiving import take_entries
from lms.offline.rules import Envelope, ReceiptState
from tests.builders import sealed_sheets as tablets
from tests.builders.people import NOW, administration, browser, give_anywhere, person, sign_in, viewer
from tests.builders.sheets import Bench

TAKEN, ALREADY, REFUSED, LATER = ReceiptState.TAKEN, ReceiptState.ALREADY, ReceiptState.REFUSED, ReceiptState.LATER


@pytest.fixture
def bench(session):
    return Bench(session)


@pytest.fixture
def key(app, session):
    return tablets.key(session)


@pytest.fixture
def send(app, session):
    """Send entries of a tablet as somebody; answers the receipts in their order."""

    def sent(by, *entries):
        session.commit()
        told = take_entries(viewer(session, by), entries, now=NOW)
        session.expire_all()
        return [(told[one.id].state, told[one.id].more.get("message", "")) for one in entries]

    with app.test_request_context():
        yield sent


def entry(subject, body, *, kind=SEALED, seq=1, device="tablet-1"):
    return Envelope(str(uuid.uuid4()), kind, subject, device, seq, NOW, body)


def sealed(bench, key, by, **values):
    return entry(bench.performance.uuid, tablets.seal(key, tablets.content(bench.performance.uuid, by.uuid, **values)))


def test_a_sealed_sheet_is_taken_with_its_device_and_clock_and_the_clock_decides_nothing(session, bench, key, send):
    assert send(bench.one, sealed(bench, key, bench.one)) == [(TAKEN, "")]
    found = sheet_standing(session, bench.first)
    assert found.standing.sealed
    assert found.standing.content.ratings == {"names": 2, "protects": 1}
    last = session.scalars(select(SheetEvent).order_by(SheetEvent.id.desc()).limit(1)).one()
    assert (last.way, last.device, last.device_seq, last.offset_ms, last.at) == (
        Way.DEVICE, "tablet-1", 5, 86_400_000, NOW,
    )  # fmt: skip


def test_the_same_seal_is_one_however_often_and_by_whichever_entry_it_comes(session, bench, key, send):
    first = sealed(bench, key, bench.one)
    again = entry(first.subject, first.body, device="tablet-2")
    assert [state for state, _words in send(bench.one, first, again)] == [TAKEN, ALREADY]
    assert [state for state, _words in send(bench.one, first)] == [ALREADY]
    assert session.scalar(select(func.count(SheetCopy.id))) == 0


def test_another_sheet_of_the_same_assessor_is_kept_beside_and_said(session, bench, key, send):
    send(bench.one, sealed(bench, key, bench.one))
    other = sealed(bench, key, bench.one, ratings={"names": 0, "protects": 1})
    ((state, words),) = send(bench.one, other)
    assert state == TAKEN
    assert "Both are saved" in words
    assert session.scalar(select(func.count(SheetCopy.id))) == 1
    assert sheet_standing(session, bench.first).standing.content.ratings["names"] == 2


def test_a_sheet_marked_by_yesterdays_rotation_is_taken_today(session, bench, key, send):
    late = sealed(bench, key, bench.one)
    withdraw_sheet(session, bench.first, by_id=None, now=NOW)
    assert send(bench.one, late) == [(TAKEN, "")]
    assert session.scalars(select(Sheet).where(Sheet.assessor_id == bench.one.id)).one().revision > 0


@pytest.mark.parametrize("ticket", ["", "A" * 27])
def test_a_sheet_for_a_performance_that_is_not_ones_own_is_refused(bench, key, send, ticket):
    ((state, words),) = send(bench.three, sealed(bench, key, bench.three, ticket=ticket))
    assert (state, words) == (REFUSED, "This sheet is for a performance that is not yours.")


def test_a_ticket_of_a_colleague_opens_no_door(bench, key, send):
    ticket = tablets.ticket_for(bench.performance.uuid, bench.one.uuid)
    assert send(bench.three, sealed(bench, key, bench.three, ticket=ticket))[0][0] == REFUSED


def test_a_colleague_cannot_send_a_sheet_in_the_name_of_its_assessor(session, bench, key, send):
    ((state, words),) = send(bench.two, sealed(bench, key, bench.one))
    assert state == REFUSED
    assert "somebody else" in words
    assert not sheet_standing(session, bench.first).standing.sealed


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"ratings": {"names": 9, "protects": 1}}, "choose one of the levels"),
        ({"ratings": {"names": 2}}, "has no rating yet"),
        ({"grade": None}, "“grade” is missing or wrong"),
        ({"v": 2}, "another version of the program"),
        ({"ratings": {"names": 2, "protects": 0}}, "needs a reason"),
    ],
)
def test_what_is_not_whole_is_refused_in_words_and_leaves_nothing_behind(session, bench, key, send, values, said):
    ((state, words),) = send(bench.one, sealed(bench, key, bench.one, **values))
    assert state == REFUSED
    assert said in words
    assert session.scalar(select(func.count(SheetEvent.id))) == 0


def test_a_sheet_whose_key_is_away_waits_on_its_device_and_is_taken_once_it_is_back(bench, key, send):
    path, one = key_file(key_ring().folder, key.kid), sealed(bench, key, bench.one)
    away = path.rename(path.with_suffix(".away"))
    ((state, words),) = send(bench.one, one)
    assert state == LATER
    assert "a key is missing" in words
    away.rename(path)
    assert send(bench.one, one) == [(TAKEN, "")]


def test_what_was_sealed_before_a_reopening_waits_for_the_new_seal_and_is_then_kept_beside(session, bench, key, send):
    send(bench.one, sealed(bench, key, bench.one))
    event = reopen(session, bench.first, "Wrong line.", key="r", by=Bringing(bench.one.id), now=NOW)
    old = sealed(bench, key, bench.one, ratings={"names": 0, "protects": 1})
    assert send(bench.one, old)[0][0] == LATER
    assert send(bench.one, sealed(bench, key, bench.one, after=event.no)) == [(TAKEN, "")]
    assert "Both are saved" in send(bench.one, old)[0][1]


def test_the_board_knows_which_device_holds_what_and_the_last_word_counts(session, bench, send):
    def heard(seq, unsent, **more):
        return entry("device", {"unsent": unsent, "offset": 5, **more}, kind=HEARD, seq=seq)

    assert send(bench.one, heard(2, 3, keeps=True)) == [(TAKEN, "")]
    assert send(bench.one, heard(1, 9))[0][0] == ALREADY
    (found,) = devices_of(session, [bench.one.id, bench.two.id])
    assert (found.unsent, found.device, found.kept_at, found.heard_at) == (3, "tablet-1", NOW, NOW)
    send(bench.one, heard(3, 0))
    assert session.scalars(select(SheetDevice)).one().unsent == 0
    assert send(bench.one, heard(4, -1))[0][0] == REFUSED


@pytest.fixture
def coordinator(app, session, bench):
    row = person(session, "Coordinator", place=administration(session))
    give_anywhere(session, row, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id)))
    return row


@pytest.fixture
def hand_in(app, session, client):
    """Hand a file in as somebody."""

    def handed(by, *bodies, data=None):
        made = browser(app)
        sign_in(made, session, by)
        session.commit()
        entries = [{"id": "x", "subject": "s", "device": "d", "seq": 1, "body": body} for body in bodies]
        text = (
            data
            if data is not None
            else json.dumps({"format": "spoor-sealed-sheets", "version": 1, "entries": entries})
        )
        answer = made.post("/sheets/files", data={"file": (io.BytesIO(text.encode()), "sheets.json")})
        session.expire_all()
        return answer

    return handed


def test_a_file_is_reported_sheet_by_sheet_and_never_says_what_is_inside(session, bench, key, coordinator, hand_in):
    good, bad = sealed(bench, key, bench.one).body, sealed(bench, key, bench.two, v=9).body
    answer = hand_in(coordinator, good, bad, "no JWE")
    assert answer.status_code == 200
    for words in ("C-01, Identification bench", "received", "Sheet 2 of the file", "another version", "five parts"):
        assert words in answer.text
    assert "Species" not in answer.text
    assert "already there" in hand_in(coordinator, good).text
    last = session.scalars(select(SheetEvent).order_by(SheetEvent.id.desc()).limit(1)).one()
    assert (last.way, last.actor_id) == (Way.FILE, coordinator.id)


def test_what_is_wrong_inside_a_sheet_tells_a_coordinator_of_no_rating(bench, key, coordinator, hand_in):
    low = sealed(bench, key, bench.one, ratings={"names": 2, "protects": 0}).body
    text = hand_in(coordinator, low).text
    assert "not complete" in text
    assert "Protects the evidence" not in text
    assert "needs a reason" not in text


def test_what_came_as_a_file_and_by_the_line_is_taken_once(session, bench, key, coordinator, hand_in, send):
    one = sealed(bench, key, bench.one)
    hand_in(coordinator, one.body)
    assert send(bench.one, one)[0][0] == ALREADY
    assert session.scalar(select(func.count(SheetCopy.id))) == 0


def test_a_coordinator_of_another_workshop_hands_nothing_in_here(session, bench, key, hand_in):
    row = person(session, "Elsewhere", place=administration(session))
    give_anywhere(session, row, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id + 1)))
    assert "no workshop that you run" in hand_in(row, sealed(bench, key, bench.one).body).text
    assert not sheet_standing(session, bench.first).standing.sealed


@pytest.mark.parametrize("data", ["", "{", "[1]", '{"format": "spoor-sealed-sheets", "version": 7}'])
def test_what_is_no_file_of_sealed_sheets_is_refused_beside_its_field(coordinator, hand_in, data):
    answer = hand_in(coordinator, data=data)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_an_officer_finds_no_place_for_files(session, app, hand_in):
    assert hand_in(person(session, "Ann", Role.OFFICER)).status_code == 404
