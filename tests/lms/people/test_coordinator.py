"""A national coordinator: the people of their country, officers alone, and nothing beyond."""

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.people.models import Person
from lms.people.queries.people import grant_of, roles_held
from tests.builders import people as make
from tests.builders.people import browser_of
from tests.lms.people.test_pages import PERSON


@pytest.fixture
def abroad(session):
    return make.administration(session, "Mountain Police", kind="police", country="KE")


@pytest.fixture
def desk(app, session):
    """The browser of a coordinator of Thailand."""
    row = make.person(session, "Coordinator")
    make.give_anywhere(session, row, Grant(Role.COORDINATOR, "country", "TH"))
    return browser_of(app, session, row)


def test_the_role_is_not_held_everywhere(app, session, place):
    row = make.person(session, "Of Everything", Role.COORDINATOR)
    assert browser_of(app, session, row).get("/people").status_code == 404


def test_no_other_country_is_on_any_list_or_form(desk, session, place, abroad):
    make.person(session, "Stranger Danger", (Role.OFFICER, abroad), place=abroad)
    session.commit()
    for path in ("/people", "/people/new", "/people/slips"):
        page = desk.get(path).text
        assert "Stranger Danger" not in page
        assert abroad.name not in page
    assert place.name in desk.get("/people/new").text


def test_whom_a_coordinator_brings_in_is_an_officer_whatever_is_sent(desk, session, place):
    form = PERSON | {"administration": place.uuid, "roles": ["administrator"], "scope": "everywhere"}
    assert 'name="roles"' not in desk.get("/people/new").text
    assert desk.post("/people/new", data=form).status_code == 303
    row = session.scalars(select(Person).where(Person.name == "Bo Berg")).one()
    assert [grant_of(one) for one in roles_held(session, row.id)] == [
        Grant(Role.OFFICER, "administration", str(place.id))
    ]


def test_a_trainer_is_seen_and_not_touched(desk, session, place):
    row = make.person(session, "With Power", (Role.TRAINER, place), place=place)
    session.commit()
    page = desk.get(f"/people/{row.uuid}").text
    assert "outside the area of your role" in page
    assert "Give a role" not in page
    for deed in ("close", "slip", "sessions/end"):
        assert desk.post(f"/people/{row.uuid}/{deed}").status_code == 409


def test_a_coordinator_gives_no_role_and_keeps_no_administration(desk, session, place):
    row = make.person(session, "Ana Silva", (Role.OFFICER, place), place=place)
    session.commit()
    for path in (f"/people/{row.uuid}/roles/new", "/administrations", f"/administrations/{place.uuid}"):
        assert desk.get(path).status_code == 404
