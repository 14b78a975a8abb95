"""Drafts of many accounts, contacts of an administration and names at a door: each fault, each edge, by whom."""

import pytest
from sqlalchemy import select

from lms.access import Grant, Permission, Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput
from lms.people.api import ContactDraft, ContactKind, PersonDraft, draft_faults, make_people
from lms.people.models import AccountNameChange, Contact, Person, Placement, RoleGrant
from lms.people.queries.contacts import contact_rows
from lms.people.services.contacts import change_contacts
from lms.people.services.door_checks import DoorCheckState, check_at_door, checkable_at_door
from lms.scopes import Scopes
from tests.builders import people as make
from tests.builders.audit import entries
from tests.builders.people import NOW

pytestmark = pytest.mark.usefixtures("in_request")


def fields(session, drafts, by, within=None):
    return {place: fault.field for place, fault in draft_faults(session, drafts, by=by, within=within).items()}


def test_an_account_lies_in_an_administration_that_one_manages_or_that_another_rule_names(
    session, place, abroad, local, chief
):
    here, there = PersonDraft("Ana", administration_id=place.id), PersonDraft("Bo", administration_id=abroad.id)
    nowhere, gone = PersonDraft("Cy"), PersonDraft("Di", administration_id=999_999)
    drafts = [here, there, nowhere, gone]
    other_rule = Scopes(held={"administration": frozenset({str(abroad.id)})})
    place_fault = "administration"
    assert fields(session, drafts, local) == {1: place_fault, 2: place_fault, 3: place_fault}
    assert fields(session, drafts, chief) == {3: place_fault}
    assert fields(session, drafts, local, other_rule) == {0: place_fault, 2: place_fault, 3: place_fault}
    [made] = make_people(session, [there], by=local, now=NOW, within=other_rule)
    assert made.administration_id == abroad.id


def test_a_unit_is_one_of_the_administration(session, place, abroad, chief):
    own, other = make.unit(session, place), make.unit(session, abroad)
    drafts = [
        PersonDraft("Ana", administration_id=place.id, unit_id=unit) for unit in (own.id, other.id, 999_999, None)
    ]
    assert fields(session, drafts, chief) == {1: "unit", 2: "unit"}


def test_names_user_names_and_addresses_are_judged_one_by_one_and_the_first_fault_is_told(session, place, chief):
    make.person(session, "Taken", username="taken", email="taken@example.org")
    make.person(session, "Ana Silva", username="ana.silva")
    drafts = [
        PersonDraft("Ana Silva", administration_id=place.id, **more)
        for more in (
            {"username": "ana.silva"}, {"username": "Once"}, {"username": "twice"}, {"username": "TWICE"},
            {"username": "taken"}, {"username": "a b"}, {"email": "one@example.org"}, {"email": "two@example.org"},
            {"email": "TWO@example.org"}, {"email": "taken@example.org"}, {"local_name": "  "}, {"local_name": "12"},
            {"local_name": "อานา", "email": ""},
        )
    ]  # fmt: skip
    assert fields(session, drafts, chief) == {
        2: "username", 3: "username", 4: "username", 5: "username", 7: "email", 8: "email", 9: "email",
        11: "local_name",
    }  # fmt: skip


def test_a_fault_of_one_alone_is_told_without_the_name_and_of_several_with_it(session, place, chief):
    right, wrong = PersonDraft("Bo", administration_id=place.id), PersonDraft("Ana", administration_id=999_999)
    with pytest.raises(BadInput) as alone:
        make_people(session, [wrong], by=chief, now=NOW)
    with pytest.raises(BadInput) as among:
        make_people(session, [right, wrong], by=chief, now=NOW)
    assert among.value.message == f"Ana: {alone.value.message}"
    assert among.value.field == alone.value.field == "administration"
    assert session.scalars(select(Person).where(Person.name == "Bo")).all() == []


