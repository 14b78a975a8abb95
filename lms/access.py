"""Authorization: permissions and roles of the ground floor, grants, the viewer, and the gate that every view passes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from flask import Flask, current_app, request
from flask_login import current_user
from werkzeug.exceptions import Unauthorized

from lms.access_model import AccessModel, access_model
from lms.errors import NotFound
from lms.scopes import Scopes

View = TypeVar("View", bound=Callable[..., object])


class Permission(StrEnum):
    """What people may be allowed to do with accounts, rights and the record; other packages name their own."""

    ACCOUNT_OWN = "account.own"
    PEOPLE_MANAGE = "people.manage"
    NAME_CHECK = "name.check"
    ADMINISTRATION_MANAGE = "administration.manage"
    ROLE_GRANT = "role.grant"
    APPLICATION_DECIDE = "application.decide"
    AUDIT_READ = "audit.read"


class Role(StrEnum):
    """What a person is, everywhere or for one thing; other packages add roles of their own."""

    OFFICER = "officer"
    TRAINER = "trainer"
    ASSESSOR = "assessor"
    PROGRAMME_MANAGER = "programme-manager"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Grant:
    """A role held everywhere (no scope) or for one thing, such as ("administration", "4") or ("country", "TH")."""

    role: str
    scope_kind: str | None = None
    scope_id: str | None = None


@dataclass(frozen=True)
class Viewer:
    """The person who signed in, as every view and policy knows them."""

    id: int
    uuid: str
    name: str
    administration_id: int | None
    language: str | None
    session_id: int
    time_zone: str | None = None  # of the account, else of the unit
    country: str | None = None  # of the administration
    authenticated_at: datetime | None = None  # when the password was last typed in this session
    grants: tuple[Grant, ...] = field(default=())
    unread: int = 0  # messages in the inbox, known since the session was looked up
    consent_due: bool = False  # has to agree to what is kept before anything else

    @property
    def is_authenticated(self) -> bool:
        """Flask-Login asks; a viewer is always somebody."""
        return True

    def may(self, permission: str) -> bool:
        """Whether this is allowed anywhere: what the gate asks; a scope of a kind that nobody owns is nowhere."""
        if permission in self.allowed:
            return True
        self.model.demand(permission)
        return False

    def scopes(self, permission: str) -> Scopes:
        """Where this is allowed: what a policy asks."""
        return self.model.scopes(self.grants, permission)

    @cached_property
    def model(self) -> AccessModel:
        """The permissions and roles of the application, looked up once a viewer: a page asks them many times."""
        return access_model()

    @property
    def has_power(self) -> bool:
        """Whether a role of theirs reaches beyond their own things."""
        return any(self.model.has_power(one.role) for one in self.grants)

    @cached_property
    def allowed(self) -> frozenset[str]:
        """What is allowed anywhere; one's own account always is."""
        return self.model.carried_by(self.grants) | {Permission.ACCOUNT_OWN}


def public(view: View) -> View:
    """Declare that anybody may use this view."""
    view.access = None  # type: ignore[attr-defined]  # a function may carry attributes
    return view


def needs(permission: str) -> Callable[[View], View]:
    """Declare which permission, held anywhere, this view needs."""

    def declare(view: View) -> View:
        view.access = permission  # type: ignore[attr-defined]  # a function may carry attributes
        return view

    return declare


def step_up(view: View) -> View:
    """Declare that this view asks for the password again where it was not typed a short while ago."""
    view.step_up = True  # type: ignore[attr-defined]  # a function may carry attributes
    return view


def reached(check: Callable[..., object]) -> Callable[[View], View]:
    """Declare what is asked before a password is: `check` takes the view's arguments, and raises where all is refused.

    For views whose permission many hold, and few for the one thing that the address names.
    """

    def declare(view: View) -> View:
        view.reached = check  # type: ignore[attr-defined]  # a function may carry attributes
        return view

    return declare


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


def unknown_permissions(app: Flask, known: Iterable[str]) -> list[str]:
    """Endpoints that need a permission which no package names; the application does not start with one."""
    declared = {rule.endpoint: vars(app.view_functions[rule.endpoint])["access"] for rule in app.url_map.iter_rules()}
    return sorted(f"{endpoint} ({name})" for endpoint, name in declared.items() if name not in (None, *known))


def gate() -> None:
    """Before every view: nobody passes without the declared permission; unknown addresses fall through to 404."""
    if request.endpoint is None:
        return
    permission: str | None = vars(current_app.view_functions[request.endpoint])["access"]
    if permission is None:
        return
    person = viewer_or_none()
    if person is None:
        raise Unauthorized
    if not person.may(permission):
        raise NotFound
