"""One-time tokens (links and codes), and the passwords that are set with them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms import events, ids
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.people import labels
from lms.people.events import PasswordSet, SecretMade
from lms.people.models import OneTimeSecret, Person
from lms.people.queries import people as queries
from lms.people.rules import SECRET_LIFE, SecretPurpose, SecretState, secret_state
from lms.people.services import password_hashing
from lms.people.services.password_choice import demand_good
from lms.people.services.sessions import end_sessions


def make_link(
    session: Session, person: Person, purpose: SecretPurpose, *, actor_id: int | None, now: datetime
) -> tuple[str, datetime]:
    """A token for a letter's link, and when it expires.

    What an administrator hands out ends all that was handed out before. What anybody may ask for on the sign-in page
    ends only its own kind, so that a stranger cannot spoil an invitation or a slip.
    """
    token = ids.new_token(24)
    own_kind = purpose if purpose is SecretPurpose.RESET and actor_id is None else None
    return token, _keep(session, person, purpose, ids.digest(token), own_kind, actor_id=actor_id, now=now)


def make_code(session: Session, person: Person, *, actor_id: int | None, now: datetime) -> tuple[str, datetime]:
    """A code for a printed slip, and when it expires; every older link and code ends."""
    code = password_hashing.new_code()
    kept = queries.code_digest(person, code)
    return code, _keep(session, person, SecretPurpose.SLIP, kept, None, actor_id=actor_id, now=now)


def _keep(
    session: Session,
    person: Person,
    purpose: SecretPurpose,
    token_hash: str,
    only: SecretPurpose | None,
    *,
    actor_id: int | None,
    now: datetime,
) -> datetime:
    """Write a new secret down, end the older ones and record it; answers when it expires."""
    if person.closed_at is not None:
        raise RuleBroken(_("This account is closed. Open it again before you create a link or a code."))
    end_secrets(session, [person.id], now=now, only=only)
    row = OneTimeSecret(
        token_hash=token_hash,
        person_id=person.id,
        purpose=purpose,
        made_at=now,
        made_by_id=actor_id,
        expires_at=now + SECRET_LIFE[purpose],
    )
    session.add(row)
    session.flush()
    made = SecretMade(subject=f"person:{person.id}", actor_id=actor_id, at=now, purpose=purpose, secret_id=row.id)
    events.publish(session, made)
    return row.expires_at


def end_secrets(session: Session, people: Collection[int], *, now: datetime, only: SecretPurpose | None = None) -> None:
    """Let no older link or code of these people open anything; of one purpose, or of all."""
    ending = update(OneTimeSecret).where(
        OneTimeSecret.person_id.in_(people), OneTimeSecret.used_at.is_(None), OneTimeSecret.ended_at.is_(None)
    )
    session.execute((ending.where(OneTimeSecret.purpose == only) if only else ending).values(ended_at=now))


def state_of(secret: OneTimeSecret, now: datetime) -> SecretState:
    """What has become of this secret."""
    return secret_state(used_at=secret.used_at, ended_at=secret.ended_at, expires_at=secret.expires_at, now=now)


def redeem_link(session: Session, token: str, password: str, *, now: datetime) -> Person:
    """Set a password with the link of a letter; the link has then done its work."""
    secret = queries.secret_of_link(session, token)
    if secret is None:
        raise RuleBroken(str(labels.LINK_UNKNOWN))
    state = state_of(secret, now)
    if state is not SecretState.OPEN:
        raise RuleBroken(str(labels.LINK_OVER[state]))
    return _redeem(session, secret, password, now=now)


def redeem_code(session: Session, person: Person | None, code: str, password: str, *, now: datetime) -> Person:
    """Set a password with the code of a slip; a code of somebody else answers like one that never was."""
    secret = queries.secret_of_code(session, person, code) if person else None
    if secret is None:
        raise BadInput("code", str(labels.CODE_UNKNOWN))
    state = state_of(secret, now)
    if state is not SecretState.OPEN:
        raise BadInput("code", str(labels.CODE_OVER[state]))
    return _redeem(session, secret, password, now=now)


def _redeem(session: Session, secret: OneTimeSecret, password: str, *, now: datetime) -> Person:
    """Use the secret up, once even when two come at the same moment, and set the password."""
    person = session.get_one(Person, secret.person_id)
    if person.closed_at is not None:
        raise RuleBroken(_("This account is closed. Ask your administrator."))
    used = session.execute(
        update(OneTimeSecret)
        .where(OneTimeSecret.id == secret.id, OneTimeSecret.used_at.is_(None), OneTimeSecret.ended_at.is_(None))
        .values(used_at=now)
        .returning(OneTimeSecret.id)
    ).scalar_one_or_none()
    if used is None:
        raise RuleBroken(str(labels.LINK_OVER[SecretState.USED]))
    set_password(session, person, password, by=secret.purpose, secret_id=secret.id, now=now)
    return person


def set_password(
    session: Session, person: Person, password: str, *, by: str, secret_id: int | None, now: datetime
) -> None:
    """Keep the new password; every sign-in and every link or code of before ends."""
    demand_good(session, person, password)
    person.password_hash = password_hashing.hashed(password)
    session.flush()
    end_secrets(session, [person.id], now=now)
    happened = PasswordSet(subject=f"person:{person.id}", actor_id=person.id, at=now, by=by, secret_id=secret_id)
    events.publish(session, happened)
    end_sessions(session, person.id, actor_id=person.id, now=now)
