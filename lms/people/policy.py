"""Who may see and change which people, administrations and rights: the rule for one and, for lists, for many."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, false, or_, select, true, union_all
from sqlalchemy.orm import Session

from lms.access import Grant, Permission, Role, Viewer
from lms.access_model import access_model
from lms.people.access.scope_kinds import COUNTRY, covers_administration, within
from lms.people.models import AccountNameChange, Administration, Contact, Person, RoleGrant


def in_scope(viewer: Viewer, permission: str, person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """As a filter on any column that holds a person: those whom this permission of the viewer reaches.

    It is an OR over the kinds of scope in which the viewer holds it; without a scope of any kind it is nobody.
    """
    scopes = viewer.scopes(permission)
    if scopes.everywhere:
        return true()
    kinds = access_model().scope_kinds
    reached = [kinds[kind].people(ids).correlate(None) for kind, ids in scopes.held.items()]
    if not reached:
        return false()
    return person_id.in_(reached[0] if len(reached) == 1 else union_all(*reached))


def reaches_person(session: Session, viewer: Viewer, permission: str, person_id: int) -> bool:
    """The same rule for one person, in at most one query."""
    scopes = viewer.scopes(permission)
    if scopes.everywhere or not scopes.held:
        return scopes.everywhere
    mine = in_scope(viewer, permission, Person.id.expression)
    return session.scalars(select(Person.id).where(Person.id == person_id, mine)).first() is not None


def reaching(session: Session, viewer: Viewer, permissions: Collection[str], person_id: int) -> frozenset[str]:
    """Those of these permissions of the viewer that reach one person; one query, or none."""
    held = {one: viewer.scopes(one) for one in sorted(permissions)}
    found = {one for one, scopes in held.items() if scopes.everywhere}
    some = [one for one, scopes in held.items() if scopes.held and one not in found]
    if some:
        asked = select(*(in_scope(viewer, one, Person.id.expression).label(f"r{n}") for n, one in enumerate(some)))
        row = session.execute(asked.where(Person.id == person_id)).first()
        found |= {one for one, reached in zip(some, row or (), strict=False) if reached}
    return frozenset(found)


def may_see(session: Session, viewer: Viewer, person: Person) -> bool:
    """The people whom the viewer manages."""
    return reaches_person(session, viewer, Permission.PEOPLE_MANAGE, person.id)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Person`."""
    return in_scope(viewer, Permission.PEOPLE_MANAGE, Person.id.expression)


def names_checked_by(viewer: Viewer) -> ColumnElement[bool]:
    """Whose names the viewer checks, as a filter on `Person`: in their scope, never of whom their own rights come."""
    return names_unchecked_by(viewer) & Person.id.not_in(appointers([viewer.id]))


def names_unchecked_by(viewer: Viewer) -> ColumnElement[bool]:
    """Whose check the viewer takes back, as a filter on `Person`: of people in their scope, never their own."""
    return in_scope(viewer, Permission.NAME_CHECK, Person.id.expression) & (Person.id != viewer.id)


def names_checked_at_door_by(viewer: Viewer, permissions: Collection[str]) -> ColumnElement[bool]:
    """Whose names the viewer checks at a door, as a filter on `Person`: whom one of these permissions reaches.

    Only names that nobody has checked; never their own, of whom their rights come, nor a name that they changed.
    """
    reached = or_(*(in_scope(viewer, one, Person.id.expression) for one in permissions))
    changed = select(AccountNameChange.person_id).where(AccountNameChange.by_id == viewer.id).correlate(None)
    open_names = Person.name_checked_at.is_(None) & Person.closed_at.is_(None) & (Person.id != viewer.id)
    return reached & open_names & Person.id.not_in(changed) & Person.id.not_in(appointers([viewer.id]))


def may_uncheck_name(session: Session, viewer: Viewer, person_id: int) -> bool:
    """The same rule for one."""
    return viewer.id != person_id and reaches_person(session, viewer, Permission.NAME_CHECK, person_id)


def appointers(people: Collection[int]) -> Select[int]:
    """From whom the rights of these people come, directly or through others: of roles with power, also ended ones."""
    given = select(RoleGrant.granted_by_id.label("id")).where(_gives_power())
    first = given.where(RoleGrant.person_id.in_(people)).cte(recursive=True)
    every = first.union(given.join(first, RoleGrant.person_id == first.c.id))
    return select(every.c.id)


