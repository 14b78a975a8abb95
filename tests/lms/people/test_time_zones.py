"""A time zone is chosen in one's account and for a unit, and letters speak by it."""

import pytest
from sqlalchemy import select

from lms.access import Role
from lms.audit.models import AuditEntry
from lms.people import letters
from lms.people.models import Person, Unit
from lms.people.queries.facts import people_info
from lms.people.rules import SecretPurpose
from tests.builders import people as make
from tests.builders.people import sign_in


@pytest.fixture
def place(session):
    return make.administration(session, country="ID")


@pytest.fixture
def port(session, place):
    return make.unit(session, place, "East Port")


@pytest.fixture
def siti(session, place, port):
    return make.person(session, "Siti", (Role.OFFICER, place), place=place, unit_id=port.id, email="siti@example.org")


@pytest.fixture
def here(client, session, siti):
    sign_in(client, session, siti)
    session.commit()
    return client


def choose(client, zone):
    return client.post("/account/time-zone", data={"time_zone": zone})


def test_a_chosen_zone_is_kept_and_pages_speak_by_it(here, session, siti):
    assert choose(here, "makassar").status_code == 303
    session.expire_all()
    assert session.get_one(Person, siti.id).time_zone == "Asia/Makassar"
    assert "Pages and e-mails show Makassar time." in here.get("/account").text


def test_an_empty_field_leaves_it_to_the_unit_again(here, session, siti, port):
    port.time_zone = "Asia/Jayapura"
    session.commit()
    choose(here, "Makassar")
    choose(here, "")
    session.expire_all()
    assert session.get_one(Person, siti.id).time_zone is None
    assert "Pages and e-mails show Jayapura time." in here.get("/account").text


def test_what_is_no_zone_is_refused_and_stays_in_its_field(here, session, siti):
    answer = choose(here, "Atlantis")
    assert answer.status_code == 422
    assert 'value="Atlantis"' in answer.text
    assert "There is no time zone with this name." in answer.text
    session.expire_all()
    assert session.get_one(Person, siti.id).time_zone is None


def test_the_zones_of_the_own_country_are_offered_first(here):
    options = here.get("/account/time-zone").text.split("<option value=")[1:]
    assert [one.split('"')[1] for one in options[:4]] == [
        "Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura",
    ]  # fmt: skip


def test_the_zone_of_a_unit_is_changed_and_stands_in_the_record(client, session, place, port):
    chief = make.person(session, "Chief", Role.ADMINISTRATOR)
    sign_in(client, session, chief)
    session.commit()
    path = f"/administrations/{place.uuid}/units/{port.uuid}"
    data = {"name": "East Port", "kind": "port", "time_zone": "Jayapura"}
    assert client.post(path, data=data | {"time_zone": "Nowhere"}).status_code == 422
    assert client.post(path, data=data).status_code == 303
    session.expire_all()
    assert session.get_one(Unit, port.id).time_zone == "Asia/Jayapura"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "people.unit-changed")).one()
    assert (entry.data["before"]["time_zone"], entry.data["after"]["time_zone"]) == (None, "Asia/Jayapura")


def test_letters_speak_by_the_clock_of_the_account_else_of_the_unit_else_in_utc(session, siti, port):
    assert people_info(session, [siti.id])[siti.id].time_zone == "UTC"
    port.time_zone = "Asia/Jayapura"
    session.flush()
    assert people_info(session, [siti.id])[siti.id].time_zone == "Asia/Jayapura"
    siti.time_zone = "Asia/Makassar"
    session.flush()
    assert people_info(session, [siti.id])[siti.id].time_zone == "Asia/Makassar"


def test_a_letter_with_a_link_says_until_when_by_the_clock_of_its_reader(app, session, siti):
    siti.time_zone = "Asia/Makassar"
    session.commit()
    wish = {"purpose": SecretPurpose.RESET, "actor_id": None}
    text = letters._made(siti.id, siti.email, wish).get_content()
    assert "Makassar time (" in text
