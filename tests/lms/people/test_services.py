"""Administrations, accounts and rights: what is kept, what is refused, and what the record says."""

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, RuleBroken
from lms.people.models import RoleGrant
from lms.people.queries import people as queries
from lms.people.rules import AdministrationKind, SecretPurpose, UnitKind
from lms.people.services import accounts, administrations, rights, secrets, sessions
from lms.people.services.accounts import PersonDraft
from lms.people.services.administrations import AdministrationDraft, UnitDraft
from tests.builders import people as make
from tests.builders.audit import chain_is_whole, entries
from tests.builders.people import NOW

pytestmark = pytest.mark.usefixtures("in_request")


def test_an_administration_is_kept_and_recorded(session, chief):
    draft = AdministrationDraft("  Harbour   Customs ", AdministrationKind.CUSTOMS, "th")
    row = administrations.make_administration(session, draft, by=chief, now=NOW)
    assert (row.name, row.kind, row.country) == ("Harbour Customs", "customs", "TH")
    [entry] = entries(session, "people.administration-made")
    assert (entry.subject, entry.actor_id) == (f"administration:{row.id}", chief.id)


def test_a_name_is_taken_once_in_a_country_and_free_in_another(session, chief):
    for country in ("TH", "KE"):
        draft = AdministrationDraft("Customs", AdministrationKind.CUSTOMS, country)
        administrations.make_administration(session, draft, by=chief, now=NOW)
    with pytest.raises(BadInput, match="already has") as fault:
        administrations.make_administration(
            session, AdministrationDraft("CUSTOMS", AdministrationKind.POLICE, "KE"), by=chief, now=NOW
        )
    assert fault.value.field == "name"


@pytest.mark.parametrize("country", ["", "X", "ZZ", "EU", "Thailand", "99"])
def test_what_is_no_country_is_refused(session, chief, country):
    draft = AdministrationDraft("Customs", AdministrationKind.CUSTOMS, country)
    with pytest.raises(BadInput, match="from the list"):
        administrations.make_administration(session, draft, by=chief, now=NOW)


def test_a_change_of_an_administration_is_recorded_before_and_after_and_the_same_again_is_none(session, chief):
    draft = AdministrationDraft("Customs", AdministrationKind.CUSTOMS, "TH")
    row = administrations.make_administration(session, draft, by=chief, now=NOW)
    for _again in range(2):
        after = AdministrationDraft("Customs Service", AdministrationKind.CUSTOMS, "TH")
        administrations.change_administration(session, row, after, by=chief, now=NOW)
    [entry] = entries(session, "people.administration-changed")
    assert (entry.data["before"]["name"], entry.data["after"]["name"]) == ("Customs", "Customs Service")


def test_a_unit_is_added_changed_and_unique_in_its_administration(session, chief, place):
    unit = administrations.make_unit(session, place, UnitDraft("East", UnitKind.PORT), actor_id=chief.id, now=NOW)
    administrations.change_unit(session, unit, UnitDraft("East", UnitKind.AIRPORT), actor_id=chief.id, now=NOW)
    assert unit.kind == "airport"
    assert entries(session, "people.unit-changed")[0].data["before"]["kind"] == "port"
    with pytest.raises(BadInput, match="already has a unit"):
        administrations.make_unit(session, place, UnitDraft("EAST", UnitKind.PORT), actor_id=chief.id, now=NOW)


def test_a_user_name_is_made_from_the_name_with_a_number_where_it_is_taken(session, chief):
    made = [accounts.make_person(session, PersonDraft("Ana Silva"), by=chief, now=NOW).username for _ in range(3)]
    assert made == ["ana.silva", "ana.silva2", "ana.silva3"]


def test_a_user_name_that_the_page_proposed_gets_a_number_too(session, chief):
    draft = PersonDraft("Ana Silva", username="ana.silva")
    made = [accounts.make_person(session, draft, by=chief, now=NOW).username for _ in range(2)]
    assert made == ["ana.silva", "ana.silva2"]


def test_a_name_in_another_script_still_gets_a_user_name(session, chief):
    assert accounts.make_person(session, PersonDraft("มาลี ศรีสุข"), by=chief, now=NOW).username == "person"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (PersonDraft("Ana", username="taken.name"), "username"),
        (PersonDraft("Ana", username="TAKEN.NAME"), "username"),
        (PersonDraft("Ana", username="a@b.org"), "username"),
        (PersonDraft("Ana", email="Taken@Example.org"), "email"),
        (PersonDraft("Ana", unit_id=999_999), "unit"),
    ],
)
def test_what_is_taken_or_makes_no_sense_is_told_beside_its_field(session, chief, draft, field):
    make.person(session, username="taken.name", email="taken@example.org")
    with pytest.raises(BadInput) as fault:
        accounts.make_person(session, draft, by=chief, now=NOW)
    assert fault.value.field == field