def test_names_that_propose_no_user_name_and_numbers_at_its_end_find_a_free_one(session, place, chief):
    for name in ("person", "bo7", "bo", "unlike"):
        make.person(session, username=name)
    names = ["มาลี", "Bo 7", "Bo7", "Bo", "Abo"]
    made = make_people(session, [PersonDraft(one, administration_id=place.id) for one in names], by=chief, now=NOW)
    assert [row.username for row in made] == ["person2", "bo.7", "bo72", "person3", "abo"]


def test_whoever_belongs_to_no_administration_is_made_without_role_and_placement(session, place, chief):
    drafts = [PersonDraft("Ana", email="A@example.org", language="fr"), PersonDraft("Bo", administration_id=place.id)]
    ana, bo = make_people(session, drafts, by=chief, now=NOW)
    assert (ana.email, ana.language, ana.demonstration, ana.has_signed_in, ana.consent_due, ana.created_at) == (
        "a@example.org", "fr", False, False, False, NOW,
    )  # fmt: skip
    held = session.scalars(select(RoleGrant).where(RoleGrant.person_id.in_([ana.id, bo.id]))).one()
    assert (held.person_id, held.granted_by_id, held.granted_at, held.ended_at) == (bo.id, chief.id, NOW, None)
    assert session.scalars(select(Placement.person_id).where(Placement.person_id.in_([ana.id, bo.id]))).all() == [bo.id]
    granted = entries(session, "people.role-granted")
    assert [(one.subject, one.data["before"], one.data["after"]) for one in granted] == [
        (f"person:{bo.id}", [], [f"officer@administration:{place.id}"])
    ]
    assert [(one.subject, one.data["administration_id"]) for one in entries(session, "people.person-made")] == [
        (f"person:{ana.id}", None), (f"person:{bo.id}", place.id),
    ]  # fmt: skip


DESK = ContactDraft(ContactKind.POLICE, "Desk", "191", "", "always")


def keep(session, place, *drafts, by=None):
    change_contacts(session, place.id, drafts, actor_id=by, now=NOW)


def test_contacts_change_in_their_own_administration_and_kind_alone(session, place, abroad, chief):
    rescue = ContactDraft(ContactKind.RESCUE, "Centre", "", "c@example.org")
    for where in (place, abroad):
        keep(session, where, DESK, rescue, by=chief.id)
    keep(session, place, ContactDraft(ContactKind.POLICE), ContactDraft(ContactKind.WILDLIFE))
    assert set(contact_rows(session, place.id)) == {ContactKind.RESCUE}
    assert set(contact_rows(session, abroad.id)) == {ContactKind.POLICE, ContactKind.RESCUE}
    keep(session, abroad, ContactDraft(ContactKind.POLICE, "Desk", "192", "d@example.org"))
    row = contact_rows(session, abroad.id)[ContactKind.POLICE]
    assert (row.name, row.telephone, row.email, row.hours) == ("Desk", "192", "d@example.org", "")
    told = entries(session, "people.contacts-changed")
    assert [(one.subject, one.actor_id) for one in told[:2]] == [
        (f"administration:{place.id}", chief.id), (f"administration:{abroad.id}", chief.id),
    ]  # fmt: skip
    assert [one.data["fields"] for one in told[2:]] == [
        ["police.name", "police.telephone", "police.hours"], ["police.telephone", "police.email", "police.hours"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "taken"),
    [
        ({"name": "n" * 80}, True),
        ({"name": "n" * 81}, False),
        ({"telephone": "1" * 30}, True),
        ({"telephone": "1" * 31}, False),
        ({"telephone": "", "email": "a@" + "e" * 74 + ".org"}, True),
        ({"email": "a@" + "e" * 75 + ".org"}, False),
        ({"hours": "h" * 60}, True),
        ({"hours": "h" * 61}, False),
        ({"name": "", "telephone": "", "hours": ""}, True),
        ({"name": "", "telephone": ""}, False),
        ({"name": ""}, False),
        ({"telephone": ""}, False),
    ],
)
def test_a_contact_has_a_name_a_way_to_call_and_no_more_than_there_is_room_for(session, place, change, taken):
    draft = ContactDraft(**(vars(DESK) | change))
    if taken:
        keep(session, place, draft)
    else:
        with pytest.raises(BadInput):
            keep(session, place, draft)
    assert len(session.scalars(select(Contact)).all()) == int(taken and bool(draft.name))


