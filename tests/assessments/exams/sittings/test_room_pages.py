"""The page of a supervisor in the room: through which door, until when, and what is said of each step."""

import pytest
from sqlalchemy import func, select

from assessments.exams.sittings.models import SittingLine, SittingPresence, SittingSignature
from assessments.exams.sittings.rules.room import WAIT
from assessments.exams.sittings.services import doors, opening, supervisors
from lms import ids
from lms.rate_limits import RateLimitTry
from tests.builders import people
from tests.builders import sittings as build
from tests.builders.sittings import HOURS

CLOSED, TAKEN = "This room is closed", "This link was opened on another device"
UNKNOWN = "This link does not work"


@pytest.fixture
def room(session, version, now, at_now):
    made = build.room(session, version, now)
    session.commit()
    return made


@pytest.fixture
def ann(session, room, now):
    """A supervisor without an account."""
    return room.stranger("Ann Watcher", now)


def link_to(session, place, row, now):
    token = supervisors.make_link(session, place.sitting, row, by=place.trainer.id, now=now)
    session.commit()
    return token


@pytest.fixture
def key(session, room, ann, now):
    return link_to(session, room, ann, now)


@pytest.fixture
def phone(app):
    """The phone of somebody who is not signed in."""
    return people.browser(app)


@pytest.fixture
def inside(phone, key):
    """Their phone, in the room."""
    assert phone.post(f"/room/{key}/open").status_code == 303
    return phone


def many(session, table):
    return session.scalars(select(func.count()).select_from(table)).one()


def done(here, address, data=None):
    """The page that follows, after the form was done."""
    answer = here.post(address, data=data, follow_redirects=True)
    assert ([one.status_code for one in answer.history], answer.status_code) == ([303], 200)
    return answer


def test_an_account_opens_the_room_that_it_supervises_and_no_guess_is_counted(session, room, signed_in, phone, now):
    watcher = build.watcher(session)
    room.by_account(watcher, now)
    session.commit()
    address = f"/room/{room.sitting.row.uuid}"
    here = signed_in(watcher)
    assert f"You are {watcher.name}." in here.get(address).text
    for other in (signed_in(room.trainer), phone):
        answer = other.get(address)
        assert (answer.status_code, UNKNOWN in answer.text) == (404, False)
    assert here.get(f"/room/{ids.new_uuid()}").status_code == 404
    assert many(session, RateLimitTry) == 0
    opening.cancel_sitting(session, room.sitting, "No power.", by=room.trainer.id, now=now)
    session.commit()
    closed = here.get(address)
    assert (closed.status_code, CLOSED in closed.text) == (410, True)
    assert here.post(f"{address}/candidates/{room.officers[0].uuid}/present").status_code == 404


def test_guesses_at_links_are_counted_and_at_last_refused(session, room, phone):
    assert UNKNOWN in phone.get("/room/guess").text
    assert many(session, RateLimitTry) == 1
    for number in range(1, doors.UNKNOWN_NETWORK):
        phone.get(f"/room/guess{number}")
    assert phone.get("/room/guess").status_code == 429


def test_a_link_says_why_it_is_shut(app, session, room, inside, key, at_now):
    taken = people.browser(app).get(f"/room/{key}")
    assert (taken.status_code, TAKEN in taken.text) == (410, True)
    at_now.now += HOURS + WAIT
    over = inside.get(f"/room/{key}")
    assert (over.status_code, CLOSED in over.text) == (410, True)
    assert inside.post(f"/room/{key}/open").status_code == 404
    assert inside.post(f"/room/{key}/protocol", data={"kind": "note", "words": "Late."}).status_code == 404


def test_no_link_is_opened_by_who_guesses_it(phone, room):
    assert phone.post("/room/guess/open").status_code == 404


def test_a_phone_stays_in_the_room_when_it_opens_another(session, version, room, inside, key, now):
    other = build.room(session, version, now)
    second = link_to(session, other, other.stranger("Ann Watcher", now), now)
    assert "I am Ann Watcher: open the room" in inside.get(f"/room/{second}").text
    opened = inside.post(f"/room/{second}/open")
    assert (opened.status_code, opened.location) == (303, f"/room/{second}")
    for link, officer in ((key, room.officers[0]), (second, other.officers[0])):
        page = inside.get(f"/room/{link}")
        assert (page.status_code, officer.name in page.text) == (200, True)


