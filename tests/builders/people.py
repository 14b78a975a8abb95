"""People, administrations and browsers of tests."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms import clock, ids
from lms.access import Grant, Role, Viewer
from lms.db import end_read_session
from lms.people.api import ADMINISTRATION
from lms.people.authentication.login_session import cookie_name
from lms.people.models import Administration, Person, RoleGrant, Unit
from lms.people.queries.people import grant_of, roles_held
from lms.people.services import password_hashing
from lms.people.services.placements import begin_placements
from lms.people.services.sessions import begin_session

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
_kept: dict[str, str] = {}  # hashing is slow on purpose; each password of the tests is hashed once
_numbers = itertools.count(1)


class Browser(FlaskClient):
    """A browser of its own: what one request left in the application's context is gone before the next."""

    def open(self, *args: Any, **options: Any) -> Any:
        """Ask, as if nobody had asked before."""
        forget_request()
        try:
            return super().open(*args, **options)
        finally:
            forget_request()


def forget_request() -> None:
    """Tests hold an application context open; a request inside it must not see the one before."""
    end_read_session()
    for name in list(g):
        g.pop(name)


def browser(app: Flask) -> Browser:
    """A new browser with no cookies."""
    return Browser(app, app.response_class, use_cookies=True)


def administration(
    session: Session, name: str | None = None, *, kind: str = "customs", country: str = "TH"
) -> Administration:
    """An administration."""
    number = next(_numbers)
    row = Administration(
        uuid=ids.new_uuid(), name=name or f"Administration {number}", kind=kind, country=country, created_at=NOW
    )
    session.add(row)
    session.flush()
    return row


def unit(session: Session, place: Administration, name: str | None = None, *, kind: str = "port") -> Unit:
    """A unit of an administration."""
    row = Unit(uuid=ids.new_uuid(), administration_id=place.id, name=name or f"Unit {next(_numbers)}", kind=kind)
    session.add(row)
    session.flush()
    return row


def person(
    session: Session,
    name: str | None = None,
    *roles: Role | tuple[Role, Administration | None],
    place: Administration | None = None,
    password: str | None = PASSWORD,
    **columns: Any,
) -> Person:
    """A person; a role alone is held everywhere, a pair in that administration."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "uuid": ids.new_uuid(),
        "username": f"person{number}",
        "email": None,
        "name": name or f"Person {number}",
        "password_hash": _hash(password) if password else None,
        "has_signed_in": password is not None,
        "administration_id": place.id if place else None,
        "demonstration": False,
        "created_at": NOW,
    }
    row = Person(**(values | columns))
    session.add(row)
    session.flush()
    begin_placements(session, [row], now=row.created_at)
    for one in roles:
        role, where = one if isinstance(one, tuple) else (one, None)
        give(session, row, role, where)
    return row


def give(session: Session, row: Person, role: Role, where: Administration | None = None) -> RoleGrant:
    """A role, everywhere or in an administration."""
    grant = Grant(role, ADMINISTRATION, str(where.id)) if where else Grant(role)
    return give_anywhere(session, row, grant)


def appointed(session: Session, by: int, role: Role = Role.PROGRAMME_MANAGER, name: str | None = None) -> Person:
    """Somebody who has this role everywhere from this person: it may be their own second account."""
    row = person(session, name)
    give(session, row, role).granted_by_id = by
    session.flush()
    return row


def give_anywhere(session: Session, row: Person, grant: Grant) -> RoleGrant:
    """A role for anything, whether there is such a thing or not."""
    held = RoleGrant(
        uuid=ids.new_uuid(),
        person_id=row.id,
        role=grant.role,
        scope_kind=grant.scope_kind,
        scope_id=grant.scope_id,
        granted_at=NOW,
    )
    session.add(held)
    session.flush()
    return held


def viewer(session: Session, row: Person) -> Viewer:
    """The person as views and policies know them."""
    return Viewer(
        id=row.id,
        uuid=row.uuid,
        name=row.name,
        administration_id=row.administration_id,
        language=row.language,
        session_id=0,
        grants=tuple(grant_of(one) for one in roles_held(session, row.id)),
    )


def a_viewer(number: int = 1, *grants: Grant, administration_id: int | None = None) -> Viewer:
    """Somebody without a row, for rules that ask no database."""
    return Viewer(
        id=number,
        uuid=ids.new_uuid(),
        name=f"Viewer {number}",
        administration_id=administration_id,
        language=None,
        session_id=0,
        grants=grants,
    )


def sign_in(client: FlaskClient, session: Session, row: Person, *, at: datetime | None = None) -> str:
    """Sign a person in without the form; answers the token."""
    token = begin_session(session, row, device="Firefox on Linux", now=at or clock.now())
    client.set_cookie(cookie_name(), token)
    forget_request()
    return token


def browser_of(app: Flask, session: Session, row: Person, *, at: datetime | None = None) -> Browser:
    """A browser in which somebody has signed in; what the session wrote is there for its requests."""
    made = browser(app)
    sign_in(made, session, row, at=at)
    session.commit()
    return made


@contextmanager
def forms_protected(app: Flask) -> Iterator[None]:
    """Inside, every form needs its token, as it does outside tests."""
    before = app.config["WTF_CSRF_ENABLED"]
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        yield
    finally:
        app.config["WTF_CSRF_ENABLED"] = before


def _hash(password: str) -> str:
    """A hash, made once a run."""
    if password not in _kept:
        _kept[password] = password_hashing.hashed(password)
    return _kept[password]
