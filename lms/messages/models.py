"""Messages, the digests that gather them, and what each reader chose."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, ScalarSelect, String, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, choices
from lms.messages.rules.delivery import Channel

UNREAD = text("read_at IS NULL")
UNGATHERED = text("due_at IS NOT NULL AND digest_id IS NULL")
NOT_MADE = text("made_at IS NULL")


class MessageDigest(Base):
    """One letter that gathers what is due to a person; what is in it is fixed when the mail server takes the address.

    While the server is away the digest of a person stays open and takes in what becomes due, so there is one at most.
    """

    __tablename__ = "message_digest"
    __table_args__ = (
        Index("ix_message_digest_open", "person_id", unique=True, sqlite_where=NOT_MADE, postgresql_where=NOT_MADE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)  # the number of the letter, the same on each try
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]


class Message(Base):
    """One message in the inbox of one person: its values, which are put into words when it is read."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_inbox", "person_id", "id"),
        Index("ix_message_unread", "person_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index("ix_message_due", "due_at", "person_id", sqlite_where=UNGATHERED, postgresql_where=UNGATHERED),
        Index("ix_message_replace_key", "replace_key", "person_id"),
        Index("ix_message_digest_id", "digest_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(48))
    params: Mapped[dict[str, Any]]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who wrote it; none: the site itself
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    replace_key: Mapped[str | None] = mapped_column(String(120))  # a later message of this key takes its place
    due_at: Mapped[datetime | None]  # from when a digest takes it in; none: no digest does
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("message_digest.id"))  # the one that did


def unread_of(person_id: Any) -> ScalarSelect[int]:
    """How many messages a person has not read: a column of the query that asks who is signed in."""
    unread = select(func.count()).select_from(Message).where(Message.person_id == person_id, Message.read_at.is_(None))
    return unread.scalar_subquery()


class MessageChoice(Base):
    """How a person wants to be told of one kind of message; without a row, as the kind says."""

    __tablename__ = "message_choice"
    __table_args__ = (choices("channel", Channel),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(48), primary_key=True)
    channel: Mapped[str] = mapped_column(String(8))


class QuietHours(Base):
    """The quiet hours that a person chose; both the same: none."""

    __tablename__ = "quiet_hours"
    __table_args__ = (CheckConstraint("begins BETWEEN 0 AND 23 AND ends BETWEEN 0 AND 23", name="hours"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    begins: Mapped[int]
    ends: Mapped[int]
