"""Pages of the roster: a body finds without names, a holder decides, and everybody else finds nothing."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from certificates.permissions import SchemeRole
from certificates.roster.models import RosterListing, RosterSearch
from certificates.roster.rules import Listing
from certificates.roster.services import change_listing
from lms.access import Role
from tests.builders import certificates, people

WHY = "A mission to a port in the region in spring."
NAME, PLACE = "Ama Quill", "Homeport customs"
OTHERS = [
    *(Role.OFFICER, Role.TRAINER, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR),
    *(one for one in SchemeRole if one is not SchemeRole.AUTHORISED_BODY),
]


@pytest.fixture
def unasked(session, in_force):
    """A certificate whose holder was never asked whether they may be found."""
    return certificates.again(session, in_force)


@pytest.fixture
def held(app, session, unasked, now):
    """The same, found in Kenya by who speaks English."""
    with app.test_request_context():
        person = session.get_one(people.Person, unasked.credential.person_id)
        person.administration_id = people.administration(session, PLACE, country="KE").id
        change_listing(session, Listing(True, frozenset({"en"})), person_id=person.id, now=now)
        session.commit()
        return unasked


@pytest.fixture
def body(session):
    return people.person(session, "Desk officer", SchemeRole.AUTHORISED_BODY)


def test_a_body_finds_a_holder_and_writes_to_them_without_ever_reading_a_name(in_, session, held, body):
    browser = in_(body)
    form = browser.get("/roster").text
    assert set(re.findall(r'name="([a-z]+)"', form)) >= {"purpose", "scheme", "topic", "language", "place"}
    assert 'name="name"' not in form
    wrong = browser.post("/roster", data={"topic": "operations"})
    assert (wrong.status_code, "Say what you need somebody for" in wrong.text) == (422, True)
    answer = browser.post("/roster", data={"purpose": WHY, "topic": "operations", "place": "country:KE"})
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "Holder 1" in page
    assert "Kenya" in page
    row = session.scalars(select(RosterSearch)).one()
    letter = f"/roster/searches/{row.uuid}/holders/1"
    pages = [page, browser.get(letter).text]
    assert browser.post(letter, data={"words": "Please call +27 1."}).status_code == 303
    pages.append(browser.get(answer.location).text)
    for one in pages:
        for word in (NAME, "Quill", PLACE, held.credential.number, held.credential.token, "ama@example.org"):
            assert word not in one
    assert "You wrote to this holder" in pages[-1]


def test_there_is_no_file_of_hits_and_no_list_for_anybody(in_, session, held, body):
    browser = in_(body)
    uuid = browser.post("/roster", data={"purpose": WHY, "topic": "operations"}).location.rpartition("/")[2]
    for form in ("csv", "xlsx", "json"):
        for address in (f"/roster/export.{form}", f"/roster/searches/{uuid}.{form}",
                        f"/roster/searches/{uuid}/export.{form}"):  # fmt: skip
            assert browser.get(address).status_code == 404


@pytest.mark.parametrize("role", OTHERS)
def test_everybody_else_finds_nothing_at_any_address_and_nothing_is_kept(in_, session, held, body, role):
    uuid = in_(body).post("/roster", data={"purpose": WHY, "topic": "operations"}).location.rpartition("/")[2]
    browser = in_(people.person(session, None, role))
    for address in ("/roster", f"/roster/searches/{uuid}", f"/roster/searches/{uuid}/holders/1"):
        assert browser.get(address).status_code == 404
    assert browser.post("/roster", data={"purpose": WHY, "topic": "operations"}).status_code == 404
    assert browser.post(f"/roster/searches/{uuid}/holders/1", data={"words": "Hello."}).status_code == 404
    assert len(session.scalars(select(RosterSearch)).all()) == 1


def test_who_is_not_signed_in_is_asked_to(app, session, held):
    session.commit()
    assert "/sign-in" in people.browser(app).get("/roster").location


def test_a_holder_is_asked_on_the_start_page_and_decides_at_any_time(in_, session, unasked):
    person = session.get_one(people.Person, unasked.credential.person_id)
    browser = in_(person)
    assert "May you be found?" in browser.get("/").text
    assert "/roster/listing" in browser.get(f"/certificates/{unasked.credential.uuid}").text
    assert "Yes, I agree to be listed" in browser.get("/roster/listing").text
    wrong = browser.post("/roster/listing", data={"listed": "yes", "when": "any"})
    assert (wrong.status_code, "Name at least one language" in wrong.text) == (422, True)
    said = {"listed": "yes", "languages": ["en", "fr"], "when": "days", "first": "2027-03-01", "last": "2027-03-31"}
    assert browser.post("/roster/listing", data=said).status_code == 303
    assert browser.post("/roster/listing", data={"listed": "no", "when": "any"}).status_code == 303
    rows = session.scalars(select(RosterListing).order_by(RosterListing.id)).all()
    assert [one.listed for one in rows] == [True, False]
    assert "May you be found?" not in browser.get("/").text


def test_the_holder_reads_who_has_looked(in_, session, held, body):
    in_(body).post("/roster", data={"purpose": WHY, "topic": "operations"})
    page = in_(session.get_one(people.Person, held.credential.person_id)).get("/roster/listing").text
    assert "You were shown 1 time." in page
    assert WHY in page
    assert "Desk officer" in page
