"""Sealed sheets by line and file at their edges: reopenings, tickets, how they are called, and what is refused."""

from __future__ import annotations

import io
import json
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.permissions import PracticalRole
from assessments.sheets.models import Sheet, SheetCopy, SheetEvent
from assessments.sheets.offline.entries import SEALED
from assessments.sheets.offline.handing_over import read_file
from assessments.sheets.offline.services.arriving import Brought, called, take_sealed
from assessments.sheets.queries.sheets import sheet_standing
from assessments.sheets.rules.states import Occasion, Turn, Way
from assessments.sheets.sealing.key_ring import key_ring
from assessments.sheets.services.arriving import Arrival
from assessments.sheets.services.marking import Bringing, rate, reopen, seal
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance, withdraw_sheet
from assessments.workshops.scope_kind import WORKSHOP
from lms.access import Grant
from lms.errors import BadInput, NotFound, RuleBroken
from lms.offline.receiving import take_entries
from lms.offline.rules import Envelope, ReceiptState
from lms.people.api import COUNTRY
from tests.builders import sealed_sheets as tablets
from tests.builders.people import NOW, administration, browser, give_anywhere, person, sign_in, viewer
from tests.builders.sheets import exercise

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def key(app, session):
    with app.test_request_context():
        yield tablets.key(session)


def sealed(key, performance, by, **values):
    return tablets.seal(key, tablets.content(performance.uuid, by.uuid, **values))


def take(session, text, by, *, way=Way.DEVICE, now=NOW, runs=None, **named):
    return take_sealed(session, key_ring(), text, Brought(by.id, way, now, runs), **named)


def events_on(session, sheet):
    return session.scalars(select(SheetEvent).filter_by(sheet_id=sheet.id).order_by(SheetEvent.no)).all()


def coordinates(session, bench):
    row = person(session, "Coordinator", place=administration(session))
    give_anywhere(session, row, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id)))
    return row


def test_a_sheet_is_called_by_code_and_exercise_of_its_own_workshop(session, bench, beside, key):
    exercise(session, beside.workshop, beside.version, position=2, title="Interview")
    came = take(session, sealed(key, bench.performance, bench.one), bench.one)
    assert (came.arrival, came.called, came.message) == (Arrival.TAKEN, "C-01, Identification bench", "")
    other = exercise(session, bench.workshop, bench.version, position=2, title="Interview")
    assert called(session, bench.perform(exercise_id=other.id)) == "C-01, Interview"
    assert called(session, bench.perform(person_id=beside.candidate.id)) == ""
    assert called(session, bench.perform(exercise_id=None)) == ""


def test_a_sheet_is_of_who_sends_it_and_of_what_it_names(session, bench, beside, key):
    text = sealed(key, bench.performance, bench.one)
    with pytest.raises(RuleBroken, match="sealed by somebody else"):
        take(session, text, bench.two, sender=bench.two.uuid)
    with pytest.raises(RuleBroken, match="does not belong to the performance"):
        take(session, text, bench.one, sender=bench.one.uuid, subject=beside.performance.uuid)
    came = take(session, text, bench.one, sender=bench.one.uuid, subject=bench.performance.uuid)
    assert came.arrival is Arrival.TAKEN
    last = events_on(session, bench.first)[-1]
    assert (last.act, last.actor_id, last.way, last.device, last.device_seq, last.offset_ms, last.at) == (
        "seal", bench.one.id, "device", "tablet-1", 5, 86_400_000, NOW,
    )  # fmt: skip
    assert last.device_at == NOW - timedelta(days=1)


def test_a_sheet_of_nothing_of_nobody_or_of_oneself_is_refused(session, bench, key):
    nothing = tablets.seal(key, tablets.content(str(uuid.uuid4()), bench.one.uuid))
    nobody = tablets.seal(key, tablets.content(bench.performance.uuid, str(uuid.uuid4())))
    oneself = sealed(key, bench.performance, bench.candidate)
    for text in (nothing, nobody, oneself):
        with pytest.raises(RuleBroken, match="not yours"):
            take(session, text, bench.one)
    assert session.query(Sheet).count() == 4


def test_a_file_is_taken_at_workshops_that_one_runs_by_themselves_or_by_country(session, bench, beside, key):
    mission = make_performance(
        session, PerformancePlan(Occasion.MISSION, bench.workshop.id, bench.version.id, bench.candidate.id),
        by_id=None, now=NOW,
    )  # fmt: skip
    assign_sheet(session, mission, bench.one.id, Turn.ONLY, by_id=None, now=NOW)
    row = coordinates(session, bench)
    seen = viewer(session, row)
    came = take(session, sealed(key, bench.performance, bench.one), row, way=Way.FILE, runs=seen)
    assert came.arrival is Arrival.TAKEN
    assert {one.actor_id for one in events_on(session, bench.first)} == {row.id}
    for performance, by in ((beside.performance, beside.one), (mission, bench.one)):
        with pytest.raises(NotFound):
            take(session, sealed(key, performance, by), row, way=Way.FILE, runs=seen)
    give_anywhere(session, row, Grant(PracticalRole.WORKSHOP_COORDINATOR, COUNTRY, beside.workshop.country))
    text = sealed(key, beside.performance, beside.one)
    assert take(session, text, row, way=Way.FILE, runs=viewer(session, row)).arrival is Arrival.TAKEN


