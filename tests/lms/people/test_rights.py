"""Roles for things of any kind: what is given, what is refused in words, and what a country contains."""

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.access_model import AccessDefinitions
from lms.errors import BadInput
from lms.people import policy
from lms.people.models import Person
from lms.people.queries import people as queries
from lms.people.rules import AdministrationKind
from lms.people.services import accounts, administrations, rights
from lms.people.services.accounts import PersonDraft
from lms.people.services.administrations import AdministrationDraft
from tests.builders import people as make
from tests.builders.audit import entries
from tests.builders.people import NOW
from tests.builders.scopes import CrewScope, brought, make_crews

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.fixture
def of_country(session):
    """An administrator of one country."""
    row = make.person(session, "Country")
    make.give_anywhere(session, row, Grant(Role.ADMINISTRATOR, "country", "TH"))
    return make.viewer(session, row)


@pytest.mark.parametrize(
    ("grant", "field", "words"),
    [
        (Grant("emperor"), "role", "This role does not exist"),
        (Grant("emperor", "country", "TH"), "role", "This role does not exist"),
        (Grant(Role.OFFICER, "crew", "3"), "scope", "cannot be given there"),
        (Grant(Role.OFFICER, "country"), "scope", "cannot be given there"),
        (Grant(Role.COORDINATOR), "scope", "cannot be given there"),
        (Grant(Role.OFFICER, None, "TH"), "scope", "cannot be given there"),
        (Grant(Role.OFFICER, "country", "ZZ"), "scope", "This country does not exist"),
        (Grant(Role.OFFICER, "country", "th"), "scope", "This country does not exist"),
        (Grant(Role.OFFICER, "administration", "first"), "scope", "This administration does not exist"),
        (Grant(Role.OFFICER, "administration", "-1"), "scope", "This administration does not exist"),
        (Grant(Role.OFFICER, "administration", "9" * 40), "scope", "This administration does not exist"),
    ],
)
def test_a_role_that_nobody_names_and_one_for_what_is_not_there_are_refused_in_words(
    session, chief, grant, field, words
):
    person = make.person(session)
    with pytest.raises(BadInput, match=words) as fault:
        rights.grant_role(session, person, grant, by=chief, now=NOW)
    assert fault.value.field == field
    assert queries.roles_held(session, person.id) == []


def test_a_scope_that_a_package_brings_is_granted_and_a_crew_that_is_not_there_is_refused(app, session, chief):
    person, member = make.person(session), make.person(session)
    make_crews(session, {3: [member]})
    with brought(app, AccessDefinitions(scope_kinds=(CrewScope(),))):
        row = rights.grant_role(session, person, Grant(Role.ADMINISTRATOR, "crew", "3"), by=chief, now=NOW)
        seen = session.scalars(select(Person).where(policy.visible_to(make.viewer(session, person)))).all()
        with pytest.raises(BadInput, match="no such crew"):
            rights.grant_role(session, person, Grant(Role.OFFICER, "crew", "4"), by=chief, now=NOW)
    assert (row.scope_kind, row.scope_id) == ("crew", "3")
    assert seen == [member]
    assert not make.viewer(session, person).may("people.manage")  # without the package nobody owns the kind


def test_an_administrator_of_a_country_gives_roles_inside_it_and_nowhere_else(session, of_country):
    own, other = make.administration(session), make.administration(session, country="KE")
    person = make.person(session, place=own)
    for scope in (("country", "TH"), ("administration", str(own.id))):
        rights.grant_role(session, person, Grant(Role.TRAINER, *scope), by=of_country, now=NOW)
    [given, _second] = entries(session, "people.role-granted")
    assert (given.data["scope"], given.data["after"]) == ("country:TH", ["trainer@country:TH"])
    for scope in ((None, None), ("country", "KE"), ("administration", str(other.id))):
        with pytest.raises(BadInput, match="does not include"):
            rights.grant_role(session, person, Grant(Role.TRAINER, *scope), by=of_country, now=NOW)
    stranger = make.person(session, place=other)
    with pytest.raises(BadInput, match="does not include"):
        rights.grant_role(session, stranger, Grant(Role.TRAINER, "country", "TH"), by=of_country, now=NOW)


def test_an_administrator_of_a_country_adds_administrations_and_people_to_it_alone(session, of_country):
    draft = AdministrationDraft("Customs", AdministrationKind.CUSTOMS, "TH")
    row = administrations.make_administration(session, draft, by=of_country, now=NOW)
    person = accounts.make_person(session, PersonDraft("Ana", administration_id=row.id), by=of_country, now=NOW)
    assert policy.may_see(session, of_country, person)
    with pytest.raises(BadInput, match="of this country"):
        draft = AdministrationDraft("Customs", AdministrationKind.CUSTOMS, "KE")
        administrations.make_administration(session, draft, by=of_country, now=NOW)
    other = make.administration(session, country="KE")
    for place in (other.id, None):
        with pytest.raises(BadInput, match="You do not manage the people"):
            accounts.make_person(session, PersonDraft("Bo", administration_id=place), by=of_country, now=NOW)


def test_an_administration_moves_only_into_a_country_that_one_manages(session, chief, local, of_country, place):
    away = AdministrationDraft(place.name, AdministrationKind.CUSTOMS, "KE")
    for one in (local, of_country):
        with pytest.raises(BadInput, match="of this country") as fault:
            administrations.change_administration(session, place, away, by=one, now=NOW)
        assert fault.value.field == "country"
    named = AdministrationDraft("Customs Service", AdministrationKind.CUSTOMS, "TH")
    administrations.change_administration(session, place, named, by=local, now=NOW)
    administrations.change_administration(session, place, away, by=chief, now=NOW)
    assert (place.name, place.country) == (away.name, "KE")


def test_a_role_of_a_newer_program_is_ended_by_who_administers_everywhere(session, chief, local, place):
    person = make.person(session, place=place)
    row = make.give_anywhere(session, person, Grant("emperor", "guild", "7"))
    with pytest.raises(BadInput, match="does not include"):
        rights.end_role(session, person, row, by=local, now=NOW)
    rights.end_role(session, person, row, by=chief, now=NOW)
    assert entries(session, "people.role-ended")[0].data["before"] == ["emperor@guild:7"]
