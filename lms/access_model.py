"""Role-based access control: the permissions, roles and scope kinds that the packages bring, put together once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from flask import Flask, current_app

from lms.scopes import EVERYWHERE, ScopeKind, Scopes

NAME_MOST = 24  # letters; the columns of `role_grant` hold no more
EXTENSION = "spoor-access"


class HeldRole(Protocol):
    """A role with where it is held: what a grant says."""

    @property
    def role(self) -> str:
        """The name of the role."""
        ...

    @property
    def scope_kind(self) -> str | None:
        """The kind of its scope; none for everywhere."""
        ...

    @property
    def scope_id(self) -> str | None:
        """The id of its scope; none for everywhere."""
        ...


@dataclass(frozen=True)
class PermissionDefinition:
    """One thing that a person may be allowed to do, and which roles of this package and those below hold it."""

    name: str
    title: str  # in English, for commands and documentation
    roles: frozenset[str] = frozenset()
    personal: bool = False  # about one's own things alone, so that holding it gives no power over others
    guarded: bool = False  # decides about others: whoever holds it is signed in for hours, not for weeks
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)  # role → carried only where held for these kinds

    def is_carried(self, role: str, kind: str) -> bool:
        """Whether a role that holds this carries it where it is held for a thing of this kind, or everywhere."""
        return role not in self.where or kind in self.where[role]


@dataclass(frozen=True)
class RoleDefinition:
    """What a person can be, everywhere or for one thing, and which permissions of below it holds."""

    name: str
    title: Any  # a lazy text
    permissions: frozenset[str] = frozenset()
    scope_kinds: frozenset[str] | None = None  # for what it can be held, `EVERYWHERE` among them; None: for anything


@dataclass(frozen=True)
class AccessDefinitions:
    """What one package brings: named once, in its manifest."""

    permissions: tuple[PermissionDefinition, ...] = ()
    roles: tuple[RoleDefinition, ...] = ()
    scope_kinds: tuple[ScopeKind, ...] = ()


Named = TypeVar("Named", PermissionDefinition, RoleDefinition, ScopeKind)


@dataclass(frozen=True)
class AccessModel:
    """Every permission, role and scope kind of an application, by name, in the order of the packages."""

    permissions: Mapping[str, PermissionDefinition]
    roles: Mapping[str, RoleDefinition]
    scope_kinds: Mapping[str, ScopeKind]
    held: Mapping[str, frozenset[str]]  # the permissions of each role
    carried: Mapping[tuple[str, str | None], frozenset[str]]  # the same by role and kind of scope, none for everywhere

    def may_be_held(self, role: str, kind: str | None) -> bool:
        """Whether this role can be held for things of this kind; what nobody owns holds for nothing."""
        return (role, kind) in self.carried

    def carried_by(self, grants: Iterable[HeldRole]) -> frozenset[str]:
        """The permissions that these roles, where they are held, carry together."""
        return frozenset().union(*(self.carried.get((one.role, one.scope_kind), ()) for one in grants))

    def roles_with(self, permission: str, kind: str | None) -> list[str]:
        """The roles that carry this permission where they are held for a thing of this kind, or everywhere."""
        return [role for role in self.roles if permission in self.carried.get((role, kind), ())]

    def has_power(self, role: str) -> bool:
        """Whether this role reaches beyond one's own things; one that is unknown here might."""
        return role not in self.held or any(not self.permissions[name].personal for name in self.held[role])

    @property
    def roles_without_power(self) -> list[str]:
        """The roles about one's own things alone."""
        return [role for role in self.roles if not self.has_power(role)]

    def guards(self, grants: Iterable[HeldRole]) -> bool:
        """Whether these roles carry a guarded permission."""
        return any(self.permissions[name].guarded for name in self.carried_by(grants))

    def scopes(self, grants: Iterable[HeldRole], permission: str) -> Scopes:
        """Where these roles together carry the permission."""
        self.demand(permission)
        held: dict[str, set[str]] = {}
        everywhere = False
        for grant in grants:
            if permission not in self.carried_by([grant]):
                continue
            if grant.scope_kind is None:
                everywhere = True
            elif grant.scope_id is not None:
                held.setdefault(grant.scope_kind, set()).add(grant.scope_id)
        return Scopes(everywhere, {kind: frozenset(ids) for kind, ids in held.items()})

    def demand(self, permission: str) -> None:
        """A permission that no package names is a fault of the program, and no right that nobody holds."""
        if permission not in self.permissions:
            raise ValueError(f"No package names the permission {permission}.")


def compose(parts: Iterable[AccessDefinitions]) -> AccessModel:
    """Put together what the packages bring, lowest first; names that clash or lead nowhere stop the start."""
    parts = tuple(parts)
    permissions = by_name([one for part in parts for one in part.permissions])
    roles = by_name([one for part in parts for one in part.roles])
    kinds = by_name([one for part in parts for one in part.scope_kinds])
    held = {name: set(role.permissions) for name, role in roles.items()}
    for permission in permissions.values():
        for role in permission.roles:
            demand_known(role, roles, f"the permission {permission.name}")
            held[role].add(permission.name)
        for role, kinds_named in permission.where.items():
            demand_known(permission.name, held.get(role, ()), f"the bound on the role {role}")
            for kind in kinds_named:
                demand_known(kind, {*kinds, EVERYWHERE}, f"the permission {permission.name}")
    for defined in roles.values():
        for name in defined.permissions:
            demand_known(name, permissions, f"the role {defined.name}")
        for kind in defined.scope_kinds or ():
            demand_known(kind, {*kinds, EVERYWHERE}, f"the role {defined.name}")
    for name in (*roles, *kinds):
        if len(name) > NAME_MOST or name == EVERYWHERE:
            raise ValueError(f"{name} is no name for a role or a kind of scope: too long, or taken.")
    return AccessModel(permissions, roles, kinds, *places(roles, kinds, held, permissions))


def places(
    roles: Mapping[str, RoleDefinition],
    kinds: Iterable[str],
    held: Mapping[str, Iterable[str]],
    permissions: Mapping[str, PermissionDefinition],
) -> tuple[dict[str, frozenset[str]], dict[tuple[str, str | None], frozenset[str]]]:
    """What each role holds, and what it carries where: looked up at every request, so it is put together once."""
    names = {role: frozenset(found) for role, found in held.items()}
    carried = {
        (role.name, kind): frozenset(
            name for name in names[role.name] if permissions[name].is_carried(role.name, kind or EVERYWHERE)
        )
        for role in roles.values()
        for kind in (None, *kinds)
        if role.scope_kinds is None or (kind or EVERYWHERE) in role.scope_kinds
    }
    return names, carried


def by_name(things: Iterable[Named]) -> dict[str, Named]:
    """Things by name; each name belongs to one."""
    found: dict[str, Named] = {}
    for thing in things:
        name = str(thing.name)
        if name in found:
            raise ValueError(f"Two packages name {name}.")
        found[name] = thing
    return found


def demand_known(name: str, known: Iterable[str], where: str) -> None:
    """Refuse a definition that speaks of what nobody defined."""
    if name not in known:
        raise ValueError(f"What {where} names is not defined: {name}.")


def init(app: Flask, parts: Iterable[AccessDefinitions]) -> None:
    """Give the application its permissions, roles and scope kinds."""
    app.extensions[EXTENSION] = compose(parts)


def model_of(app: Flask) -> AccessModel:
    """The permissions, roles and scope kinds of an application."""
    model: AccessModel = app.extensions[EXTENSION]
    return model


def access_model() -> AccessModel:
    """Those of the application in whose context we are."""
    return model_of(current_app)
