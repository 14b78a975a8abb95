"""Messages opened by their reader."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.messages.models import Message
from lms.messages.queries.inbox import message_seen, owned_by


def open_message(session: Session, viewer: Viewer, uuid: str, *, now: datetime) -> None:
    """Note that one's own message was read: no digest brings it any more. Opened again, nothing changes."""
    message = message_seen(session, viewer, uuid)
    if message.read_at is None:
        message.read_at, message.due_at = now, None
        session.flush()


def read_all(session: Session, viewer: Viewer, newest: str, *, now: datetime) -> None:
    """Note that everything was read up to the newest message that the page showed; what came later stays unread."""
    upto = message_seen(session, viewer, newest)
    session.execute(
        update(Message)
        .where(owned_by(viewer), Message.id <= upto.id, Message.read_at.is_(None))
        .values(read_at=now, due_at=None)
        .execution_options(synchronize_session=False)
    )
