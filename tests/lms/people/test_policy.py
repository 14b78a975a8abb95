"""What one may see, for one and for many, and what one may change: over every role and every kind of scope."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from assessments.permissions import ExamPermission
from lms.access import Grant, Permission, Role
from lms.access_model import AccessDefinitions, access_model, compose
from lms.app import manifests
from lms.errors import NotFound, RuleBroken
from lms.manifest import combined
from lms.people import api, policy
from lms.people.models import Administration, Person
from lms.people.queries import administrations
from lms.people.queries import people as queries
from lms.people.services import accounts
from tests.builders import people as make
from tests.builders.scopes import CrewScope, brought, make_crews

pytestmark = pytest.mark.usefixtures("in_request")
MODEL = compose(combined(manifests()).access)
SCOPES = ["everywhere", "own", "other", "country", "other country", "crew", "other crew", "unowned", "nowhere"]
EVERY = list(itertools.product(Role, SCOPES))


@pytest.fixture
def world(app, session):
    """Three administrations in two countries with a person each, one person of none, and two crews across them."""
    own, near = make.administration(session), make.administration(session)
    other = make.administration(session, country="KE")
    at = {name: make.person(session, place=place) for name, place in {"own": own, "near": near, "other": other}.items()}
    at["nowhere"] = make.person(session)
    make_crews(session, {1: [at["near"], at["nowhere"]], 2: [at["other"]]})
    with brought(app, AccessDefinitions(scope_kinds=(CrewScope(),))):
        yield {
            "people": {name: person.id for name, person in at.items()},
            "places": {"own": own, "near": near, "other": other},
            "scopes": {
                "everywhere": (None, None),
                "own": ("administration", str(own.id)),
                "other": ("administration", str(other.id)),
                "country": ("country", "TH"),
                "other country": ("country", "KE"),
                "crew": ("crew", "1"),
                "other crew": ("crew", "2"),
                "unowned": ("guild", "1"),
                "nowhere": ("administration", "999999"),
            },
        }


REACHED = {
    "everywhere": {"own", "near", "other", "nowhere"},
    "own": {"own"},
    "other": {"other"},
    "country": {"own", "near"},
    "other country": {"other"},
    "crew": {"near", "nowhere"},
    "other crew": {"other"},
    "unowned": set(),
    "nowhere": set(),
}
PLACES = {"everywhere": {"own", "near", "other"}, "own": {"own"}, "other": {"other"}, "country": {"own", "near"},
          "other country": {"other"}}  # fmt: skip


HELD_FOR = {Role.COORDINATOR: {"own", "other", "country", "other country", "nowhere"}}  # the others: for anything
MANAGING = {Role.ADMINISTRATOR, Role.COORDINATOR}  # who manages people


def can_hold(role, scope):
    """Whether this role carries anything there."""
    return scope in HELD_FOR.get(role, SCOPES)


def one_who(world, role, *scopes):
    """Somebody of no administration with this role in these scopes."""
    return make.a_viewer(0, *(Grant(role, *world["scopes"][scope]) for scope in scopes))


def carries(world, role, scope, permission):
    """Whether the role as it is held in this scope allows it: some only as they are held for some kinds of things."""
    bound = MODEL.permissions[permission].where.get(role)
    kind = world["scopes"][scope][0] or "everywhere"
    return permission in MODEL.held[role] and (bound is None or kind in bound)


def found_by(session, world, viewer, permission):
    """Whom a list shows, by their names in the world."""
    ids = set(session.scalars(select(Person.id).where(api.people_in_scope(viewer, permission, Person.id))))
    return {name for name, number in world["people"].items() if number in ids}


@pytest.mark.parametrize(("role", "scope"), EVERY)
def test_a_permission_reaches_exactly_the_people_of_its_scope(session, world, role, scope):
    viewer = one_who(world, role, scope)
    for permission in MODEL.permissions:
        allowed = can_hold(role, scope) and carries(world, role, scope, permission)
        expected = REACHED[scope] if allowed else set()
        assert found_by(session, world, viewer, permission) == expected, permission
        one_by_one = {
            name for name, number in world["people"].items() if api.reaches_person(session, viewer, permission, number)
        }
        assert one_by_one == expected, permission


@pytest.mark.parametrize(("role", "scope"), EVERY)
def test_the_list_shows_exactly_who_may_be_seen(session, world, role, scope):
    viewer = one_who(world, role, scope)
    everybody = session.scalars(select(Person)).all()
    listed = set(session.scalars(select(Person.id).where(policy.visible_to(viewer))))
    assert listed == {person.id for person in everybody if policy.may_see(session, viewer, person)}
    expected = REACHED[scope] if role in MANAGING and can_hold(role, scope) else set()
    assert listed == {world["people"][name] for name in expected}


@pytest.mark.parametrize(("role", "scope"), EVERY)
def test_the_list_shows_exactly_which_administrations_may_be_seen(session, world, role, scope):
    viewer = one_who(world, role, scope)
    listed = set(session.scalars(select(Administration.id).where(policy.administrations_visible_to(viewer))))
    every = session.scalars(select(Administration)).all()
    assert listed == {row.id for row in every if policy.may_see_administration(viewer, row)}
    expected = PLACES.get(scope, set()) if role is Role.ADMINISTRATOR else set()
    assert listed == {world["places"][name].id for name in expected}


GRANTS = st.lists(st.tuples(st.sampled_from([*Role, "emperor"]), st.sampled_from(SCOPES)), max_size=4)


@given(held=GRANTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_roles_reach_together_what_each_reaches_alone(session, world, held):
    viewer = make.a_viewer(0, *(Grant(role, *world["scopes"][scope]) for role, scope in held))
    for permission in (Permission.PEOPLE_MANAGE, ExamPermission.EXAM_RUN):
        carrying = [scope for role, scope in held if permission in MODEL.held.get(role, ()) and can_hold(role, scope)]
        expected = set().union(*(REACHED[scope] for scope in carrying))
        assert found_by(session, world, viewer, permission) == expected
        assert viewer.may(permission) == any(scope != "unowned" for scope in carrying)
        for name, number in world["people"].items():
            assert api.reaches_person(session, viewer, permission, number) == (name in expected)


def test_a_country_reaches_administrations_that_are_made_later_and_the_people_in_them(session, world):
    viewer = one_who(world, Role.ADMINISTRATOR, "country")
    late = make.administration(session)
    person = make.person(session, place=late)
    assert policy.may_see(session, viewer, person)
    assert policy.may_see_administration(viewer, late)
    assert administrations.administration_seen(session, viewer, late.uuid) == late
    assert policy.may_place_in(session, viewer, late.id)


def test_a_scope_of_a_kind_that_nobody_owns_opens_nothing(session, world):
    viewer = one_who(world, Role.ADMINISTRATOR, "unowned")
    assert not any(viewer.may(permission) for permission in MODEL.permissions if permission != Permission.ACCOUNT_OWN)
    assert viewer.may(Permission.ACCOUNT_OWN)
    assert viewer.scopes(Permission.PEOPLE_MANAGE).held == {}


def test_who_may_not_be_seen_is_not_found(session, world):
    viewer = one_who(world, Role.ADMINISTRATOR, "own")
    stranger = make.person(session, place=world["places"]["other"])
    with pytest.raises(NotFound):
        queries.person_seen(session, viewer, stranger.uuid)


WITHIN = {  # which scopes lie within which; each within everywhere and itself
    "everywhere": set(SCOPES),
    "own": {"own"},
    "other": {"other"},
    "country": {"country", "own"},
    "other country": {"other country", "other"},
    "crew": {"crew"},
    "other crew": {"other crew"},
    "unowned": set(),
    "nowhere": {"nowhere"},  # though nobody is in it, and no service gives a role for it
}


@pytest.mark.parametrize(("role", "scope"), EVERY)
def test_nobody_gives_a_role_beyond_their_own_scope(session, world, role, scope):
    viewer = one_who(world, role, scope)
    people = {name: session.get_one(Person, number) for name, number in world["people"].items()}
    grants = {wished: Grant(Role.TRAINER, *world["scopes"][wished]) for wished in SCOPES}
    expected = WITHIN[scope] if role is Role.ADMINISTRATOR else set()
    within = policy.reached(session, viewer, grants.values())
    assert {wished for wished, grant in grants.items() if grant in within} == expected
    for (name, person), (wished, grant) in itertools.product(people.items(), grants.items()):
        allowed = wished in expected and name in REACHED[scope]
        assert policy.may_grant(session, viewer, person, grant) == allowed, (name, wished)


def test_nobody_gives_themselves_a_role(session, world):
    row = make.person(session, None, Role.ADMINISTRATOR)
    assert not policy.may_grant(session, make.viewer(session, row), row, Grant(Role.TRAINER))


@pytest.mark.parametrize(
    ("by", "held", "where", "allowed"),
    [
        ("own", Role.OFFICER, "everywhere", True),
        ("own", Role.TRAINER, "own", True),
        ("own", Role.TRAINER, "everywhere", False),
        ("own", Role.TRAINER, "country", False),
        ("own", Role.PROGRAMME_MANAGER, "other", False),
        ("own", Role.ADMINISTRATOR, "own", True),
        ("own", Role.ADMINISTRATOR, "everywhere", False),
        ("country", Role.ADMINISTRATOR, "own", True),
        ("country", Role.ADMINISTRATOR, "country", True),
        ("country", Role.ADMINISTRATOR, "other country", False),
        ("country", Role.TRAINER, "crew", False),
        ("country", Role.ASSESSOR, "crew", False),
        ("country", Role.TRAINER, "unowned", False),
        ("country", "emperor", "everywhere", False),
        ("country", "emperor", "own", True),
        ("everywhere", "emperor", "unowned", True),
    ],
)
def test_who_could_not_give_a_right_may_not_open_the_account_that_holds_it(session, world, by, held, where, allowed):
    viewer = one_who(world, Role.ADMINISTRATOR, by)
    person = make.person(session, place=world["places"]["own"])
    make.give_anywhere(session, person, Grant(held, *world["scopes"][where]))
    grants = [queries.grant_of(row) for row in queries.roles_held(session, person.id)]
    assert policy.may_act_on(session, viewer, person, grants) == allowed
    if not allowed:
        with pytest.raises(RuleBroken, match="outside the area of your role"):
            accounts.demand_may_act(session, viewer, person)


@pytest.mark.parametrize("role", list(Role))
def test_holders_are_exactly_those_whose_permission_reaches_the_person(session, world, role):
    holders = {}
    for scope in SCOPES:
        row = make.person(session)
        make.give_anywhere(session, row, Grant(role, *world["scopes"][scope]))
        holders[row.id] = scope
    gone = make.person(session, closed_at=make.NOW)
    make.give_anywhere(session, gone, Grant(role))
    for permission, (name, number) in itertools.product(access_model().permissions, world["people"].items()):
        found = api.holders_of(session, permission, number)
        expected = {
            one
            for one in SCOPES
            if name in REACHED[one] and can_hold(role, one) and carries(world, role, one, permission)
        }
        assert {holders[one] for one in found} == expected, (permission, name)


def test_a_permission_that_no_package_names_is_a_fault_and_no_right_that_nobody_holds(session, world):
    viewer = one_who(world, Role.ADMINISTRATOR, "everywhere")
    for ask in (viewer.may, viewer.scopes, lambda name: api.holders_of(session, name, 1)):
        with pytest.raises(ValueError, match="No package names"):
            ask("course.fly")
