"""Messages forgotten: when their time is over, and with the account of their reader."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from lms.db import Base
from lms.mail.rules import WAITS
from lms.messages.models import Message, MessageChoice, MessageDigest, QuietHours
from lms.messages.rules.retention import READ_KEPT, UNREAD_KEPT


def forget_old(session: Session, *, now: datetime) -> None:
    """Delete what was read a year ago, what nobody read in two, and digests that are over and say nothing any more."""
    unread = Message.read_at.is_(None) & (Message.sent_at < now - UNREAD_KEPT)
    _forget(session, Message, or_(Message.read_at < now - READ_KEPT, unread))
    used = select(Message.id).where(Message.digest_id == MessageDigest.id)
    _forget(session, MessageDigest, (MessageDigest.made_at < now - 2 * WAITS) & ~used.exists())


def forget_person(session: Session, person_id: int) -> None:
    """Delete the messages, digests and choices of somebody whose account is closed; waiting letters find nothing."""
    _forget(session, Message, Message.person_id == person_id)
    _forget(session, MessageDigest, MessageDigest.person_id == person_id)
    _forget(session, MessageChoice, MessageChoice.person_id == person_id)
    _forget(session, QuietHours, QuietHours.person_id == person_id)


def _forget(session: Session, model: type[Base], what: ColumnElement[bool]) -> None:
    session.execute(delete(model).where(what).execution_options(synchronize_session=False))
