"""Who may do what, on one page: permissions, roles, scopes, and the gate that every view passes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from flask import Flask, current_app, request
from flask_login import current_user
from werkzeug.exceptions import Unauthorized

from lms.errors import NotFound

View = TypeVar("View", bound=Callable[..., object])


class Permission(StrEnum):
    """One thing that a person may be allowed to do."""

    ACCOUNT_OWN = "account.own"
    COURSE_TAKE = "course.take"
    ATTEMPT_SIT = "attempt.sit"
    CREDENTIAL_HOLD = "credential.hold"
    COURSE_READ_ANY = "course.read-any"
    EXAM_MANAGE = "exam.manage"
    PEOPLE_MANAGE = "people.manage"
    ADMINISTRATION_MANAGE = "administration.manage"
    ROLE_GRANT = "role.grant"
    CREDENTIAL_MANAGE = "credential.manage"
    AUDIT_READ = "audit.read"


class Role(StrEnum):
    """What a person is, everywhere or in one scope."""

    OFFICER = "officer"
    TRAINER = "trainer"
    ASSESSOR = "assessor"
    PROGRAMME_MANAGER = "programme-manager"
    ADMINISTRATOR = "administrator"


LEARNING = frozenset(
    {Permission.ACCOUNT_OWN, Permission.COURSE_TAKE, Permission.ATTEMPT_SIT, Permission.CREDENTIAL_HOLD}
)
GRANTED: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: LEARNING,
    Role.TRAINER: LEARNING | {Permission.COURSE_READ_ANY},
    Role.ASSESSOR: LEARNING,
    Role.PROGRAMME_MANAGER: LEARNING
    | {Permission.COURSE_READ_ANY, Permission.EXAM_MANAGE, Permission.CREDENTIAL_MANAGE},
    Role.ADMINISTRATOR: LEARNING
    | {
        Permission.PEOPLE_MANAGE,
        Permission.ADMINISTRATION_MANAGE,
        Permission.ROLE_GRANT,
        Permission.CREDENTIAL_MANAGE,
        Permission.AUDIT_READ,
    },
}


@dataclass(frozen=True)
class Grant:
    """A role held everywhere (no scope) or in one scope, such as ("administration", 4)."""

    role: Role
    scope_kind: str | None = None
    scope_id: int | None = None


@dataclass(frozen=True)
class Scopes:
    """Where a permission holds: everywhere, or in these administrations."""

    everywhere: bool
    administrations: frozenset[int]

    def cover(self, administration_id: int | None) -> bool:
        """Whether the permission holds for people of this administration; nowhere belongs to nobody's scope."""
        return self.everywhere or (administration_id is not None and administration_id in self.administrations)


@dataclass(frozen=True)
class Viewer:
    """The person who signed in, as every view and policy knows them."""

    id: int
    uuid: str
    name: str
    administration_id: int | None
    language: str | None
    session_id: int
    must_change_password: bool = False
    grants: tuple[Grant, ...] = field(default=())

    @property
    def is_authenticated(self) -> bool:
        """Flask-Login asks; a viewer is always somebody."""
        return True

    @property
    def is_active(self) -> bool:
        """Flask-Login asks; closed accounts never become a viewer."""
        return True

    @property
    def is_anonymous(self) -> bool:
        """Flask-Login asks."""
        return False

    def get_id(self) -> str:
        """Flask-Login asks."""
        return str(self.id)

    def may(self, permission: Permission) -> bool:
        """Whether this is allowed anywhere: what the gate asks."""
        return permission == Permission.ACCOUNT_OWN or any(permission in GRANTED[g.role] for g in self.grants)

    def scopes(self, permission: Permission) -> Scopes:
        """Where this is allowed: what a policy asks."""
        holding = [g for g in self.grants if permission in GRANTED[g.role]]
        return Scopes(
            everywhere=any(g.scope_kind is None for g in holding),
            administrations=frozenset(
                g.scope_id for g in holding if g.scope_kind == "administration" and g.scope_id is not None
            ),
        )


def public(view: View) -> View:
    """Declare that anybody may use this view."""
    view.access = None  # type: ignore[attr-defined]  # a function may carry attributes
    return view


def needs(permission: Permission) -> Callable[[View], View]:
    """Declare which permission, held anywhere, this view needs."""

    def mark(view: View) -> View:
        view.access = permission  # type: ignore[attr-defined]  # a function may carry attributes
        return view

    return mark


def viewer() -> Viewer:
    """The person of this request; asking where nobody signed in is a fault of the view's declaration."""
    found = viewer_or_none()
    if found is None:
        raise Unauthorized
    return found


def viewer_or_none() -> Viewer | None:
    """The person of this request, or nobody."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def undeclared(app: Flask) -> list[str]:
    """Endpoints that say nothing about who may use them; the application does not start with one."""
    return sorted(
        rule.endpoint for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], "access")
    )


def gate() -> None:
    """Before every view: nobody passes without the declared permission; unknown addresses fall through to 404."""
    if request.endpoint is None:
        return
    permission: Permission | None = vars(current_app.view_functions[request.endpoint])["access"]
    if permission is None:
        return
    person = viewer_or_none()
    if person is None:
        raise Unauthorized
    if not person.may(permission):
        raise NotFound