def appointed(people: Collection[int]) -> Select[int]:
    """Whose rights come from these people, directly or through others: of roles with power, also ended ones."""
    taken = select(RoleGrant.person_id.label("id")).where(_gives_power())
    first = taken.where(RoleGrant.granted_by_id.in_(people)).cte(recursive=True)
    every = first.union(taken.join(first, RoleGrant.granted_by_id == first.c.id))
    return select(every.c.id)


def appointer_pairs(people: Collection[int], appointing: Collection[int]) -> Select[int, int]:
    """Which of the first have their rights from which of the second, directly or through others, as pairs."""
    given = select(RoleGrant.person_id.label("holder"), RoleGrant.granted_by_id.label("id")).where(_gives_power())
    first = given.where(RoleGrant.person_id.in_(people)).cte(recursive=True)
    further = select(first.c.holder, RoleGrant.granted_by_id.label("id")).where(_gives_power())
    every = first.union(further.join(first, RoleGrant.person_id == first.c.id))
    return select(every.c.holder, every.c.id).where(every.c.id.in_(appointing), every.c.id != every.c.holder)


def _gives_power() -> ColumnElement[bool]:
    """As a filter on `RoleGrant`: roles that reach beyond one's own things, given by a person and not by a command."""
    return RoleGrant.role.not_in(access_model().roles_without_power) & RoleGrant.granted_by_id.is_not(None)


def without_power() -> ColumnElement[bool]:
    """As a filter on `Person`: who holds no role that reaches beyond their own things; of an unknown one, who knows."""
    harmless = access_model().roles_without_power
    powerful = select(RoleGrant.person_id).where(RoleGrant.ended_at.is_(None), RoleGrant.role.not_in(harmless))
    return Person.id.not_in(powerful)


