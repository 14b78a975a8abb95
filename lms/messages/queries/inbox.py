"""The inbox of a person: every query takes whose it is."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.errors import NotFound
from lms.messages.models import Message
from lms.people.api import people_named

PAGE = 25


def owned_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Message`: one's own, nobody else's."""
    return Message.person_id == viewer.id


def inbox_page(session: Session, viewer: Viewer, *, unread: bool = False, before: str = "") -> list[Message]:
    """A page of one's messages, newest first, and one more if there are older ones.

    `before` names the message after which the page begins; one that is not there any more begins at the newest.
    """
    wanted = select(Message).where(owned_by(viewer))
    if unread:
        wanted = wanted.where(Message.read_at.is_(None))
    last = session.scalar(select(Message.id).where(owned_by(viewer), Message.uuid == before)) if before else None
    if last is not None:
        wanted = wanted.where(Message.id < last)
    return list(session.scalars(wanted.order_by(Message.id.desc()).limit(PAGE + 1)))


def message_seen(session: Session, viewer: Viewer, uuid: str) -> Message:
    """One of one's own messages; what belongs to somebody else is not found."""
    found = session.scalars(select(Message).where(owned_by(viewer), Message.uuid == uuid)).one_or_none()
    if found is None:
        raise NotFound
    return found


def authors_of(session: Session, messages: Iterable[Message]) -> dict[int, str]:
    """The names of those who wrote in these messages, in one query, or in none where nobody did."""
    wrote = {one.by_id for one in messages if one.by_id is not None}
    return people_named(session, wrote) if wrote else {}