AT_DOOR = [Permission.NAME_CHECK, Permission.PEOPLE_MANAGE]


@pytest.fixture
def door(session, place, abroad, local):
    """People at the door of a local administrator, by what keeps their names from being checked."""
    rows = {
        "right": make.person(session, "Right", place=place, local_name="ไร"),
        "seen otherwise": make.person(session, "Other Name", place=place),
        "before": make.person(session, "Before", place=place, name_checked_at=NOW),
        "closed": make.person(session, "Closed", place=place, closed_at=NOW),
        "abroad": make.person(session, "Abroad", place=abroad),
        "changed": make.person(session, "Changed", place=place),
        "hidden": make.person(session, "Ana\u202eavliS", place=place),
        "own": session.get_one(Person, local.id),
        "changed by another": make.person(session, "Changed By Another", place=place),
    }
    appointer = make.person(session, "Appointer", place=place)
    held = session.scalars(select(RoleGrant).where(RoleGrant.person_id == local.id)).one()
    held.granted_by_id = appointer.id
    rows["appointer"] = appointer
    for name, by in (("changed", local.id), ("changed by another", appointer.id)):
        session.add(AccountNameChange(person_id=rows[name].id, by_id=by, at=NOW))
    session.flush()
    return rows


def test_at_a_door_each_name_is_judged_for_itself_and_why_not_is_said(session, local, door):
    seen = {row.uuid: row.name for row in door.values()} | {"nobody": "Nobody"}
    seen[door["right"].uuid] = "Right (ไร)"
    seen[door["seen otherwise"].uuid] = "Wrong"
    found = check_at_door(session, seen, AT_DOOR, by=local, now=NOW)
    said = {name: found[row.uuid] for name, row in door.items()} | {"nobody": found["nobody"]}
    assert {name for name, one in said.items() if one.state is DoorCheckState.CHECKED} == {
        "right", "changed by another",
    }  # fmt: skip
    assert [name for name, one in said.items() if one.state is DoorCheckState.BEFORE] == ["before"]
    words = {
        "seen otherwise": "The name has changed", "own": "your own name", "changed": "You changed the name",
        "abroad": "You do not check the name", "nobody": "You do not check the name", "hidden": "cannot be checked",
        "appointer": "You do not check the name", "closed": "You do not check the name",
    }  # fmt: skip
    assert {
        name: said[name].message.startswith(text) or text in said[name].message for name, text in words.items()
    } == (dict.fromkeys(words, True))
    assert all(said[name].state is DoorCheckState.REFUSED for name in words)
    session.expire_all()
    checked = {name for name, row in door.items() if row.name_checked_by_id == local.id}
    assert checked == {"right", "changed by another"}
    rows = session.scalars(select(AuditEntry).where(AuditEntry.name == "people.name-checked"))
    assert {one.actor_id for one in rows} == {local.id}


def test_a_name_that_was_checked_before_is_compared_too(session, local, door):
    before = door["before"]
    [found] = check_at_door(session, {before.uuid: "Somebody"}, AT_DOOR, by=local, now=NOW).values()
    assert (found.state, "has changed" in found.message) == (DoorCheckState.REFUSED, True)


def test_whom_one_may_check_at_a_door_is_told_of_those_who_were_asked_about(session, local, door):
    everybody = [row.id for row in door.values()]
    free = {door[name].id for name in ("right", "seen otherwise", "hidden", "changed by another")}
    assert checkable_at_door(session, local, AT_DOOR, everybody) == free
    assert checkable_at_door(session, local, AT_DOOR, [door["right"].id]) == {door["right"].id}
    assert checkable_at_door(session, local, ["exam.run"], everybody) == frozenset()
    assert checkable_at_door(session, local, ["exam.run", "people.manage"], everybody) == free
    row = make.person(session, "Of A Country")
    make.give_anywhere(session, row, Grant(Role.ADMINISTRATOR, "country", "KE"))
    assert checkable_at_door(session, make.viewer(session, row), AT_DOOR, everybody) == {door["abroad"].id}
