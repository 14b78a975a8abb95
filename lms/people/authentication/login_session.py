"""Login sessions as the web sees them: a cookie with a random token, and the viewer that it stands for."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Flask, Request, Response, after_this_request, current_app, request
from flask import session as form_session
from flask_login import LoginManager
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import bindparam, func, select, update

from lms import clock, ids, outages
from lms.access import Grant, Viewer
from lms.access_model import access_model
from lms.db import read_session, transaction
from lms.messages.models import unread_of
from lms.people.models import Administration, Person, RoleGrant, Unit, UserSession
from lms.people.rules import SEEN_EVERY, SESSION_LIFE, is_open
from lms.people.services.rate_limits import Client
from lms.rate_limits import keyed, network_of

DEVICE_LIFE = 366 * 24 * 3600  # seconds
PEOPLE_PER_DEVICE = 12  # a classroom's computer knows the last ones
WHOM = (  # asked at every request, so it is put together once
    select(
        UserSession.id,
        UserSession.seen_at,
        UserSession.ends_at,
        UserSession.ended_at,
        UserSession.started_at,
        UserSession.authenticated_at,
        Person.id,
        Person.uuid,
        Person.name,
        Person.administration_id,
        Person.language,
        func.coalesce(Person.time_zone, Unit.time_zone),
        Administration.country,
        Person.consent_due,
        RoleGrant.role,
        RoleGrant.scope_kind,
        RoleGrant.scope_id,
        unread_of(Person.id).label("unread"),
    )
    .join(Person, Person.id == UserSession.person_id)
    .outerjoin(Unit, Unit.id == Person.unit_id)
    .outerjoin(Administration, Administration.id == Person.administration_id)
    .outerjoin(RoleGrant, (RoleGrant.person_id == Person.id) & RoleGrant.ended_at.is_(None))
    .where(UserSession.token_hash == bindparam("token_hash"), Person.closed_at.is_(None))
)


def is_secure() -> bool:
    """Whether the site is reached over HTTPS."""
    return bool(current_app.config["SITE_URL"].startswith("https://"))


def cookie_name(end: str = "") -> str:
    """A cookie's name; over HTTPS its prefix binds it to this host and path."""
    return f"__Host-spoor{end}" if is_secure() else f"spoor{end}"


def viewer_of_token(token: str, now: datetime) -> Viewer | None:
    """Who this token stands for, with their rights, in one query; nobody if the session is over."""
    rows = read_session().execute(WHOM, {"token_hash": ids.digest(token)}).all()
    if not rows:
        return None
    first: tuple[Any, ...] = tuple(rows[0])
    session_id, seen_at, ends_at, ended_at, started_at, authenticated_at = first[:6]
    grants = tuple(Grant(role, kind, scope_id) for *_, role, kind, scope_id, _unread in rows if role is not None)
    guarded = access_model().guards(grants)
    if not is_open(
        ended_at=ended_at, seen_at=seen_at, ends_at=ends_at, now=now, started_at=started_at, guarded=guarded
    ):
        return None
    if now - seen_at >= SEEN_EVERY:
        note_seen(session_id, now)
    person_id, uuid, name, administration_id, language, time_zone, country, consent_due = first[6:14]
    return Viewer(
        id=person_id,
        uuid=uuid,
        name=name,
        administration_id=administration_id,
        language=language,
        session_id=session_id,
        time_zone=time_zone,
        country=country,
        authenticated_at=authenticated_at,
        grants=grants,
        unread=rows[0].unread,
        consent_due=consent_due,
    )


def note_seen(session_id: int, now: datetime) -> None:
    """Keep a session from growing idle."""
    with transaction() as session:
        session.execute(update(UserSession).where(UserSession.id == session_id).values(seen_at=now))


def load_viewer(asked: Request) -> Viewer | None:
    """Flask-Login's question at each request; while the database is away nobody is known."""
    if outages.is_noted():
        return None
    token = asked.cookies.get(cookie_name())
    return viewer_of_token(token, clock.now()) if token else None


def give_cookie(name: str, value: str, seconds: int) -> None:
    """Give the browser a cookie that no script reads and no other site sends along with a form."""

    @after_this_request
    def _set(response: Response) -> Response:
        response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="Lax", secure=is_secure(), path="/")
        return response


def enter(token: str, person_uuid: str) -> None:
    """Let the browser carry a session that was just begun; forms opened before it no longer count."""
    form_session.clear()
    give_cookie(cookie_name(), token, int(SESSION_LIFE.total_seconds()))
    know_person(person_uuid)


def leave(*, forget_device: bool = False) -> None:
    """Take the token back; the device stays known, unless it shall forget who signed in on it."""
    form_session.clear()
    names = [cookie_name(), *([cookie_name("-device")] if forget_device else [])]

    @after_this_request
    def _drop(response: Response) -> Response:
        for name in names:
            response.delete_cookie(name, path="/", secure=is_secure(), httponly=True, samesite="Lax")
        return response


def seal() -> URLSafeSerializer:
    """Signs what a device remembers, so that nobody can claim to be known."""
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known-device")


def known_device() -> tuple[str | None, list[str]]:
    """This device's own token, and the people who signed in on it."""
    try:
        kept: Any = seal().loads(request.cookies.get(cookie_name("-device"), ""))
        return str(kept["device"]), [str(uuid) for uuid in kept["people"]]
    except (BadSignature, KeyError, TypeError):
        return None, []


def know_person(person_uuid: str) -> None:
    """Remember on this device that the person signed in here."""
    device, people = known_device()
    people = [person_uuid, *(uuid for uuid in people if uuid != person_uuid)][:PEOPLE_PER_DEVICE]
    value = seal().dumps({"device": device or ids.new_token(), "people": people})
    give_cookie(cookie_name("-device"), str(value), DEVICE_LIFE)


def requesting_client() -> Client:
    """The client of this request for rate limits; its network is a hash keyed with the secret of the site."""
    network = network_of(request.remote_addr or "")
    device, people = known_device()
    return Client(
        address=keyed(network, current_app.config["SECRET_KEY"]),
        device=ids.digest(device) if device else None,
        knows=frozenset(people),
    )


def signed_in_client(person: Person) -> Client:
    """The client of this person's own session, which is known even where the device has forgotten them."""
    client = requesting_client()
    if client.known_device(person):
        return client
    own = ids.digest(f"session {request.cookies.get(cookie_name(), '')}")
    return replace(client, device=own, knows=client.knows | {person.uuid})


def device_words() -> str:
    """What the browser says it is, cut short, for the list of sessions."""
    return (request.user_agent.string or "unknown device")[:200]


def init(app: Flask) -> None:
    """Have Flask-Login ask this module who is there; it keeps nothing of its own."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(load_viewer)
