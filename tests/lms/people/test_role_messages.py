"""What people are told about their roles."""

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from lms.access import Grant, Role
from lms.messages.models import Message
from lms.messages.registry import said
from lms.people.access.scope_kinds import ADMINISTRATION, COUNTRY
from lms.people.queries.people import roles_held
from lms.people.services import accounts, rights
from tests.builders import people


@pytest.fixture
def chief(session):
    return people.viewer(session, people.person(session, "Chief", Role.ADMINISTRATOR))


@pytest.fixture
def officer(session):
    return people.person(session, "Ana Silva", Role.OFFICER)


def told(session, person):
    return session.scalars(select(Message).where(Message.person_id == person.id).order_by(Message.id)).all()


def test_a_role_that_was_given_is_told_with_its_scope(session, chief, officer, now):
    place = people.administration(session, "Harbour Customs")
    rights.grant_role(session, officer, Grant(Role.TRAINER, ADMINISTRATION, str(place.id)), by=chief, now=now)
    [one] = told(session, officer)
    words = said(one.kind, one.params)
    assert words.title == "You have a new role"
    assert "Trainer (Harbour Customs)" in words.text
    assert one.by_id is None


def test_a_country_is_named_in_the_language_of_the_reader(session, chief, officer, now):
    place = people.administration(session, country="DE")
    rights.grant_role(session, officer, Grant(Role.TRAINER, COUNTRY, place.country), by=chief, now=now)
    [one] = told(session, officer)
    with force_locale("fr"):
        assert "(Allemagne)" in said(one.kind, one.params).text


def test_a_role_that_ended_is_told(session, chief, officer, now):
    [held] = roles_held(session, officer.id)
    rights.end_role(session, officer, held, by=chief, now=now)
    [one] = told(session, officer)
    assert "Officer (everywhere)" in said(one.kind, one.params).text


def test_nobody_is_told_of_the_roles_that_come_with_the_account(session, chief, now):
    newcomer = people.person(session, "New", password=None)
    rights.grant_role(session, newcomer, Grant(Role.TRAINER), by=chief, now=now)
    assert told(session, newcomer) == []


def test_nobody_is_told_of_what_a_command_gave(session, officer, now):
    rights.grant_role(session, officer, Grant(Role.TRAINER), by=None, now=now)
    assert told(session, officer) == []


def test_closing_an_account_tells_nobody(session, chief, officer, now):
    accounts.close_person(session, officer, by=chief, now=now)
    assert told(session, officer) == []


def test_a_role_that_this_program_no_longer_knows_is_still_named(app):
    params = {"role": "gone", "scope_kind": "gone", "scope_id": "7", "scope_title": ""}
    assert "gone (7)" in said("people.role-given", params).text
