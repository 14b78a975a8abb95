"""Devices that hold sheets, the day that they keep and the keys to which they seal, beside those of strangers."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.permissions import PracticalRole
from assessments.sheets.models import Sheet
from assessments.sheets.offline.entries import HEARD
from assessments.sheets.offline.models import SheetDevice
from assessments.sheets.offline.queries.day import day_of
from assessments.sheets.offline.queries.devices import assessors_moderated, devices_of
from assessments.sheets.offline.services.devices import HeardDevice, hear
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.sealing.key_ring import key_ring
from assessments.sheets.sealing.keys import make_key
from assessments.sheets.sealing.models import SheetKey
from assessments.sheets.sealing.queries import all_keys, current_key, fresh_key_due, is_known
from assessments.sheets.sealing.services import register_key
from assessments.sheets.services.marking import Bringing, rate, reopen, seal
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from assessments.workshops.scope_kind import WORKSHOP
from lms.access import Grant
from lms.offline.receiving import take_entries
from lms.offline.rules import Envelope, ReceiptState
from tests.builders import sealed_sheets as tablets
from tests.builders.people import NOW, browser, give_anywhere, sign_in, viewer
from tests.builders.rubrics import BENCH
from tests.builders.sheets import rubric, seal_with

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def key(app, session):
    with app.test_request_context():
        yield tablets.key(session)


def test_a_device_is_known_by_its_person_and_its_last_word(session, bench, beside):
    hear(session, bench.one.id, HeardDevice("t", 3, 5, keeps=True), now=NOW)
    hear(session, bench.two.id, HeardDevice("t", 4, None), now=NOW)
    hear(session, bench.one.id, HeardDevice("u", 0, 7), now=NOW)
    hear(session, bench.one.id, HeardDevice("t", 1, 6), now=LATER)
    session.expire_all()

    def told(*people):
        found = devices_of(session, [one.id for one in people])
        return [(one.person_id, one.device, one.unsent, one.offset_ms, one.kept_at, one.heard_at) for one in found]

    two = (bench.two.id, "t", 4, None, None, NOW)
    assert told(bench.one) == [(bench.one.id, "t", 1, 6, NOW, LATER), (bench.one.id, "u", 0, 7, None, NOW)]
    assert told(bench.one, bench.two)[0] == two
    hear(session, bench.one.id, HeardDevice("t", 0, None, keeps=True), now=LATER)
    session.expire_all()
    assert told(bench.one) == [(bench.one.id, "u", 0, 7, None, NOW), (bench.one.id, "t", 0, None, LATER, LATER)]
    assert told(bench.two, beside.one) == [two]
    assert session.query(SheetDevice).count() == 3


def test_devices_are_shown_of_assessors_at_workshops_under_way_that_one_moderates(session, bench, beside):
    def people(row):
        return set(session.scalars(assessors_moderated(viewer(session, row))))

    ours = {bench.one.id, bench.two.id, bench.three.id}
    assert people(bench.moderator) == ours
    give_anywhere(session, bench.moderator, Grant(PracticalRole.MODERATOR, WORKSHOP, str(beside.workshop.id)))
    assert people(bench.moderator) == ours | {beside.one.id, beside.two.id, beside.three.id}
    beside.workshop.closed_at = NOW
    session.flush()
    assert people(bench.moderator) == ours
    assert people(bench.one) == set()


def test_a_day_holds_ones_own_open_workshops_and_nothing_else(session, bench, beside):
    def listed(row):
        return [one.performance for one in day_of(session, viewer(session, row)).sheets]

    mission = make_performance(
        session, PerformancePlan(Occasion.MISSION, bench.workshop.id, bench.version.id, bench.candidate.id,
                                 exercise_id=bench.exercise.id), by_id=None, now=NOW,
    )  # fmt: skip
    assign_sheet(session, mission, bench.one.id, Turn.ONLY, by_id=None, now=NOW)
    rubric(session, BENCH.replace("slug: bench", "slug: talk"))
    assert listed(bench.one) == [bench.performance.uuid]
    assert listed(beside.one) == [beside.performance.uuid]
    assert listed(bench.three) == []
    found = day_of(session, viewer(session, bench.one))
    assert set(found.rubrics) == {bench.version.uuid}
    (one,) = found.sheets
    assert (one.candidate_no, one.exercise, one.minutes, one.written, one.zone, one.sealed_at, one.after) == (
        1, "Identification bench", 20, False, "Africa/Lusaka", None, 0,
    )  # fmt: skip
    assert (one.uuid, one.person_id, one.workshop, one.rubric) == (
        bench.first.uuid, bench.candidate.id, bench.workshop.title, bench.version.uuid,
    )  # fmt: skip
    bench.workshop.closed_at = NOW
    session.flush()
    assert listed(bench.one) == []
    assert listed(bench.moderator) == []


def test_nobody_keeps_a_sheet_about_themselves(session, bench):
    own = bench.perform(no=2)
    own.person_id = bench.candidate.id
    session.add(
        Sheet(
            uuid="s" * 36, performance_id=own.id, assessor_id=bench.candidate.id, turn="first", revision=0, made_at=NOW
        )
    )
    give_anywhere(session, bench.candidate, bench_role(session, bench))
    session.flush()
    assert day_of(session, viewer(session, bench.candidate)).sheets == []


def bench_role(session, bench):
    """The role of an assessor, as theirs is."""
    return viewer(session, bench.one).grants[0]


def test_a_day_says_when_each_sheet_was_sealed_and_the_number_of_its_last_reopening(session, bench, beside):
    def standing():
        return [(one.sealed_at, one.after) for one in day_of(session, viewer(session, bench.one)).sheets]

    by = {"by": Bringing(bench.one.id), "now": NOW}
    seal_with(session, bench.first, 2, 2)
    beside.fill(beside.first, 2, 2)
    assert standing() == [(NOW, 0)]
    reopen(session, bench.first, "The wrong row.", key="r", **by)
    rate(session, bench.first, "names", 1, key="n", **by)
    assert standing() == [(None, 5)]
    seal(session, bench.first, key="s", by=Bringing(bench.one.id), now=LATER)
    assert standing() == [(LATER, 5)]


def test_of_keys_the_newest_that_is_not_retired_is_given_and_all_are_known(app, session):
    ring = key_ring()
    assert current_key(session) is None
    assert fresh_key_due(session, NOW)
    first = register_key(session, make_key(ring.folder, ring.secret), now=NOW)
    second = register_key(session, make_key(ring.folder, ring.secret), now=LATER)
    session.expire_all()
    assert (first.retired_at, second.retired_at, first.made_at, second.made_at) == (LATER, None, NOW, LATER)
    assert (current_key(session), list(all_keys(session))) == (second, [first, second])
    assert not fresh_key_due(session, LATER)
    assert [is_known(session, one) for one in (first.kid, second.kid, "none")] == [True, True, False]
    third = register_key(session, make_key(ring.folder, ring.secret), now=LATER + timedelta(days=1))
    session.expire_all()
    assert (first.retired_at, second.retired_at) == (LATER, LATER + timedelta(days=1))
    assert session.query(SheetKey).count() == 3
    assert current_key(session) == third


@pytest.fixture
def send(app, session):
    def sent(by, *entries):
        session.commit()
        told = take_entries(viewer(session, by), entries, now=NOW)
        session.expire_all()
        return [told[one.id].state for one in entries]

    with app.test_request_context():
        yield sent


def heard(body, *, seq=1, device="tablet-1"):
    return Envelope(str(uuid.uuid4()), HEARD, "device", device, seq, NOW, body)


@pytest.mark.parametrize(
    ("body", "state", "offset"),
    [
        ({"unsent": 0, "offset": 0}, ReceiptState.TAKEN, 0),
        ({"unsent": 10_000, "offset": -(2**31) + 1}, ReceiptState.TAKEN, -(2**31) + 1),
        ({"unsent": 10_001}, ReceiptState.REFUSED, None),
        ({"unsent": 1, "offset": 2**31}, ReceiptState.TAKEN, None),
        ({"unsent": 1, "offset": True}, ReceiptState.TAKEN, None),
        ({"unsent": True}, ReceiptState.REFUSED, None),
        ({"unsent": "1"}, ReceiptState.REFUSED, None),
        ("heard", ReceiptState.REFUSED, None),
    ],
)
def test_a_device_says_a_whole_number_and_an_offset_that_fits_or_none(session, bench, send, body, state, offset):
    assert send(bench.one, heard(body)) == [state]
    rows = session.scalars(select(SheetDevice)).all()
    assert [one.offset_ms for one in rows] == ([offset] if state is ReceiptState.TAKEN else [])
    assert [one.kept_at for one in rows] == [None] * len(rows)


def test_the_pages_of_a_day_and_of_its_key_answer_what_there_is(app, session, bench, client, key):
    here = browser(app)
    sign_in(here, session, bench.one)
    session.commit()
    assert here.get("/sheets/key").json["kid"] == key.kid
    plan = here.get("/sheets/day/plan")
    assert plan.status_code == 200
    assert "/sheets/day" in plan.text
    assert "Identification bench" in here.get("/sheets/day").text
    session.delete(key)
    session.commit()
    assert here.get("/sheets/key").status_code == 404