def test_of_many_rooms_a_phone_remembers_the_last_five(session, version, room, inside, key, now):
    rows = [room.stranger(f"Watcher {number}", now) for number in range(5)]
    tokens = [link_to(session, room, row, now) for row in rows]
    for token in tokens:
        inside.post(f"/room/{token}/open")
    assert [inside.get(f"/room/{token}").status_code for token in (key, *tokens)] == [410, *[200] * 5]


def test_a_tick_leads_back_to_its_candidate(session, room, ann, inside, key):
    officer = room.officers[0]
    path = f"/room/{key}/candidates/{officer.uuid}"
    assert inside.post(f"{path}/present").location == f"/room/{key}#c-{officer.uuid}"
    assert inside.post(f"{path}/take-back", data={"reason": "Not her."}).location == f"/room/{key}#c-{officer.uuid}"
    rows = session.scalars(select(SittingPresence).order_by(SittingPresence.id)).all()
    assert [(row.person_id, row.supervisor_id, row.present, row.reason) for row in rows] == [
        (officer.id, ann.id, True, ""), (officer.id, ann.id, False, "Not her.")
    ]  # fmt: skip
    assert inside.post(f"{path}/present").status_code == 303
    assert inside.post(f"{path}/take-back").status_code == 303
    assert session.scalars(select(SittingPresence.reason)).all()[-1] == ""


def test_a_line_is_in_the_record_or_told_beside_its_field(session, room, ann, inside, key):
    officer, address = room.officers[0], f"/room/{key}/protocol"
    said = {"kind": "came-back", "candidate": officer.uuid, "words": "With water."}
    page = done(inside, address, said)
    assert page.request.path == f"/room/{key}"
    assert all(words in page.text for words in ("It is in the record of the room.", "With water.", "Came back"))
    row = session.scalars(select(SittingLine)).one()
    assert (row.kind, row.person_id, row.supervisor_id, row.words) == ("came-back", officer.id, ann.id, "With water.")
    for change, field in (({"candidate": ""}, "candidate"), ({"kind": "note", "words": " "}, "words")):
        refused = inside.post(address, data=said | change)
        assert (refused.status_code, f'id="{field}-error"' in refused.text) == (422, True)
    refused = inside.post(address, data=said | {"kind": "danced"})
    assert (refused.status_code, 'id="kind-error"' in refused.text, "With water." in refused.text) == (422, True, True)
    assert many(session, SittingLine) == 1


def test_the_protocol_is_signed_for_the_times_that_were_typed(session, room, ann, inside, key, at_now, now):
    at_now.now += HOURS
    page = inside.get(f"/room/{key}").text
    assert 'value="2026-11-25T16:00"' in page  # from when the room began, by its own clock
    assert 'value="2026-11-25T19:00"' in page  # until now
    address, said = f"/room/{key}/sign", {"begun": "2026-11-25T15:50", "ended": "2026-11-25T18:45"}
    for change in ({"ended": "2026-11-25T15:50"}, {"ended": "2026-11-25T19:02"}, {"ended": ""}):
        refused = inside.post(address, data=said | change)
        assert (refused.status_code, 'id="ended-error"' in refused.text) == (422, True)
        assert 'value="2026-11-25T15:50"' in refused.text
    assert many(session, SittingSignature) == 0
    page = done(inside, address, said)
    assert page.request.path == f"/room/{key}"
    assert "You have signed the record. Thank you." in page.text
    row = session.scalars(select(SittingSignature)).one()
    assert (row.supervisor_id, row.begun_at.isoformat(), row.ended_at.isoformat()) == (
        ann.id, "2026-11-25T08:50:00+00:00", "2026-11-25T11:45:00+00:00"
    )  # fmt: skip


def test_outside_the_room_nothing_is_written_or_signed(app, room, inside, key, now):
    stranger = people.browser(app)
    for address, data in (
        ("protocol", {"kind": "note", "words": "Hello."}),
        ("sign", {"begun": "2026-11-25T15:50", "ended": "2026-11-25T16:00"}),
        (f"candidates/{room.officers[0].uuid}/present", {}),
        (f"candidates/{room.officers[0].uuid}/take-back", {}),
    ):
        assert stranger.post(f"/room/{key}/{address}", data=data).status_code == 404
        assert stranger.post(f"/room/guess/{address}", data=data).status_code == 404
