"""The pages of who opens rooms: what each form does, what is said afterwards, and what is told beside its field."""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import segno
from sqlalchemy import select

from assessments.exams.sittings.models import Sitting, SittingPaper, SittingSupervisor
from assessments.exams.sittings.rules.room import LineKind
from assessments.exams.sittings.services import watching
from assessments.exams.sittings.views.typed_moments import moment_typed
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput
from tests.builders import assessments as make
from tests.builders import people
from tests.builders import sittings as build
from tests.builders.sittings import HOURS


@pytest.fixture
def room(session, version, now, at_now):
    made = build.room(session, version, now)
    session.commit()
    return made


@pytest.fixture
def address(room):
    return f"/sittings/{room.sitting.row.uuid}"


@pytest.fixture
def trainer(room, signed_in):
    return signed_in(room.trainer)


@pytest.fixture
def ann(session, room, now):
    """A supervisor without an account."""
    row = room.stranger("Ann Watcher", now)
    session.commit()
    return row


@pytest.fixture
def manager(session):
    return people.person(session, None, Role.PROGRAMME_MANAGER, time_zone="Asia/Bangkok")


def done(here, where, data=None):
    """The page that follows, after the form was done."""
    answer = here.post(where, data=data, follow_redirects=True)
    assert ([one.status_code for one in answer.history], answer.status_code) == ([303], 200)
    return answer


def wrong(here, where, data, field):
    """Whether the form comes back with something to correct in this field."""
    answer = here.post(where, data=data)
    return (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)


def plan(exam, **changed):
    return {
        "for_whom": "everybody", "exam": exam.uuid, "title": "First group", "place": "Room 2",
        "time_zone": "Europe/Paris", "day": "2026-12-01", "begins": "09:00", "ends": "12:00",
        "networks": "192.0.2.0/24",
    } | changed  # fmt: skip


def zone_shown(page):
    return re.search(r'<input[^>]*name="time_zone"[^>]*>', page.text)[0].partition('value="')[2].partition('"')[0]


def test_a_room_is_planned_by_the_clock_of_its_place(session, exam, manager, signed_in, at_now):
    here = signed_in(manager)
    assert zone_shown(here.get("/sittings/new")) == "Asia/Bangkok"
    assert wrong(here, "/sittings/new", plan(exam, ends="08:00"), "ends")
    assert wrong(here, "/sittings/new", plan(exam, title=""), "title")
    assert zone_shown(here.post("/sittings/new", data=plan(exam, title=""))) == "Europe/Paris"
    assert session.scalars(select(Sitting)).all() == []
    page = done(here, "/sittings/new", plan(exam))
    row = session.scalars(select(Sitting)).one()
    assert page.request.path == f"/sittings/{row.uuid}/supervisors"
    assert "The session is planned. Now add the supervisors." in page.text
    assert (row.time_zone, row.begins_at.isoformat(), row.ends_at.isoformat(), row.networks) == (
        "Europe/Paris", "2026-12-01T08:00:00+00:00", "2026-12-01T11:00:00+00:00", ["192.0.2.0/24"]
    )  # fmt: skip


def test_a_room_may_be_cancelled_until_it_is_over(session, room, trainer, address, at_now, now):
    at_now.now = now + HOURS - timedelta(seconds=1)
    assert all(words in trainer.get(address).text for words in ("Cancel session", "Add a supervisor"))
    at_now.now = now + HOURS
    page = trainer.get(address).text
    assert ("Cancel session" in page, "Add a supervisor" in page) == (False, False)
    assert "Results wait until every supervisor has signed" in page
    at_now.now = now
    assert wrong(trainer, f"{address}/cancel", {"reason": " "}, "reason")
    page = done(trainer, f"{address}/cancel", {"reason": "No power."})
    assert page.request.path == address
    assert all(words in page.text for words in ("The session is cancelled.", "Reason: No power."))


def test_who_supervises_is_named_linked_and_removed(session, room, trainer, address, now):
    assert wrong(trainer, f"{address}/supervisors", {"login": "nobody", "name": ""}, "login")
    assert wrong(trainer, f"{address}/supervisors", {"login": "", "name": room.officers[0].name}, "name")
    page = done(trainer, f"{address}/supervisors", {"login": "", "name": "Ann Watcher"})
    assert page.request.path == address
    assert "Ann Watcher supervises this room." in page.text
    row = session.scalars(select(SittingSupervisor)).one()
    made = trainer.post(f"{address}/supervisors/{row.uuid}/link")
    assert (made.status_code, made.headers["Cache-Control"]) == (200, "no-store")
    link = re.search(r"http\S+?/room/[\w-]+", made.text)[0]
    picture = segno.make(link, error="m")
    width = (picture.symbol_size(border=0)[0] + 4) * 5  # two empty squares on each side, five dots each
    assert f"width%3D%27{width}%27" in made.text
    assert "27 November 2026" in made.text  # until when it works
    page = done(trainer, f"{address}/supervisors/{row.uuid}/remove")
    assert page.request.path == address
    assert "Ann Watcher no longer supervises this room." in page.text
    session.refresh(row)
    assert (row.ended_at, row.token_hash) == (now, None)