def test_nobody_makes_people_of_another_administration(session, local):
    other = make.administration(session)
    for where in (other.id, None):
        with pytest.raises(BadInput) as fault:
            accounts.make_person(session, PersonDraft("Ana", administration_id=where), by=local, now=NOW)
        assert fault.value.field == "administration"


def test_nobody_moves_people_into_an_administration_beyond_their_scope(session, local, place):
    other, person = make.administration(session), make.person(session, place=place)
    with pytest.raises(BadInput) as fault:
        accounts.change_person(session, person, PersonDraft("Ana", administration_id=other.id), by=local, now=NOW)
    assert fault.value.field == "administration"


def test_a_change_of_a_person_is_recorded_without_names_and_addresses(session, chief, place):
    person = make.person(session, "Ana", email="ana@example.org")
    draft = PersonDraft("Ana Silva", email="silva@example.org", administration_id=place.id)
    accounts.change_person(session, person, draft, by=chief, now=NOW)
    [entry] = entries(session, "people.person-changed")
    assert entry.data == {
        "fields": ["name", "email", "administration_id"],
        "before": {"administration_id": None},
        "after": {"administration_id": place.id},
    }


def test_a_new_address_ends_the_link_that_went_to_the_old_one(session, chief):
    person = make.person(session, "Ana", email="wrong@example.org")
    token, _until = secrets.make_link(session, person, SecretPurpose.INVITE, actor_id=chief.id, now=NOW)
    accounts.change_person(session, person, PersonDraft("Ana", email="right@example.org"), by=chief, now=NOW)
    session.expire_all()
    with pytest.raises(RuleBroken, match="newer"):
        secrets.redeem_link(session, token, "a good password", now=NOW)


def test_a_role_is_given_and_taken_and_the_record_tells_before_and_after(session, local, place):
    person = make.person(session, None, (Role.OFFICER, place), place=place)
    row = rights.grant_role(session, person, Grant(Role.TRAINER, "administration", str(place.id)), by=local, now=NOW)
    rights.end_role(session, person, row, by=local, now=NOW)
    here = f"administration:{place.id}"
    [given], [taken] = entries(session, "people.role-granted"), entries(session, "people.role-ended")
    assert given.data["before"] == taken.data["after"] == [f"officer@{here}"]
    assert given.data["after"] == taken.data["before"] == [f"officer@{here}", f"trainer@{here}"]
    assert (given.actor_id, given.subject) == (local.id, f"person:{person.id}")
    assert [queries.grant_of(one).role for one in queries.roles_held(session, person.id)] == [Role.OFFICER]


def test_the_same_role_is_not_given_twice_in_the_same_place(session, chief, place):
    person = make.person(session, None, (Role.OFFICER, place), place=place)
    with pytest.raises(BadInput, match="already has"):
        rights.grant_role(session, person, Grant(Role.OFFICER, "administration", str(place.id)), by=chief, now=NOW)
    rights.grant_role(session, person, Grant(Role.OFFICER), by=chief, now=NOW)
    assert len(queries.roles_held(session, person.id)) == 2


@pytest.mark.parametrize("scope", ["everywhere", "other", "nowhere", "crew"])
def test_a_role_beyond_the_givers_scope_is_refused_and_leaves_no_trace(session, local, place, scope):
    other, person = make.administration(session), make.person(session, place=place)
    grant = {
        "everywhere": Grant(Role.OFFICER),
        "other": Grant(Role.OFFICER, "administration", str(other.id)),
        "nowhere": Grant(Role.OFFICER, "administration", "999999"),
        "crew": Grant(Role.TRAINER, "crew", str(place.id)),
    }[scope]
    with pytest.raises(BadInput, match="does not include"):
        rights.grant_role(session, person, grant, by=local, now=NOW)
    assert session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).all() == []


def test_a_role_in_an_administration_that_does_not_exist_is_refused(session, chief):
    person = make.person(session)
    with pytest.raises(BadInput, match="This administration does not exist"):
        rights.grant_role(session, person, Grant(Role.OFFICER, "administration", "999999"), by=chief, now=NOW)


