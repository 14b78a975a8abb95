"""Who may see and change which people, administrations and rights: the rule for one and, for lists, for many."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, false, or_, select, true

from lms.access import GRANTED, LEARNING, Grant, Permission, Role, Scopes, Viewer
from lms.people.models import Administration, Contact, Person, RoleGrant


def spans(viewer: Viewer, permission: Permission, administration_id: int | None) -> bool:
    """Whether the viewer's permission reaches people of this administration; people of none need it everywhere."""
    return viewer.scopes(permission).cover(administration_id)


def within(scopes: Scopes, administration_id: ColumnElement[int] | ColumnElement[int | None]) -> ColumnElement[bool]:
    """The same rule as a filter on a column that holds an administration."""
    if scopes.everywhere:
        return true()
    if not scopes.administrations:
        return false()
    return administration_id.in_(sorted(scopes.administrations))


def may_see(viewer: Viewer, person: Person) -> bool:
    """People of the administrations in which the viewer manages people."""
    return spans(viewer, Permission.PEOPLE_MANAGE, person.administration_id)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Person`."""
    return within(viewer.scopes(Permission.PEOPLE_MANAGE), Person.administration_id.expression)


def in_scope(viewer: Viewer, permission: Permission, person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """As a filter on any column that holds a person: those whom this permission of the viewer reaches."""
    scopes = viewer.scopes(permission)
    if scopes.everywhere:
        return true()
    return person_id.in_(select(Person.id).where(within(scopes, Person.administration_id.expression)))


def may_see_administration(viewer: Viewer, administration: Administration) -> bool:
    """The administrations that the viewer manages."""
    return spans(viewer, Permission.ADMINISTRATION_MANAGE, administration.id)


def administrations_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Administration`."""
    return within(viewer.scopes(Permission.ADMINISTRATION_MANAGE), Administration.id.expression)


def may_see_contacts(viewer: Viewer, administration_id: int) -> bool:
    """The contacts of one's own administration, and of those that one manages."""
    return viewer.administration_id == administration_id or spans(
        viewer, Permission.ADMINISTRATION_MANAGE, administration_id
    )


def contacts_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Contact`."""
    managed = within(viewer.scopes(Permission.ADMINISTRATION_MANAGE), Contact.administration_id.expression)
    return or_(Contact.administration_id == viewer.administration_id, managed)


def may_add_administration(viewer: Viewer) -> bool:
    """Only who manages administrations everywhere adds one."""
    return viewer.scopes(Permission.ADMINISTRATION_MANAGE).everywhere


def reaches(viewer: Viewer, grant: Grant) -> bool:
    """Whether the viewer's own right to grant covers where this role is held; other scopes need it everywhere."""
    scopes = viewer.scopes(Permission.ROLE_GRANT)
    return scopes.everywhere or (grant.scope_kind == "administration" and scopes.cover(grant.scope_id))


def may_grant(viewer: Viewer, person: Person, grant: Grant) -> bool:
    """Nobody changes their own rights, nor gives or takes beyond their scope."""
    return viewer.id != person.id and may_see(viewer, person) and reaches(viewer, grant)


def may_act_on(viewer: Viewer, person: Person, grants: Iterable[Grant]) -> bool:
    """Whether the viewer may hand out a code, change or close this account.

    Whoever can open an account holds its rights; so every right beyond learning must be one that the viewer could give.
    """
    if viewer.id == person.id or not may_see(viewer, person):
        return False
    return all(reaches(viewer, grant) for grant in grants if GRANTED[grant.role] - LEARNING)


def everywhere_administrators() -> ColumnElement[bool]:
    """As a filter on `RoleGrant`: who can still mend everything."""
    return (RoleGrant.role == Role.ADMINISTRATOR) & RoleGrant.scope_kind.is_(None) & RoleGrant.ended_at.is_(None)


def matches_login(login: str) -> ColumnElement[bool]:
    """As a filter on `Person`: the account of this user name or e-mail, in the form of `normal_login`."""
    return or_(Person.username == login, Person.email == login)