def test_who_was_named_when_the_day_was_kept_gets_the_next_free_turn(session, bench, beside, key):
    text = sealed(key, bench.performance, beside.one)
    assert take(session, text, beside.one).arrival is Arrival.TAKEN
    (sheet,) = session.scalars(select(Sheet).filter_by(performance_id=bench.performance.id, assessor_id=beside.one.id))
    assert sheet.turn == "third"
    withdraw_sheet(session, bench.first, by_id=None, now=NOW)
    assert take(session, sealed(key, bench.performance, bench.one), bench.one).arrival is Arrival.TAKEN
    with pytest.raises(RuleBroken, match="Three assessors"):
        take(session, sealed(key, bench.performance, beside.two), beside.two)
    assert not sheet_standing(session, beside.first).standing.sealed


@pytest.mark.parametrize(("after", "waits"), [(-1, True), (0, False), (1, False)])
def test_a_seal_waits_unless_its_device_knew_the_last_reopening(session, bench, beside, key, after, waits):
    by = {"by": Bringing(bench.one.id), "now": NOW}
    bench.fill(bench.first, 2, 1)
    reopened = reopen(session, bench.first, "The wrong row.", key="r", **by)
    rate(session, bench.first, "names", 1, key="n", **by)
    text = sealed(key, bench.performance, bench.one, after=reopened.no + after)
    if waits:
        with pytest.raises(RuleBroken, match="waits until you seal the sheet again"):
            take(session, text, bench.one)
        assert not sheet_standing(session, bench.first).standing.sealed
        assert take(session, sealed(key, beside.performance, beside.one), beside.one).arrival is Arrival.TAKEN
        seal(session, bench.first, key="s", **by)
        came = take(session, text, bench.one)
        assert came.arrival is Arrival.DIFFERS
        assert "Both are saved" in came.message
        return
    assert take(session, text, bench.one).arrival is Arrival.TAKEN


def test_a_seal_that_was_taken_before_the_reopening_is_known_and_does_not_wait(session, bench, key):
    text = sealed(key, bench.performance, bench.one)
    assert take(session, text, bench.one).arrival is Arrival.TAKEN
    reopen(session, bench.first, "The wrong row.", key="r", by=Bringing(bench.one.id), now=NOW)
    assert take(session, text, bench.one).arrival is Arrival.KNOWN
    assert session.query(SheetCopy).count() == 0


@pytest.fixture
def send(app, session):
    def sent(by, *entries):
        session.commit()
        told = take_entries(viewer(session, by), entries, now=NOW)
        session.expire_all()
        return [told[one.id].state for one in entries]

    with app.test_request_context():
        yield sent


@pytest.mark.parametrize("body", [7, {"a": 1}, "no JWE", "a.b.c.d.e"])
def test_what_is_no_sealed_text_is_refused_by_the_line(bench, send, body):
    entry = Envelope(str(uuid.uuid4()), SEALED, bench.performance.uuid, "tablet-1", 1, NOW, body)
    assert send(bench.one, entry) == [ReceiptState.REFUSED]


@pytest.fixture
def hand_in(app, session, bench, client):
    """Hand a file in as the coordinator of the workshop."""
    here = browser(app)
    sign_in(here, session, coordinates(session, bench))

    def handed(text):
        session.commit()
        data = {"file": (io.BytesIO(text if isinstance(text, bytes) else json.dumps(text).encode()), "sheets.json")}
        return here.post("/sheets/files", data=data)

    return handed


def file_of(*entries, **changed):
    return {"format": "spoor-sealed-sheets", "version": 1, "entries": list(entries)} | changed


def test_a_file_of_up_to_500_sheets_is_read(hand_in):
    assert "Sheet 500 of the file" in hand_in(file_of(*[{"body": "x"}] * 500)).text
    for wrong, said in (
        (file_of(), "The file has no sheets, or more than 500"),
        (file_of(*[{"body": "x"}] * 501), "The file has no sheets, or more than 500"),
        (file_of(entries="x"), "The file has no sheets"),
        (file_of(format="other"), "not a file of sealed sheets"),
        (file_of(version=2), "another version of the program"),
        (b"[" * 100_000, "not a file of sealed sheets"),
    ):
        answer = hand_in(wrong)
        assert (answer.status_code, said in answer.text) == (422, True), said
    assert "five parts" in hand_in(file_of(7)).text


def test_a_file_has_two_megabytes_at_most(app):
    just = json.dumps(file_of({"body": "x"})).encode()
    just += b" " * (2 * 1024 * 1024 - len(just))
    with app.test_request_context():
        assert read_file(just) == ["x"]
        with pytest.raises(BadInput, match="too large") as refused:
            read_file(just + b" ")
    assert refused.value.field == "file"
