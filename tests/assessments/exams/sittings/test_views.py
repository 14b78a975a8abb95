"""Pages of rooms: what each shows and to whom, and what the record keeps."""

import pytest
from sqlalchemy import select

from assessments.exams.sittings.rules.start_codes import TRIES
from assessments.exams.sittings.services import paper, supervisors
from lms.access import Role
from lms.audit.models import AuditEntry
from tests.builders import assessments as make
from tests.builders import decisions, people
from tests.builders import sittings as build
from tests.builders.sittings import HOURS, MINUTE

BEGIN = f"/courses/{make.SLUG}/exams/{make.EXAM}/room"


@pytest.fixture
def room(session, version, now, at_now):
    made = build.room(session, version, now)
    session.commit()
    return made


@pytest.fixture
def ann(session, room, now):
    """A supervisor without an account."""
    row = room.stranger("Ann Watcher", now)
    session.commit()
    return row


@pytest.fixture
def phone(app):
    """The phone of somebody who is not signed in."""
    return people.browser(app)


@pytest.fixture
def key(session, room, ann, now):
    """The link of that supervisor."""
    token = supervisors.make_link(session, room.sitting, ann, by=room.trainer.id, now=now)
    session.commit()
    return token


@pytest.fixture
def inside(phone, key):
    """Their phone, in the room."""
    assert phone.post(f"/room/{key}/open").status_code == 303
    return phone


def test_the_start_page_tells_who_watches_who_sits_and_who_compares(session, room, ann, signed_in, now):
    watcher, manager = build.watcher(session), people.person(session, None, Role.PROGRAMME_MANAGER)
    room.by_account(watcher, now)
    sheet = paper.PaperDraft(now - MINUTE, now, (), (ann.uuid,), "")
    paper.key_in(session, room.sitting, sheet, viewer=people.viewer(session, room.trainer), now=now)
    session.commit()
    assert "You supervise an exam" in signed_in(watcher).get("/").text
    assert "Exam in a room" in signed_in(room.officers[0]).get("/").text
    assert "A printed record waits" in signed_in(manager).get("/").text
    assert "A printed record waits" not in signed_in(room.trainer).get("/").text


def test_the_empty_list_offers_to_open_a_sitting_once(session, signed_in):
    manager = people.person(session, None, Role.PROGRAMME_MANAGER)
    session.commit()
    assert signed_in(manager).get("/sittings").text.count('href="/sittings/new"') == 1


def test_the_list_of_sittings_offers_to_open_another(room, signed_in):
    assert signed_in(room.trainer).get("/sittings").text.count('href="/sittings/new"') == 1


def test_who_opened_the_room_and_does_not_watch_in_it_sees_no_code(room, signed_in):
    page = signed_in(room.trainer).get(f"/sittings/{room.sitting.row.uuid}").text
    assert room.officers[0].name in page
    assert "data-meeting-secret" not in page


def test_a_supervisor_sees_the_candidates_until_they_have_signed(session, room, ann, inside, key, now):
    shown = inside.get(f"/room/{key}")
    assert room.officers[0].name in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    room.sign(ann, now + MINUTE, begun=now)
    session.commit()
    page = inside.get(f"/room/{key}").text
    assert "You have signed the record" in page
    assert room.officers[0].name not in page


def test_a_link_that_nobody_opened_names_no_candidate(room, phone, key):
    page = phone.get(f"/room/{key}").text
    assert "Ann Watcher" in page
    assert room.officers[0].name not in page


def test_without_opening_the_link_nothing_is_ticked(room, phone, key):
    path = f"/room/{key}/candidates/{room.officers[0].uuid}/present"
    assert phone.post(path).status_code == 404


def test_another_phone_does_not_get_in(app, inside, key):
    assert people.browser(app).get(f"/room/{key}").status_code == 410


def test_whoever_is_signed_in_is_told_that_the_link_is_not_theirs(room, signed_in, key):
    answer = signed_in(room.trainer).post(f"/room/{key}/open")
    assert answer.status_code == 409
    assert "Ann Watcher" in answer.text


def test_an_unknown_link_says_so(phone, room):
    answer = phone.get("/room/abc")
    assert answer.status_code == 404
    assert "This link does not work" in answer.text


def test_ticks_are_made_and_taken_back_on_the_page(session, room, inside, key):
    path = f"/room/{key}/candidates/{room.officers[0].uuid}"
    assert inside.post(f"{path}/present").status_code == 303
    assert "marked present by Ann Watcher" in inside.get(f"/room/{key}").text
    assert inside.post(f"{path}/take-back", data={"reason": "Not her."}).status_code == 303
    assert "marked present by" not in inside.get(f"/room/{key}").text


def test_a_wrong_code_is_told_beside_its_field_and_too_many_are_refused(room, signed_in, now):
    officer = signed_in(room.officers[0])
    wrong = "000000" if room.code(now) != "000000" else "111111"
    for _each in range(TRIES):
        answer = officer.post(BEGIN, data={"code": wrong})
        assert answer.status_code == 422
        assert "No open room of yours" in answer.text
    assert officer.post(BEGIN, data={"code": room.code(now)}).status_code == 429


def test_the_right_code_leads_to_the_paper(room, signed_in, now):
    answer = signed_in(room.officers[0]).post(BEGIN, data={"code": f" {room.code(now)[:3]} {room.code(now)[3:]}"})
    assert answer.status_code == 303
    assert answer.location.startswith("/attempts/")


def test_the_result_says_that_it_waits_and_then_how_it_was_watched(session, room, ann, signed_in, now):
    officer = room.officers[0]
    room.tick(ann, officer, now)
    attempt = build.hand_in(session, room.begin(officer, now), now + MINUTE)
    session.commit()
    here = signed_in(officer)
    page = here.get(f"/attempts/{attempt.uuid}").text
    assert "Your result waits for the record of the room" in page
    assert "Get your certificate" not in page
    room.sign(ann, now + 2 * MINUTE)
    session.commit()
    page = here.get(f"/attempts/{attempt.uuid}").text
    assert "under supervision" in page
    assert "Get your certificate" in page


def test_an_export_of_candidates_is_in_the_record(session, room, signed_in):
    answer = signed_in(room.trainer).get(f"/sittings/{room.sitting.row.uuid}/candidates/export.json")
    assert room.officers[0].name in answer.text
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported")).one()
    assert (told.subject, told.data["count"]) == ("list:candidates", len(room.officers))


def test_the_protocol_is_printed(room, signed_in):
    answer = signed_in(room.trainer).get(f"/sittings/{room.sitting.row.uuid}/protocol.pdf")
    assert (answer.status_code, answer.data[:4]) == (200, b"%PDF")


def test_an_attempt_that_counts_again_is_settled_then(session, room, ann, now):
    officer = room.officers[0]
    room.tick(ann, officer, now)
    attempt = build.hand_in(session, room.begin(officer, now), now + MINUTE)
    decision = decisions.annul(session, attempt, now + 2 * MINUTE)
    room.sign(ann, now + HOURS)
    passed = select(AuditEntry).where(AuditEntry.name == "exam.passed")
    assert session.scalars(passed).all() == []
    decisions.upheld(session, decision, officer, now + HOURS)
    assert [one.data["supervision"] for one in session.scalars(passed)] == ["supervised"]
