"""Whom the people of an administration call: entered by its administrator, seen by its own people alone."""

import itertools

import pytest
from sqlalchemy import select

from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput
from lms.people import api, policy
from lms.people.api import ContactDraft, ContactInfo, ContactKind
from lms.people.models import Contact
from lms.people.queries.contacts import contacts_seen
from lms.people.rules import is_telephone
from lms.people.services.contacts import MOST, change_contacts
from tests.builders import people as make
from tests.builders.people import NOW, browser_of

POLICE = ContactDraft(ContactKind.POLICE, "Harbour police", "+66 2 555 0103", "", "day and night")


@pytest.fixture
def other(session):
    return make.administration(session, "Mountain Police", kind="police", country="KE")


@pytest.fixture
def keep(app, session, place):
    """Keeps contacts of the administration, inside a request: what is refused is said in its language."""

    def act(*drafts, where=place):
        with app.test_request_context():
            change_contacts(session, where.id, drafts, actor_id=None, now=NOW)

    return act


def entries(session):
    rows = session.scalars(
        select(AuditEntry).where(AuditEntry.name == "people.contacts-changed").order_by(AuditEntry.id)
    )
    return [(row.subject, row.data) for row in rows]


@pytest.mark.parametrize(
    "number", ["191", "+66 2 555 0100", "(02) 555-0100 x12", "+856 21/555.010", "໐໒໑ ໕໕໕", "*191#"]
)
def test_what_can_be_dialled_is_a_telephone_number(number):
    assert is_telephone(number)


@pytest.mark.parametrize("number", ["", "19", "ask the desk", "+66 2 555 0100 (Somchai)", "<191>"])
def test_what_cannot_be_dialled_is_none(number):
    assert not is_telephone(number)


def test_contacts_are_kept_in_the_order_of_the_card(session, keep, place):
    keep(POLICE, ContactDraft(ContactKind.SUPERIOR, " Duty  officer ", "", "desk@example.org"))
    viewer = make.viewer(session, make.person(session, None, Role.OFFICER, place=place))
    assert api.contacts_of(session, viewer) == [
        ContactInfo(ContactKind.SUPERIOR, "Duty officer", "", "desk@example.org", ""),
        ContactInfo(ContactKind.POLICE, "Harbour police", "+66 2 555 0103", "", "day and night"),
    ]


def test_a_change_is_one_entry_that_names_the_fields_and_nobody(session, keep, place):
    keep(POLICE)
    keep(ContactDraft(ContactKind.POLICE, "Harbour police", "+66 2 555 0999", "", "day and night"))
    subject = f"administration:{place.id}"
    assert entries(session) == [
        (subject, {"fields": ["police.name", "police.telephone", "police.hours"]}),
        (subject, {"fields": ["police.telephone"]}),
    ]


def test_the_same_again_changes_nothing(session, keep):
    keep(POLICE)
    keep(POLICE)
    assert len(entries(session)) == 1


def test_what_is_emptied_goes(session, keep):
    keep(POLICE)
    keep(ContactDraft(ContactKind.POLICE))
    assert session.scalars(select(Contact)).all() == []
    assert len(entries(session)) == 2


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"name": ""}, "police_name", "Type a name"),
        ({"telephone": ""}, "police_telephone", "telephone number or an e-mail"),
        ({"telephone": "call us"}, "police_telephone", "not a telephone number"),
        ({"name": "n" * (MOST["name"] + 1)}, "police_name", "at most 80"),
        ({"hours": "h" * (MOST["hours"] + 1)}, "police_hours", "at most 60"),
        ({"name": "警察"}, "police_name", "cannot print 警 察"),
    ],
)
def test_what_nobody_could_call_or_the_card_could_not_print_is_refused(session, keep, change, field, words):
    draft = ContactDraft(**(vars(POLICE) | change))
    with pytest.raises(BadInput, match=words) as caught:
        keep(draft)
    assert caught.value.field == field
    assert session.scalars(select(Contact)).all() == []
    assert entries(session) == []


@pytest.mark.parametrize("name", ["ກົມປ່າໄມ້", "អាជ្ញាធរ", "กรมศุลกากร", "الجمارك"])
def test_names_in_the_scripts_of_our_fonts_are_taken(session, keep, name):
    keep(ContactDraft(**(vars(POLICE) | {"name": name})))
    assert session.scalars(select(Contact.name)).one() == name


@pytest.mark.parametrize(
    ("role", "scope", "at_home"), list(itertools.product(Role, ["everywhere", "here", "there"], [True, False]))
)
def test_the_list_shows_exactly_what_may_be_seen(session, keep, place, other, role, scope, at_home):
    keep(POLICE)
    keep(POLICE, where=other)
    where = {"everywhere": None, "here": place, "there": other}[scope]
    viewer = make.viewer(session, make.person(session, None, (role, where), place=place if at_home else None))
    manages = {"everywhere": {place, other}, "here": {place}, "there": {other}}[scope]
    expected = (manages if role is Role.ADMINISTRATOR else set()) | ({place} if at_home else set())
    assert {one for one in (place, other) if contacts_seen(session, viewer, one.id)} == expected
    listed = set(session.scalars(select(Contact.administration_id).where(policy.contacts_visible_to(viewer))))
    assert listed == {one.id for one in expected}
    assert bool(api.contacts_of(session, viewer)) == at_home


FORM = {
    "police_name": "Harbour police",
    "police_telephone": "191",
    "rescue_name": "Centre",
    "rescue_email": "a@example.org",
}


def test_the_administrator_of_an_administration_enters_its_contacts(app, session, place):
    local = browser_of(app, session, make.person(session, "Local", (Role.ADMINISTRATOR, place), place=place))
    assert "No contact yet" in local.get(f"/administrations/{place.uuid}").text
    answer = local.post(f"/administrations/{place.uuid}/contacts", data=FORM)
    assert (answer.status_code, answer.location) == (303, f"/administrations/{place.uuid}")
    page = local.get(answer.location).text
    for words in ("Harbour police", "191", "a@example.org", "The contacts are saved"):
        assert words in page
    assert 'value="Harbour police"' in local.get(f"/administrations/{place.uuid}/contacts").text


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(app, session, place):
    local = browser_of(app, session, make.person(session, "Local", (Role.ADMINISTRATOR, place), place=place))
    sent = FORM | {"police_telephone": "call us", "rescue_email": "none"}
    answer = local.post(f"/administrations/{place.uuid}/contacts", data=sent)
    assert answer.status_code == 422
    assert "This is not an e-mail address" in answer.text
    assert 'value="call us"' in answer.text
    answer = local.post(f"/administrations/{place.uuid}/contacts", data=FORM | {"police_telephone": "call us"})
    assert answer.status_code == 422
    assert 'id="police_telephone-error"' in answer.text
    assert session.scalars(select(Contact)).all() == []


@pytest.mark.parametrize("role", list(Role))
def test_nobody_else_reaches_the_page(app, session, place, other, role):
    keeper = browser_of(app, session, make.person(session, None, (role, other), place=place))
    address = f"/administrations/{place.uuid}/contacts"
    assert keeper.get(address).status_code == 404
    assert keeper.post(address, data=FORM).status_code == 404
    assert session.scalars(select(Contact)).all() == []


def test_the_page_asks_who_it_is(client, place):
    assert client.get(f"/administrations/{place.uuid}/contacts").status_code == 303