def test_a_printed_protocol_is_keyed_in_and_compared(session, room, ann, manager, signed_in, address, at_now):
    at_now.now += HOURS
    trainer = signed_in(room.trainer)
    form = trainer.get(f"{address}/paper").text
    assert all(f'value="2026-11-25T{clock}"' in form for clock in ("16:00", "19:00"))
    assert all(words in form for words in (ann.uuid, room.officers[0].uuid))
    said = {
        "begun": "2026-11-25T16:05", "ended": "2026-11-25T18:55", "present": [room.officers[0].uuid],
        "signed": [ann.uuid], "lines": " Power was out. ",
    }  # fmt: skip
    assert wrong(trainer, f"{address}/paper", said | {"signed": []}, "signed")
    assert wrong(trainer, f"{address}/paper", said | {"ended": "2026-11-25T16:05"}, "ended")
    refused = trainer.post(f"{address}/paper", data=said | {"signed": []}).text
    assert 'value="2026-11-25T16:05"' in refused
    page = done(trainer, f"{address}/paper", said)
    assert page.request.path == address
    assert "The record is entered. A second person compares it with the sheet." in page.text
    row = session.scalars(select(SittingPaper)).one()
    assert (row.present, row.signed, row.lines) == ([room.officers[0].id], [ann.id], "Power was out.")
    assert row.begun_at.isoformat() == "2026-11-25T09:05:00+00:00"
    assert trainer.post(f"{address}/paper/decide", data={"confirm": "1"}).status_code == 409
    second = signed_in(manager)
    assert (
        "The record was not accepted. Enter it again." in done(second, f"{address}/paper/decide", {"refuse": "1"}).text
    )
    trainer.post(f"{address}/paper", data=said)
    page = done(second, f"{address}/paper/decide", {"confirm": "1"})
    assert page.request.path == address
    assert "The record is accepted." in page.text
    assert session.scalars(select(SittingPaper.confirmed).order_by(SittingPaper.id)).all() == [False, True]
    assert ann.uuid not in trainer.get(f"{address}/paper").text  # has signed


def test_the_sheet_is_a_file_that_no_browser_keeps(room, trainer, address):
    answer = trainer.get(f"{address}/protocol.pdf")
    assert answer.content_type == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=protocol-{room.sitting.row.uuid[:8]}.pdf"


def test_files_that_name_people_are_in_the_record(session, room, ann, trainer, address, now):
    watching.write_line(session, room.sitting, ann, LineKind.NOTE, candidate="", words="Fire alarm.", now=now)
    session.commit()
    files = (f"{address}/protocol/export.csv", f"{address}/candidates/export.csv", "/sittings/export.csv")
    protocol, candidates, rooms = (trainer.get(one).text.splitlines() for one in files)
    assert (len(protocol), len(candidates), len(rooms)) == (2, 1 + len(room.officers), 2)
    assert "Fire alarm." in protocol[1]
    assert room.sitting.row.title in rooms[1]
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported").order_by(AuditEntry.id)).all()
    assert [(one.subject, one.data["count"]) for one in told] == [("list:protocol", 1), ("list:candidates", 2)]


def test_who_runs_another_room_finds_none_of_these_pages(session, version, room, ann, address, signed_in, now):
    stranger = signed_in(build.room(session, version, now).trainer)
    for page in ("", "/cancel", "/supervisors", "/paper", "/protocol.pdf", "/candidates/export.csv"):
        assert stranger.get(f"{address}{page}").status_code == 404, page
    for page in ("/cancel", "/supervisors", f"/supervisors/{ann.uuid}/remove", f"/supervisors/{ann.uuid}/link"):
        assert stranger.post(f"{address}{page}", data={"reason": "Mine.", "name": "Bob"}).status_code == 404, page
    assert room.sitting.row.cancelled_at is None


def test_the_page_to_begin_is_for_who_takes_the_course(session, room, signed_in, address):
    begin = f"/courses/{make.SLUG}/exams/{make.EXAM}/room"
    officer = signed_in(room.officers[0])
    assert officer.get(begin).status_code == 200
    assert wrong(officer, begin, {"code": ""}, "code")
    assert wrong(officer, begin, {"code": "12"}, "code")
    assert signed_in(people.person(session, None, Role.OFFICER)).get(begin).status_code == 404


def test_a_time_that_clocks_skip_is_told_beside_its_field():
    field = SimpleNamespace(name="begun", data=datetime.fromisoformat("2026-03-29T02:30"))
    with pytest.raises(BadInput, match="Clocks skip this time") as refused:
        moment_typed(field, "Europe/Paris")
    assert refused.value.field == "begun"
    assert moment_typed(field, "Asia/Bangkok").isoformat() == "2026-03-28T19:30:00+00:00"
