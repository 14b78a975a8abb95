"""From whom rights come: directly, through others, by which roles."""

import pytest

from lms.access import Grant, Role
from lms.errors import NotFound, RuleBroken
from lms.people.queries.appointments import appointed_by, appointers_of
from lms.people.queries.people import nearest_holders, people_page, roles_held
from lms.people.services import name_checks, rights
from lms.people.services.independence import demand_independent
from tests.builders.people import NOW, give, person, sign_in, viewer


def appoint(session, giver, role=Role.ADMINISTRATOR):
    """Somebody to whom a person gave a role."""
    made = person(session)
    rights.grant_role(session, made, Grant(role), by=viewer(session, giver), now=NOW)
    return made


@pytest.fixture
def first(session):
    """An administrator who was added by a command."""
    return person(session, "First", Role.ADMINISTRATOR)


def test_rights_come_from_who_gave_the_role_and_from_whoever_gave_it_to_them(session, first):
    second = appoint(session, first)
    third = appoint(session, second, Role.PROGRAMME_MANAGER)
    beside = person(session, None, Role.ADMINISTRATOR)
    assert appointers_of(session, [third.id]) == {second.id, first.id}
    assert appointed_by(session, [first.id]) == {second.id, third.id}
    assert appointers_of(session, [first.id, beside.id]) == appointed_by(session, [third.id, beside.id]) == set()


def test_a_role_that_has_ended_has_given_rights_on_meanwhile(session, first):
    second = appoint(session, first)
    third = appoint(session, second)
    for row in roles_held(session, second.id):
        row.ended_at = NOW
    session.flush()
    assert first.id in appointers_of(session, [third.id])


def test_two_who_gave_each_other_roles_are_no_endless_question(session, first):
    second = appoint(session, first)
    rights.grant_role(session, first, Grant(Role.TRAINER), by=viewer(session, second), now=NOW)
    assert appointers_of(session, [first.id]) == {second.id, first.id}


def test_a_role_about_ones_own_things_alone_makes_nobody_dependent(session, first):
    officer = appoint(session, first, Role.OFFICER)
    give(session, officer, Role.PROGRAMME_MANAGER)
    assert appointers_of(session, [officer.id]) == set()


def test_nobody_decides_in_favour_of_whom_their_rights_come_from(session, first):
    second = appoint(session, first)
    with pytest.raises(RuleBroken, match="Your rights come from this person"):
        demand_independent(session, second.id, first.id)
    demand_independent(session, first.id, second.id)
    demand_independent(session, None, first.id)


def test_the_name_of_who_appointed_somebody_is_checked_by_others_who_are_named(session, first):
    second = appoint(session, first)
    third = person(session, "Third", Role.ADMINISTRATOR)
    with pytest.raises(NotFound):
        name_checks.check_name(session, first, by=viewer(session, second), now=NOW)
    rows = people_page(session, viewer(session, second), administration_id=None, words="first", number=1).rows
    assert [row.may_check for row in rows] == [False]
    asked = nearest_holders(session, "name.check", first.id, appointed_by(session, [first.id]))
    assert asked == ["Third"]
    name_checks.check_name(session, first, by=viewer(session, third), now=NOW)
    assert first.name_checked_by_id == third.id
    name_checks.uncheck_name(session, first, by=viewer(session, second), now=NOW)
    assert first.name_checked_at is None


def test_whoever_was_appointed_by_a_person_reads_why_they_do_not_check_the_name(session, first, client):
    sign_in(client, session, appoint(session, first))
    session.commit()
    page = client.get(f"/people/{first.uuid}")
    assert "Your rights come from this person." in page.text
    assert "is the same in the identity document" not in page.text
