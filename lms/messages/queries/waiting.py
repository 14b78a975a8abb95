"""What letters are to be made of: the message of one, or all that is due for a digest."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lms.messages.models import Message, MessageDigest


def message_by_uuid(session: Session, uuid: str) -> Message | None:
    """A message whose letter waits; nothing if it was taken back meanwhile."""
    return session.scalars(select(Message).where(Message.uuid == uuid)).one_or_none()


def ungathered(now: datetime) -> ColumnElement[bool]:
    """As a filter on `Message`: due, and in no digest yet; what was read is not due any more."""
    return (Message.due_at <= now) & Message.digest_id.is_(None)


def people_due(session: Session, now: datetime, most: int) -> list[int]:
    """Some of those to whom something is due and for whom no digest is open."""
    still_open = select(MessageDigest.id).where(
        MessageDigest.person_id == Message.person_id, MessageDigest.made_at.is_(None)
    )
    wanted = select(Message.person_id).where(ungathered(now), ~still_open.exists()).distinct()
    return list(session.scalars(wanted.order_by(Message.person_id).limit(most)))


def contents_of(session: Session, digest: MessageDigest, now: datetime) -> Sequence[Message]:
    """What this digest says, oldest first: what was fixed, or what it would take in now."""
    if digest.made_at is not None:
        chosen = Message.digest_id == digest.id
    else:
        chosen = (Message.person_id == digest.person_id) & ungathered(now)
    return session.scalars(select(Message).where(chosen).order_by(Message.id)).all()