def officers_of(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Person`: open accounts that the viewer may move or give slips, many at once.

    Never their own, and none with rights over others: whether the viewer could give those is asked one by one.
    """
    return visible_to(viewer) & _open_to_many(viewer)


def newcomers_of(viewer: Viewer, reached: Collection[int] | None = None) -> ColumnElement[bool]:
    """As a filter on `Person`: those of them who have never been in, so that no slip opens what somebody uses.

    `reached`: of these people, whom another rule lets the viewer reach, instead of those whom they manage.
    """
    mine = officers_of(viewer) if reached is None else Person.id.in_(reached) & _open_to_many(viewer)
    return mine & Person.password_hash.is_(None) & Person.has_signed_in.is_(False)


def newcomers_among(viewer: Viewer, people: Collection[int], *, managed: bool) -> ColumnElement[bool]:
    """The same of these people; `managed`: only whom the viewer manages."""
    return newcomers_of(viewer) & Person.id.in_(people) if managed else newcomers_of(viewer, people)


def _open_to_many(viewer: Viewer) -> ColumnElement[bool]:
    return without_power() & Person.closed_at.is_(None) & (Person.id != viewer.id)


def may_place_in(session: Session, viewer: Viewer, administration_id: int | None) -> bool:
    """Whether the viewer manages the people of this administration; of none needs the permission everywhere."""
    scopes = viewer.scopes(Permission.PEOPLE_MANAGE)
    if scopes.everywhere or administration_id is None:
        return scopes.everywhere
    administration = session.get(Administration, administration_id)
    return administration is not None and covers_administration(scopes, administration)


def may_see_administration(viewer: Viewer, administration: Administration) -> bool:
    """The administrations that the viewer manages."""
    return covers_administration(viewer.scopes(Permission.ADMINISTRATION_MANAGE), administration)


def administrations_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Administration`."""
    return within(viewer.scopes(Permission.ADMINISTRATION_MANAGE), Administration.id.expression)


def contacts_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Contact`: those of one's own administration, and of those that one manages."""
    managed = within(viewer.scopes(Permission.ADMINISTRATION_MANAGE), Contact.administration_id.expression)
    return or_(Contact.administration_id == viewer.administration_id, managed)


def may_manage_country(viewer: Viewer, country: str) -> bool:
    """Whether an administration may be added to this country, or moved into it.

    Whoever holds a role for the country would then reach its people: so it takes the permission for the whole country.
    """
    return viewer.scopes(Permission.ADMINISTRATION_MANAGE).cover(COUNTRY, country)


def may_add_administration(viewer: Viewer) -> bool:
    """Who manages administrations everywhere, or in a country as a whole."""
    scopes = viewer.scopes(Permission.ADMINISTRATION_MANAGE)
    return scopes.everywhere or bool(scopes.ids(COUNTRY))


def reached(session: Session, viewer: Viewer, grants: Iterable[Grant]) -> frozenset[Grant]:
    """Those of these roles that lie within the viewer's own right to grant; one query a kind of scope at most.

    What is named itself lies within; so does what a named thing contains. A role held everywhere, or for a kind of
    thing that nobody owns, lies within the right of somebody everywhere alone.
    """
    scopes = viewer.scopes(Permission.ROLE_GRANT)
    if scopes.everywhere:
        return frozenset(grants)
    within, wider = set(), defaultdict(set)
    for grant in grants:
        if grant.scope_kind is None or not scopes.held:
            continue
        if scopes.cover(grant.scope_kind, grant.scope_id):
            within.add(grant)
        elif grant.scope_kind in access_model().scope_kinds:
            wider[grant.scope_kind].add(grant)
    for kind, asked in wider.items():
        ids = {grant.scope_id for grant in asked if grant.scope_id is not None}
        inside = {one.id for one in access_model().scope_kinds[kind].inside(session, scopes, ids)}
        within |= {grant for grant in asked if grant.scope_id in inside}
    return frozenset(within)


@dataclass(frozen=True)
class PowerOver:
    """What a viewer may do about one person: which roles to give or take, and whether to touch the account."""

    grantable: frozenset[Grant] = frozenset()
    may_act: bool = False


def power_over(session: Session, viewer: Viewer, person: Person, grants: Iterable[Grant]) -> PowerOver:
    """Nobody changes their own rights, nor gives or takes beyond their scope; `grants` are those that are asked about.

    To act is to hand out a code, to change or to close the account. Whoever can open an account holds its rights; so
    every right beyond one's own things, and every role that is not known here, must be one that the viewer could give.
    """
    if viewer.id == person.id or not may_see(session, viewer, person):
        return PowerOver()
    grants = frozenset(grants)
    within = reached(session, viewer, grants)
    return PowerOver(within, all(grant in within for grant in grants if access_model().has_power(grant.role)))


def may_grant(session: Session, viewer: Viewer, person: Person, grant: Grant) -> bool:
    """Whether the viewer may give this role to the person, or take it."""
    return grant in power_over(session, viewer, person, [grant]).grantable


def may_act_on(session: Session, viewer: Viewer, person: Person, grants: Iterable[Grant]) -> bool:
    """Whether the viewer may touch the account of the person, who holds these roles."""
    return power_over(session, viewer, person, grants).may_act


def everywhere_administrators() -> ColumnElement[bool]:
    """As a filter on `RoleGrant`: who can still mend everything."""
    return (RoleGrant.role == Role.ADMINISTRATOR) & RoleGrant.scope_kind.is_(None) & RoleGrant.ended_at.is_(None)


def holding_everywhere(permission: str) -> ColumnElement[bool]:
    """As a filter on `RoleGrant`: the roles whose permission reaches everybody."""
    model = access_model()
    model.demand(permission)
    roles = model.roles_with(permission, None)
    return RoleGrant.ended_at.is_(None) & RoleGrant.scope_kind.is_(None) & RoleGrant.role.in_(roles)


def holding(permission: str, person_id: int) -> ColumnElement[bool]:
    """As a filter on `RoleGrant`: the roles whose permission reaches this person."""
    model = access_model()
    model.demand(permission)
    ways = [RoleGrant.scope_kind.is_(None) & RoleGrant.role.in_(model.roles_with(permission, None))]
    for name, kind in model.scope_kinds.items():
        here = RoleGrant.scope_id.in_(kind.around(person_id).correlate(None))
        ways.append((RoleGrant.scope_kind == name) & RoleGrant.role.in_(model.roles_with(permission, name)) & here)
    return RoleGrant.ended_at.is_(None) & or_(*ways)


def matches_login(login: str) -> ColumnElement[bool]:
    """As a filter on `Person`: the account of this user name or e-mail, in the form of `normal_login`."""
    return or_(Person.username == login, Person.email == login)


def administrations_of(
    viewer: Viewer, permission: str, column: ColumnElement[int] | ColumnElement[int | None]
) -> ColumnElement[bool]:
    """As a filter on any column that holds an administration: those that this permission of the viewer reaches."""
    return within(viewer.scopes(permission), column)
