"""Slips of many people in one PDF: for whom, by whom, and what becomes of older ones."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.people.models import OneTimeSecret
from lms.people.queries import officers
from lms.people.queries.officers import newcomer_ids
from lms.people.services import secrets
from tests.builders import people as make
from tests.builders.people import NOW, browser_of
from tests.lms.people.test_pages import SLIP_CODE


@pytest.fixture
def coordinator(session):
    row = make.person(session, "Coordinator")
    make.give_anywhere(session, row, Grant(Role.COORDINATOR, "country", "TH"))
    return row


@pytest.fixture
def desk(app, session, coordinator):
    """The browser of the coordinator."""
    return browser_of(app, session, coordinator)


@pytest.fixture
def newcomers(session, place):
    return [make.person(session, f"New {word}", (Role.OFFICER, place), place=place, password=None) for word in "abc"]


def printed(answer):
    """The text of the file."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)


def ticked(people):
    return {"who": [row.uuid for row in people]}


def test_one_file_holds_a_slip_for_each_and_each_code_opens_its_account_once(desk, session, newcomers, app):
    session.commit()
    answer = desk.post("/people/slips", data=ticked(newcomers))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    text = printed(answer)
    codes = SLIP_CODE.findall(text)
    assert len(set(codes)) == 3
    assert all(row.username in text for row in newcomers)
    phone = make.browser(app)
    chosen = {"login": newcomers[0].username, "code": codes[0], "password": "river stone lantern"}
    assert phone.post("/code", data=chosen | {"again": chosen["password"]}).status_code == 303
    assert make.browser(app).post("/code", data=chosen | {"again": chosen["password"]}).status_code == 422


def test_no_browser_and_no_cookie_keeps_the_file(desk, session, newcomers):
    session.commit()
    answer = desk.post("/people/slips", data=ticked(newcomers))
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_record_says_who_made_them(desk, session, newcomers, coordinator):
    session.commit()
    desk.post("/people/slips", data=ticked(newcomers))
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "people.secret-made")).all()
    assert {(one.subject, one.actor_id) for one in told} == {(f"person:{row.id}", coordinator.id) for row in newcomers}


def test_an_older_slip_ends(desk, session, newcomers, coordinator):
    secrets.make_code(session, newcomers[0], actor_id=coordinator.id, now=NOW)
    session.commit()
    desk.post("/people/slips", data=ticked(newcomers))
    own = select(OneTimeSecret).where(OneTimeSecret.person_id == newcomers[0].id).order_by(OneTimeSecret.id)
    assert [one.ended_at is None for one in session.scalars(own)] == [False, True]


def test_who_has_signed_in_before_or_holds_rights_is_in_no_list_and_gets_no_slip(desk, session, newcomers, place):
    others = [
        make.person(session, "Once In", (Role.OFFICER, place), place=place),
        make.person(session, "Reopened", (Role.OFFICER, place), place=place, password=None, has_signed_in=True),
        make.person(session, "With Power", (Role.TRAINER, place), place=place, password=None),
        make.person(session, "Closed", place=place, password=None, closed_at=NOW),
        make.person(session, "Abroad", place=make.administration(session, country="KE"), password=None),
    ]
    session.commit()
    page = desk.get(f"/people/slips?administration={place.uuid}").text
    assert "New a" in page
    for row in others:
        assert row.name not in page
        assert desk.post("/people/slips", data=ticked([*newcomers, row])).status_code == 409
    assert session.scalars(select(OneTimeSecret)).all() == []


def test_nobody_ticked_is_said_beside_the_list(desk, session, newcomers, place):
    session.commit()
    answer = desk.post("/people/slips", data={"administration": place.uuid})
    assert answer.status_code == 422
    assert "Tick the people" in answer.text


def test_a_sign_in_is_remembered_also_after_the_account_was_closed_and_opened_again(desk, session, newcomers, app):
    row = newcomers[0]
    code, _until = secrets.make_code(session, row, actor_id=None, now=NOW)
    session.commit()
    make.browser(app).post(
        "/code", data={"login": row.username, "code": code, "password": "river stone lantern",
                       "again": "river stone lantern"},
    )  # fmt: skip
    desk.post(f"/people/{row.uuid}/close")
    desk.post(f"/people/{row.uuid}/reopen")
    session.expire_all()
    assert row.password_hash is None
    assert desk.post("/people/slips", data=ticked([row])).status_code == 409


def test_many_slips_take_as_many_statements_as_one_besides_the_record(desk, session, newcomers, counting):
    session.commit()
    taken = []
    for some in (newcomers[:1], newcomers):
        with counting() as statements:
            assert desk.post("/people/slips", data=ticked(some)).status_code == 200
        taken.append(len([one for one in statements if "audit_entry" not in one]))
    assert taken[0] == taken[1]


def test_of_any_number_of_people_it_is_known_who_has_never_been_in(session, place, coordinator, newcomers, monkeypatch):
    monkeypatch.setattr(officers, "SHOWN_AT_MOST", 1)
    used = make.person(session, "Used", place=place)
    powerful = make.person(session, "Powerful", (Role.ADMINISTRATOR, place), place=place, password=None)
    people = [row.id for row in (*newcomers, used, powerful)]
    assert newcomer_ids(session, make.viewer(session, coordinator), people) == {row.id for row in newcomers}
