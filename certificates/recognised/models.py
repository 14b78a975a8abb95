"""Credentials of other bodies, as a registrar entered them and a second person confirmed them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base

BODY_LENGTH = 120
NUMBER_LENGTH = 60
NOTE_LENGTH = 300
REASON_LENGTH = 500


class RecognisedCredential(Base):
    """A credential that another body gave: it is compared with that body, and never issued or signed by us."""

    __tablename__ = "recognised_credential"
    __table_args__ = (
        CheckConstraint("entered_by_id <> person_id AND confirmed_by_id <> person_id", name="never_own"),
        CheckConstraint("confirmed_by_id <> entered_by_id", name="two"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed"),
        CheckConstraint("(closed_at IS NULL) = (closed_reason IS NULL)", name="closed"),
        Index("ix_recognised_credential_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(String(BODY_LENGTH))  # who gave it
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH))  # by which that body knows it
    topics: Mapped[list[Any]]  # its scope, as schemes name topics
    valid_until: Mapped[date]  # its last day, in UTC
    document_note: Mapped[str] = mapped_column(String(NOTE_LENGTH))  # where the document that was seen is kept
    compared_by: Mapped[str] = mapped_column(String(BODY_LENGTH))  # who asked the body, and whom there
    compared_on: Mapped[date]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # refused, or ended before its date
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
