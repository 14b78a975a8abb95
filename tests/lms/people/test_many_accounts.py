"""Many accounts in one step: by whom, where, with which names; all or none; in how many statements."""

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput
from lms.people.api import PersonDraft, draft_faults, make_people
from lms.people.consents.models import ProcessingConsent
from lms.people.models import Person, Placement
from lms.people.queries.people import grant_of, roles_held
from tests.builders import people as make
from tests.builders.people import NOW

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.fixture
def coordinator(session):
    """Somebody who coordinates Thailand."""
    row = make.person(session, "Coordinator")
    make.give_anywhere(session, row, Grant(Role.COORDINATOR, "country", "TH"))
    return make.viewer(session, row)


def drafts_of(place, *names, **more):
    return [PersonDraft(name=name, administration_id=place.id, **more) for name in names]


def test_a_class_becomes_officers_of_their_administration_with_unchecked_names(session, place, coordinator):
    unit = make.unit(session, place)
    made = make_people(session, drafts_of(place, "Ana Silva", "Bo Berg", unit_id=unit.id), by=coordinator, now=NOW)
    assert [(row.name, row.username, row.name_checked_at, row.password_hash) for row in made] == [
        ("Ana Silva", "ana.silva", None, None),
        ("Bo Berg", "bo.berg", None, None),
    ]
    for row in made:
        assert [grant_of(one) for one in roles_held(session, row.id)] == [
            Grant(Role.OFFICER, "administration", str(place.id))
        ]
        placed = session.scalars(select(Placement).where(Placement.person_id == row.id)).one()
        assert (placed.administration_id, placed.unit_id, placed.begun_at) == (place.id, unit.id, NOW)


def test_the_record_says_who_brought_them_in(session, place, coordinator):
    [row] = make_people(session, drafts_of(place, "Ana Silva"), by=coordinator, now=NOW)
    told = session.scalars(select(AuditEntry).where(AuditEntry.subject == f"person:{row.id}").order_by(AuditEntry.id))
    assert [(one.name, one.actor_id) for one in told] == [
        ("people.person-made", coordinator.id),
        ("people.role-granted", coordinator.id),
    ]


def test_namesakes_get_numbers_whether_they_come_together_or_were_there_before(session, place, coordinator):
    make.person(session, "Ana Silva", username="ana.silva")
    chosen = PersonDraft("Somebody Else", "ana.silva2", administration_id=place.id)
    made = make_people(session, [*drafts_of(place, "Ana Silva", "Ana Silva"), chosen], by=coordinator, now=NOW)
    assert [row.username for row in made] == ["ana.silva3", "ana.silva4", "ana.silva2"]


def test_who_is_asked_for_consent_reads_the_notice_first(session, place, coordinator):
    [asked] = make_people(session, drafts_of(place, "Ana Silva"), by=coordinator, now=NOW, asks_consent=True)
    [other] = make_people(session, drafts_of(place, "Bo Berg"), by=coordinator, now=NOW)
    assert (asked.consent_due, other.consent_due) == (True, False)
    waiting = session.scalars(select(ProcessingConsent)).all()
    assert [(one.person_id, one.answer, one.asked_at) for one in waiting] == [(asked.id, None, NOW)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Ana\u200bSilva"}, "name"),
        ({"local_name": "12"}, "local_name"),
        ({"username": "A B"}, "username"),
        ({"username": "taken"}, "username"),
        ({"email": "taken@example.org"}, "email"),
        ({"email": "TWICE@example.org"}, "email"),
        ({"unit_id": 999_999}, "unit"),
        ({"administration_id": None}, "administration"),
        ({"administration_id": 999_999}, "administration"),
    ],
)
def test_one_fault_keeps_all_from_being_made_and_is_told_beside_its_field(session, place, coordinator, change, field):
    make.person(session, "Taken", username="taken", email="taken@example.org")
    right = PersonDraft("Bo Berg", email="twice@example.org", administration_id=place.id)
    wrong = PersonDraft(**({"name": "Ana Silva", "administration_id": place.id} | change))
    faults = draft_faults(session, [right, wrong], by=coordinator)
    assert faults[1].field == field
    with pytest.raises(BadInput):
        make_people(session, [right, wrong], by=coordinator, now=NOW)
    assert session.scalars(select(Person).where(Person.name.in_(["Bo Berg", "Ana Silva"]))).all() == []


def test_people_of_another_country_are_brought_in_by_somebody_else(session, coordinator):
    abroad = make.administration(session, country="KE")
    with pytest.raises(BadInput, match="do not manage"):
        make_people(session, drafts_of(abroad, "Ana Silva"), by=coordinator, now=NOW)


def test_five_hundred_take_as_many_statements_as_fifty_besides_the_record(session, place, coordinator, counting):
    taken = []
    for many in (50, 500):
        drafts = drafts_of(place, *(f"Officer {'x' * (many // 100)} {number}" for number in range(many)))
        with counting() as statements:
            make_people(session, drafts, by=coordinator, now=NOW, asks_consent=True)
        taken.append(len([one for one in statements if "audit_entry" not in one]))
    assert taken[0] == taken[1] < 20
