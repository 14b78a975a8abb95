"""Accounts, administrations and rights at their edges: one's own name again, a stranger beside, what is recorded."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.access_model import AccessDefinitions
from lms.audit.models import AuditEntry
from lms.errors import BadInput, RuleBroken
from lms.people.models import AccountNameChange, OneTimeSecret, Placement, RoleGrant
from lms.people.queries import people as queries
from lms.people.rules import AdministrationKind, SecretPurpose, UnitKind
from lms.people.services import (
    accounts,
    administrations,
    rights,
    secrets,
    sessions,
)
from lms.people.services.accounts import PersonDraft
from lms.people.services.administrations import AdministrationDraft, UnitDraft
from tests.builders import people as make
from tests.builders.audit import entries
from tests.builders.people import NOW
from tests.builders.scopes import CrewScope, brought, make_crews

pytestmark = pytest.mark.usefixtures("in_request")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def draft_of(place, name="Ana Silva", **more):
    return PersonDraft(name, administration_id=place.id, **more)


def test_ones_own_user_name_and_address_are_free_for_oneself_and_an_empty_user_name_keeps_it(
    session, chief, ana, place
):
    accounts.change_person(
        session, ana, draft_of(place, username="ANA.silva", email=" Ana@example.org"), by=chief, now=NOW
    )
    assert entries(session, "people.person-changed") == []
    accounts.change_person(session, ana, draft_of(place, "Ana Costa", email="ana@example.org"), by=chief, now=NOW)
    assert (ana.username, ana.email, ana.name) == ("ana.silva", "ana@example.org", "Ana Costa")
    for more, field in (({"username": "bo.berg"}, "username"), ({"email": "bo@example.org"}, "email")):
        if field == "username":
            make.person(session, username="bo.berg", email="bo@example.org")
        with pytest.raises(BadInput) as fault:
            accounts.change_person(session, ana, draft_of(place, **more), by=chief, now=NOW)
        assert fault.value.field == field
    accounts.change_person(session, ana, draft_of(place, "Bo Berg", username="bo.berg2"), by=chief, now=NOW)
    assert (ana.username, ana.email) == ("bo.berg2", None)


def test_a_change_that_leaves_the_name_touches_no_check_and_one_that_leaves_the_address_ends_no_link(
    session, chief, ana, place
):
    token, _until = secrets.make_link(session, ana, SecretPurpose.INVITE, actor_id=chief.id, now=NOW)
    unit = make.unit(session, place)
    same = {"username": "ana.silva", "email": "ana@example.org"}
    accounts.change_person(session, ana, draft_of(place, unit_id=unit.id, **same), by=chief, now=NOW + DAY)
    session.expire_all()
    assert session.scalars(select(AccountNameChange)).all() == []
    assert session.scalars(select(OneTimeSecret.ended_at)).all() == [None]
    placed = session.scalars(select(Placement).where(Placement.person_id == ana.id).order_by(Placement.id)).all()
    assert [(one.unit_id, one.begun_at, one.ended_at) for one in placed] == [
        (None, NOW, NOW + DAY), (unit.id, NOW + DAY, None),
    ]  # fmt: skip
    accounts.change_person(session, ana, draft_of(place, "Ana Costa", unit_id=unit.id, **same), by=chief, now=NOW)
    assert len(session.scalars(select(Placement).where(Placement.person_id == ana.id)).all()) == 2
    change = session.scalars(select(AccountNameChange)).one()
    assert (change.person_id, change.by_id, change.at) == (ana.id, chief.id, NOW)
    assert secrets.redeem_link(session, token, "river stone lantern", now=NOW) == ana


def test_an_account_is_made_with_its_first_placement_and_its_entry_and_no_way_in(session, chief, place):
    unit, other = make.unit(session, place), make.unit(session, make.administration(session))
    draft = draft_of(place, "  Bo  Berg", unit_id=unit.id, local_name=" โบ ", language="fr", email="BO@example.org")
    row = accounts.make_person(session, draft, by=chief, now=NOW)
    assert (row.name, row.local_name, row.language, row.email) == ("Bo Berg", "โบ", "fr", "bo@example.org")
    assert (row.password_hash, row.has_signed_in, row.demonstration, row.created_at) == (None, False, False, NOW)
    placed = session.scalars(select(Placement).where(Placement.person_id == row.id)).one()
    assert (placed.administration_id, placed.unit_id, placed.begun_at) == (place.id, unit.id, NOW)
    [entry] = entries(session, "people.person-made")
    assert (entry.actor_id, entry.data) == (chief.id, {"administration_id": place.id, "unit_id": unit.id})
    with pytest.raises(BadInput) as fault:
        accounts.make_person(session, draft_of(place, unit_id=other.id), by=chief, now=NOW)
    assert fault.value.field == "unit"
    command = accounts.make_person(session, PersonDraft("Bo Berg", local_name=" "), by=None, now=NOW)
    assert (command.username, command.local_name, command.email) == ("bo.berg2", "", None)
    assert entries(session, "people.person-made")[1].actor_id is None


def test_who_may_not_act_changes_closes_and_opens_nothing(session, local, place):
    great = make.person(session, "Great", Role.ADMINISTRATOR, place=place)
    for act in (
        lambda: accounts.change_person(session, great, draft_of(place), by=local, now=NOW),
        lambda: accounts.close_person(session, great, by=local, now=NOW),
        lambda: accounts.reopen_person(session, great, by=local, now=NOW),
    ):
        with pytest.raises(RuleBroken, match="outside the area of your role"):
            act()
    assert (great.name, great.closed_at) == ("Great", None)


def test_closing_ends_what_the_account_has_and_nothing_of_another(session, chief, ana, place):
    bo = make.person(session, "Bo", (Role.TRAINER, place), place=place)
    for row in (ana, bo):
        sessions.begin_session(session, row, device="phone", now=NOW)
        secrets.make_code(session, row, actor_id=chief.id, now=NOW)
    make.give(session, ana, Role.OFFICER, place)
    accounts.close_person(session, ana, by=chief, now=NOW + MINUTE)
    session.expire_all()
    assert queries.secrets_open(session, ana.id, NOW + MINUTE) == []
    assert [len(queries.secrets_open(session, bo.id, NOW)), len(queries.sessions_open(session, bo.id, NOW))] == [1, 1]
    assert [one.role for one in queries.roles_held(session, bo.id)] == [Role.TRAINER]
    ended = session.scalars(select(RoleGrant).where(RoleGrant.person_id == ana.id)).one()
    assert (ended.ended_at, ended.ended_by_id) == (NOW + MINUTE, chief.id)
    told = session.scalars(select(AuditEntry).where(AuditEntry.subject == f"person:{ana.id}").order_by(AuditEntry.id))
    assert [(one.name, one.actor_id) for one in told][1:] == [
        ("people.role-ended", chief.id), ("people.sessions-ended", chief.id), ("people.person-closed", chief.id),
    ]  # fmt: skip
    accounts.reopen_person(session, ana, by=chief, now=NOW + DAY)
    [opened] = entries(session, "people.person-reopened")
    assert (opened.subject, opened.actor_id, ana.closed_at) == (f"person:{ana.id}", chief.id, None)


def test_language_and_time_zone_are_kept_with_ones_own_account_alone(session, ana):
    bo = make.person(session, "Bo")
    accounts.choose_language(session, ana.id, "fr")
    accounts.choose_time_zone(session, ana.id, "Asia/Jakarta")
    session.expire_all()
    assert [(row.language, row.time_zone) for row in (ana, bo)] == [("fr", "Asia/Jakarta"), (None, None)]


def test_an_administration_keeps_its_own_name_and_takes_none_of_its_country(session, chief, place):
    make.administration(session, "Taken", country="TH")
    make.administration(session, "Free", country="KE")
    kind = AdministrationKind.POLICE
    change = administrations.change_administration
    change(session, place, AdministrationDraft(place.name.upper(), kind, "TH"), by=chief, now=NOW)
    assert (place.name, place.kind) == ("HARBOUR CUSTOMS", "police")
    with pytest.raises(BadInput, match="already has an administration") as fault:
        change(session, place, AdministrationDraft("taken", kind, "TH"), by=chief, now=NOW)
    assert fault.value.field == "name"
    change(session, place, AdministrationDraft("Free", kind, "TH"), by=chief, now=NOW)
    with pytest.raises(BadInput, match="already has an administration"):
        change(session, place, AdministrationDraft("Free", kind, "KE"), by=chief, now=NOW)
    entry = entries(session, "people.administration-changed")[-1]
    assert (entry.subject, entry.actor_id) == (f"administration:{place.id}", chief.id)
    assert entry.data["after"] == {"name": "Free", "kind": "police", "country": "TH"}


def test_a_unit_keeps_its_own_name_takes_none_of_its_administration_and_may_have_that_of_another(session, chief, place):
    far = make.administration(session)
    make.unit(session, far, "East")
    east = administrations.make_unit(
        session, place, UnitDraft("East", UnitKind.PORT, "Asia/Jakarta"), actor_id=chief.id, now=NOW
    )
    make.unit(session, place, "West")
    change = administrations.change_unit
    change(session, east, UnitDraft("EAST", UnitKind.PORT, "Asia/Jakarta"), actor_id=chief.id, now=NOW)
    change(session, east, UnitDraft("EAST", UnitKind.PORT, "Asia/Jakarta"), actor_id=chief.id, now=NOW)
    with pytest.raises(BadInput, match="already has a unit") as fault:
        change(session, east, UnitDraft("west", UnitKind.PORT), actor_id=chief.id, now=NOW)
    assert fault.value.field == "name"
    [made], [changed] = entries(session, "people.unit-made"), entries(session, "people.unit-changed")
    assert (made.subject, made.actor_id) == (f"administration:{place.id}", chief.id)
    assert made.data == {"unit_id": east.id, "title": "East", "kind": "port", "time_zone": "Asia/Jakarta"}
    assert (changed.subject, changed.actor_id) == (f"administration:{place.id}", chief.id)
    assert (changed.data["unit_id"], changed.data["after"]["name"]) == (east.id, "EAST")


def test_a_role_that_somebody_gives_themselves_by_a_rule_of_a_package_comes_from_nobody(session, ana, app):
    make_crews(session, {1: [ana]})
    grant = Grant(Role.TRAINER, "crew", "1")
    with brought(app, AccessDefinitions(scope_kinds=(CrewScope(),))):
        give, end = rights.give_role_for, rights.end_role_for
        assert give(session, ana.id, grant, actor_id=ana.id, now=NOW) is True
        assert give(session, ana.id, grant, actor_id=ana.id, now=NOW) is False
        bo = make.person(session, "Bo")
        assert give(session, bo.id, grant, actor_id=ana.id, now=NOW) is True
        rows = session.scalars(select(RoleGrant).order_by(RoleGrant.id)).all()
        assert [(one.person_id, one.granted_by_id) for one in rows] == [(ana.id, None), (bo.id, ana.id)]
        assert end(session, ana.id, grant, actor_id=bo.id, now=NOW) is True
        assert end(session, ana.id, grant, actor_id=bo.id, now=NOW) is False
        assert [one.person_id for one in rows if one.ended_at is None] == [bo.id]
        with pytest.raises(BadInput, match="no such crew"):
            give(session, ana.id, Grant(Role.TRAINER, "crew", "2"), actor_id=None, now=NOW)
        ana.closed_at = NOW
        with pytest.raises(RuleBroken, match="is closed"):
            give(session, ana.id, grant, actor_id=None, now=NOW)
    entry = entries(session, "people.role-ended")[0]
    assert (entry.actor_id, entry.data["scope"], entry.data["after"]) == (bo.id, "crew:1", [])


def test_an_administrator_of_one_place_is_not_the_last_of_the_whole_site(session, place, ana):
    make.give(session, ana, Role.ADMINISTRATOR, place)
    make.give(session, ana, Role.TRAINER)
    rights.demand_another_administrator(session, ana, queries.roles_held(session, ana.id))
    make.give(session, make.person(session, "Local"), Role.ADMINISTRATOR, place)
    former = make.give(session, make.person(session, "Former"), Role.ADMINISTRATOR)
    former.ended_at = NOW
    make.give(session, ana, Role.ADMINISTRATOR)
    with pytest.raises(RuleBroken, match="last administrator"):
        rights.demand_another_administrator(session, ana, queries.roles_held(session, ana.id))
