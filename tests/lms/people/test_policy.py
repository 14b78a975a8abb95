"""What one may see, for one and for many, and what one may change: over every role and every scope."""

import itertools

import pytest
from sqlalchemy import select

from lms.access import Grant, Permission, Role
from lms.errors import NotFound, RuleBroken
from lms.people import api, policy, queries
from lms.people.models import Administration, Person
from lms.people.services import accounts
from tests.builders import people as make

pytestmark = pytest.mark.usefixtures("in_request")
SCOPES = ["everywhere", "own", "other"]


@pytest.fixture
def world(session):
    own, other = make.administration(session), make.administration(session)
    make.person(session, place=own)
    make.person(session, place=other)
    make.person(session)
    return {"everywhere": None, "own": own, "other": other}


def one_who(session, world, role, scope):
    """Somebody of the administration `own` with this role in this scope."""
    row = make.person(session, None, (role, world[scope]), place=world["own"])
    return make.viewer(session, row)


@pytest.mark.parametrize(("role", "scope"), list(itertools.product(Role, SCOPES)))
def test_the_list_shows_exactly_who_may_be_seen(session, world, role, scope):
    viewer = one_who(session, world, role, scope)
    everybody = session.scalars(select(Person)).all()
    listed = set(session.scalars(select(Person.id).where(policy.visible_to(viewer))))
    assert listed == {person.id for person in everybody if policy.may_see(viewer, person)}


@pytest.mark.parametrize(("role", "scope"), list(itertools.product(Role, SCOPES)))
def test_the_list_shows_exactly_which_administrations_may_be_seen(session, world, role, scope):
    viewer = one_who(session, world, role, scope)
    listed = set(session.scalars(select(Administration.id).where(policy.administrations_visible_to(viewer))))
    every = session.scalars(select(Administration)).all()
    assert listed == {row.id for row in every if policy.may_see_administration(viewer, row)}


@pytest.mark.parametrize(("permission", "role", "scope"), list(itertools.product(Permission, Role, SCOPES)))
def test_what_other_packages_filter_by_agrees_with_what_they_ask_for_one(session, world, permission, role, scope):
    viewer = one_who(session, world, role, scope)
    found = set(session.scalars(select(Person.id).where(api.people_in_scope(viewer, permission, Person.id))))
    everybody = api.people_info(session, session.scalars(select(Person.id)))
    assert found == {number for number, one in everybody.items() if api.reaches_person(viewer, permission, one)}


def test_only_administrators_see_people_and_only_where_they_are_one(session, world):
    seen = {}
    for role, scope in itertools.product(Role, SCOPES):
        viewer = one_who(session, world, role, scope)
        homes = session.scalars(select(Person.administration_id).where(policy.visible_to(viewer)).distinct())
        seen[role, scope] = set(homes)
    own, other = world["own"].id, world["other"].id
    assert {pair: homes for pair, homes in seen.items() if homes} == {
        (Role.ADMINISTRATOR, "everywhere"): {own, other, None},
        (Role.ADMINISTRATOR, "own"): {own},
        (Role.ADMINISTRATOR, "other"): {other},
    }


def test_who_may_not_be_seen_is_not_found(session, world):
    viewer = one_who(session, world, Role.ADMINISTRATOR, "own")
    stranger = make.person(session, place=world["other"])
    with pytest.raises(NotFound):
        queries.person_seen(session, viewer, stranger.uuid)


@pytest.mark.parametrize(("role", "scope"), list(itertools.product(Role, SCOPES)))
def test_nobody_gives_a_role_beyond_their_own_scope(session, world, role, scope):
    viewer = one_who(session, world, role, scope)
    person = make.person(session, place=world["own"])
    for wished in SCOPES:
        place = world[wished]
        grant = Grant(Role.TRAINER, "administration", place.id) if place else Grant(Role.TRAINER)
        allowed = role is Role.ADMINISTRATOR and (scope == "everywhere" or (scope == wished == "own"))
        assert policy.may_grant(viewer, person, grant) == allowed, wished


def test_nobody_gives_themselves_a_role(session, world):
    row = make.person(session, None, Role.ADMINISTRATOR)
    assert not policy.may_grant(make.viewer(session, row), row, Grant(Role.TRAINER))


@pytest.mark.parametrize(
    ("held", "where", "allowed"),
    [
        (Role.OFFICER, "everywhere", True),
        (Role.TRAINER, "own", True),
        (Role.TRAINER, "everywhere", False),
        (Role.PROGRAMME_MANAGER, "other", False),
        (Role.ADMINISTRATOR, "own", True),
        (Role.ADMINISTRATOR, "everywhere", False),
    ],
)
def test_who_could_not_give_a_right_may_not_open_the_account_that_holds_it(session, world, held, where, allowed):
    viewer = one_who(session, world, Role.ADMINISTRATOR, "own")
    person = make.person(session, None, (held, world[where]), place=world["own"])
    grants = [queries.grant_of(row) for row in queries.roles_held(session, person.id)]
    assert policy.may_act_on(viewer, person, grants) == allowed
    if not allowed:
        with pytest.raises(RuleBroken, match="beyond your own scope"):
            accounts.demand_may_act(session, viewer, person)


def test_holders_are_those_whose_permission_reaches_an_administration(session, world):
    everywhere = make.person(session, None, Role.PROGRAMME_MANAGER)
    here = make.person(session, None, (Role.PROGRAMME_MANAGER, world["own"]))
    make.person(session, None, (Role.PROGRAMME_MANAGER, world["other"]))
    make.person(session, None, Role.PROGRAMME_MANAGER, closed_at=make.NOW)
    assert api.holders_of(session, Permission.EXAM_MANAGE, world["own"].id) == [everywhere.id, here.id]
