"""Authentication of a request: by a password, by the link of a letter, by the code of a slip."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from lms import clock
from lms.access import Viewer, viewer_or_none
from lms.db import transaction
from lms.people.authentication import login_session
from lms.people.models import Person
from lms.people.queries import people as queries
from lms.people.rules import normal_code, normal_login
from lms.people.services import password_hashing, rate_limits, secrets, sessions
from lms.people.services.password_choice import demand_free_of


def by_password(login: str, password: str) -> bool:
    """Sign in if the password fits; the try is counted before, and no transaction waits for the slow comparison."""
    now, name, before = clock.now(), normal_login(login), viewer_or_none()
    with transaction() as session:
        person = queries.person_by_login(session, name)
        try_id = rate_limits.count_password(session, name, person, login_session.requesting_client(), now=now)
    kept = person.password_hash if person and person.closed_at is None else None
    if not password_hashing.fits(kept, password) or person is None or kept is None:
        return False
    renewed = password_hashing.hashed(password) if password_hashing.needs_renewal(kept) else None
    with transaction() as session:
        rate_limits.take_back(session, try_id)
        if renewed:
            session.get_one(Person, person.id).password_hash = renewed
        begin(session, person, before, now)
    return True


def by_link(token: str, password: str) -> None:
    """Set the password with the link of a letter, and sign in."""
    now, before = clock.now(), viewer_or_none()
    demand_free_of(current_app.config["SITE_NAME"], password)
    with transaction() as session:
        begin(session, secrets.redeem_link(session, token, password, now=now), before, now)


def by_code(login: str, code: str, password: str) -> None:
    """Set the password with the code of a slip, and sign in; only a code that was never this person's is counted."""
    now, name, typed, client = clock.now(), normal_login(login), normal_code(code), login_session.requesting_client()
    before = viewer_or_none()
    demand_free_of(current_app.config["SITE_NAME"], password)
    with transaction() as session:
        person = queries.person_by_login(session, name)
        if person is None or queries.secret_of_code(session, person, typed) is None:
            rate_limits.count_wrong_code(session, client, now=now)
    with transaction() as session:
        person = queries.person_by_login(session, name)
        begin(session, secrets.redeem_code(session, person, typed, password, now=now), before, now)


def change_password(person_id: int, current: str, password: str) -> bool:
    """Set a new password if the one of now fits; every other sign-in ends, this one gets a new token."""
    now, before = clock.now(), viewer_or_none()
    demand_free_of(current_app.config["SITE_NAME"], password)
    with transaction() as session:
        person = session.get_one(Person, person_id)
        client = login_session.signed_in_client(person)
        try_id = rate_limits.count_password(session, person.username, person, client, now=now)
    if not password_hashing.fits(person.password_hash, current):
        return False
    with transaction() as session:
        rate_limits.take_back(session, try_id)
        owner = session.get_one(Person, person_id)
        secrets.set_password(session, owner, password, by="account", secret_id=None, now=now)
        begin(session, owner, before, now)
    return True


def begin(session: Session, person: Person, before: Viewer | None, now: datetime) -> None:
    """Begin a session on this device; whoever was signed in on it before no longer is.

    Who that was is asked before the transaction: inside, the question would hold a second connection.
    """
    if before is not None:
        sessions.sign_out(session, before.session_id, now=now)
    token = sessions.begin_session(session, person, device=login_session.device_words(), now=now)
    login_session.enter(token, person.uuid)
