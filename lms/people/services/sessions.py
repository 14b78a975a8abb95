"""Sign-ins: begun with a new token, ended one by one or all at once."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms import events, ids
from lms.errors import NotFound
from lms.people.events import SessionsEnded
from lms.people.models import Person, UserSession
from lms.people.queries import people as queries
from lms.people.rules import SESSION_LIFE


def begin_session(session: Session, person: Person, *, device: str, now: datetime) -> str:
    """Sign a person in on a device; answers the token, of which only the hash is kept."""
    token = ids.new_token(32)
    session.add(
        UserSession(
            uuid=ids.new_uuid(),
            token_hash=ids.digest(token),
            person_id=person.id,
            device=device,
            started_at=now,
            seen_at=now,
            ends_at=now + SESSION_LIFE,
            authenticated_at=now,
        )
    )
    if not person.has_signed_in:
        session.execute(update(Person).where(Person.id == person.id).values(has_signed_in=True))
    session.flush()
    return token


def authenticate_again(session: Session, session_id: int, *, now: datetime) -> None:
    """Write down that the person of this session has just shown once more who they are."""
    session.execute(update(UserSession).where(UserSession.id == session_id).values(authenticated_at=now))


def sign_out(session: Session, session_id: int, *, now: datetime) -> None:
    """End the session of this device; a second time does no harm."""
    session.execute(
        update(UserSession).where(UserSession.id == session_id, UserSession.ended_at.is_(None)).values(ended_at=now)
    )


def end_session(session: Session, person_id: int, uuid: str, *, now: datetime) -> None:
    """End one of a person's own sign-ins, such as that of a lost phone."""
    for row in queries.sessions_open(session, person_id, now):
        if row.uuid == uuid:
            row.ended_at = now
            session.flush()
            _record(session, person_id, 1, actor_id=person_id, now=now)
            return
    raise NotFound


def end_sessions(
    session: Session, person_id: int, *, actor_id: int | None, now: datetime, keep: int | None = None
) -> int:
    """End every sign-in of a person but the one to keep; answers how many."""
    rows = [row for row in queries.sessions_open(session, person_id, now) if row.id != keep]
    for row in rows:
        row.ended_at = now
    session.flush()
    if rows:
        _record(session, person_id, len(rows), actor_id=actor_id, now=now)
    return len(rows)


def _record(session: Session, person_id: int, count: int, *, actor_id: int | None, now: datetime) -> None:
    """Say so in the record."""
    events.publish(session, SessionsEnded(subject=f"person:{person_id}", actor_id=actor_id, at=now, sessions=count))
