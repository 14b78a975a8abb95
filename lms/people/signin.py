"""Sessions as the web sees them: a cookie with a random token, and the viewer that it stands for."""

from datetime import datetime

from flask import Flask, Request, Response, after_this_request, current_app, request
from flask_login import LoginManager
from sqlalchemy import select, update

from lms import clock, ids
from lms.access import Grant, Role, Viewer
from lms.db import reading, transaction
from lms.people.models import Person, RoleGrant, UserSession
from lms.people.rules import SEEN_EVERY, SESSION_LIFE, is_open


def cookie_name() -> str:
    """The cookie's name; over HTTPS its prefix binds it to this host and path."""
    return "__Host-spoor" if current_app.config["SITE_URL"].startswith("https://") else "spoor"


def viewer_of_token(token: str, now: datetime) -> Viewer | None:
    """Who this token stands for, with their rights, in one query; nobody if the session is over."""
    rows = (
        reading()
        .execute(
            select(
                UserSession.id,
                UserSession.seen_at,
                UserSession.ends_at,
                UserSession.ended_at,
                Person.id,
                Person.uuid,
                Person.name,
                Person.administration_id,
                Person.language,
                RoleGrant.role,
                RoleGrant.scope_kind,
                RoleGrant.scope_id,
            )
            .join(Person, Person.id == UserSession.person_id)
            .outerjoin(RoleGrant, (RoleGrant.person_id == Person.id) & RoleGrant.ended_at.is_(None))
            .where(UserSession.token_hash == ids.digest(token), Person.closed_at.is_(None))
        )
        .all()
    )
    if not rows:
        return None
    session_id, seen_at, ends_at, ended_at = rows[0][:4]
    if not is_open(ended_at=ended_at, seen_at=seen_at, ends_at=ends_at, now=now):
        return None
    if now - seen_at >= SEEN_EVERY:
        note_seen(session_id, now)
    person_id, uuid, name, administration_id, language = rows[0][4:9]
    return Viewer(
        id=person_id,
        uuid=uuid,
        name=name,
        administration_id=administration_id,
        language=language,
        session_id=session_id,
        grants=tuple(Grant(Role(role), kind, scope_id) for *_, role, kind, scope_id in rows if role is not None),
    )


def note_seen(session_id: int, now: datetime) -> None:
    """Keep a session from growing idle."""
    with transaction() as session:
        session.execute(update(UserSession).where(UserSession.id == session_id).values(seen_at=now))


def load_viewer(asked: Request) -> Viewer | None:
    """Flask-Login's question at each request."""
    token = asked.cookies.get(cookie_name())
    return viewer_of_token(token, clock.now()) if token else None


def set_cookie(token: str) -> None:
    """Give the browser the token of a session that was just begun."""

    @after_this_request
    def _set(response: Response) -> Response:
        response.set_cookie(
            cookie_name(),
            token,
            max_age=int(SESSION_LIFE.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=cookie_name().startswith("__Host-"),
            path="/",
        )
        return response


def drop_cookie() -> None:
    """Take the token back."""

    @after_this_request
    def _drop(response: Response) -> Response:
        response.delete_cookie(cookie_name(), path="/", secure=cookie_name().startswith("__Host-"), httponly=True)
        return response


def device_words() -> str:
    """What the browser says it is, cut short, for the list of sessions."""
    return (request.user_agent.string or "unknown device")[:200]


def init(app: Flask) -> None:
    """Have Flask-Login ask this module who is there; it keeps nothing of its own."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(load_viewer)