def test_nobody_takes_away_a_role_that_they_could_not_give(session, local, place):
    person = make.person(session, None, Role.TRAINER, place=place)
    [row] = queries.roles_held(session, person.id)
    with pytest.raises(BadInput, match="does not include"):
        rights.end_role(session, person, row, by=local, now=NOW)


def test_nobody_changes_their_own_rights(session):
    row = make.person(session, None, Role.ADMINISTRATOR)
    make.person(session, None, Role.ADMINISTRATOR)
    me = make.viewer(session, row)
    with pytest.raises(RuleBroken, match="your own rights"):
        rights.grant_role(session, row, Grant(Role.TRAINER), by=me, now=NOW)
    with pytest.raises(RuleBroken, match="your own rights"):
        rights.end_role(session, row, queries.roles_held(session, row.id)[0], by=me, now=NOW)
    with pytest.raises(RuleBroken, match="your own account"):
        accounts.close_person(session, row, by=me, now=NOW)


@pytest.fixture
def last(session):
    """The only administrator of the whole site, and a viewer whose own right was ended a moment ago."""
    ending = make.person(session, "Ending", Role.ADMINISTRATOR)
    viewer = make.viewer(session, ending)
    session.delete(queries.roles_held(session, ending.id)[0])
    return make.person(session, "Last", Role.ADMINISTRATOR), viewer


def test_the_last_administrator_of_the_whole_site_keeps_the_role(session, last):
    person, viewer = last
    [row] = queries.roles_held(session, person.id)
    with pytest.raises(RuleBroken, match="last administrator"):
        rights.end_role(session, person, row, by=viewer, now=NOW)
    assert row.ended_at is None


def test_the_last_administrator_of_the_whole_site_is_not_closed(session, last):
    person, viewer = last
    with pytest.raises(RuleBroken, match="last administrator"):
        accounts.close_person(session, person, by=viewer, now=NOW)
    assert person.closed_at is None


def test_one_of_two_administrators_may_lose_the_role(session, chief):
    person = make.person(session, None, Role.ADMINISTRATOR)
    rights.end_role(session, person, queries.roles_held(session, person.id)[0], by=chief, now=NOW)
    assert queries.roles_held(session, person.id) == []


def test_a_closed_account_loses_roles_sign_ins_secrets_and_password(session, chief, place):
    person = make.person(session, None, (Role.OFFICER, place), place=place)
    sessions.begin_session(session, person, device="phone", now=NOW)
    token, _until = secrets.make_link(session, person, SecretPurpose.INVITE, actor_id=chief.id, now=NOW)
    accounts.close_person(session, person, by=chief, now=NOW)
    session.expire_all()
    assert (person.closed_at, person.password_hash) == (NOW, None)
    assert queries.roles_held(session, person.id) == []
    assert queries.sessions_open(session, person.id, NOW) == []
    with pytest.raises(RuleBroken):
        secrets.redeem_link(session, token, "a good password", now=NOW)
    names = [entry.name for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert names[-3:] == ["people.role-ended", "people.sessions-ended", "people.person-closed"]


def test_a_closed_account_takes_neither_role_nor_code_until_it_is_open_again(session, chief):
    person = make.person(session)
    accounts.close_person(session, person, by=chief, now=NOW)
    with pytest.raises(RuleBroken, match="already closed"):
        accounts.close_person(session, person, by=chief, now=NOW)
    with pytest.raises(RuleBroken, match="is closed"):
        rights.grant_role(session, person, Grant(Role.OFFICER), by=chief, now=NOW)
    with pytest.raises(RuleBroken, match="is closed"):
        secrets.make_code(session, person, actor_id=chief.id, now=NOW)
    accounts.reopen_person(session, person, by=chief, now=NOW)
    rights.grant_role(session, person, Grant(Role.OFFICER), by=chief, now=NOW)
    with pytest.raises(RuleBroken, match="already open"):
        accounts.reopen_person(session, person, by=chief, now=NOW)


def test_the_chain_holds_after_all_this(session, chief, place):
    person = accounts.make_person(session, PersonDraft("Ana", administration_id=place.id), by=chief, now=NOW)
    rights.grant_role(session, person, Grant(Role.OFFICER), by=chief, now=NOW)
    accounts.close_person(session, person, by=chief, now=NOW)
    assert chain_is_whole(session)
