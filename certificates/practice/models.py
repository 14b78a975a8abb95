"""What people log of their practice: entries, and what each says in its revisions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from certificates.practice.rules.log import PracticeKind, PracticeUnit
from lms.db import Base, choices

ROLE_LENGTH = 80
WORDS_LENGTH = 600
REASON_LENGTH = 500


class PracticeEntry(Base):
    """Something that a person did at work and logged; what it says stands in its revisions."""

    __tablename__ = "practice_entry"
    __table_args__ = (Index("ix_practice_entry_person_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class PracticeRevision(Base):
    """What an entry says from a moment on. Append-only; the highest number counts."""

    __tablename__ = "practice_revision"
    __table_args__ = (
        choices("kind", PracticeKind),
        choices("unit", PracticeUnit),
        UniqueConstraint("entry_id", "no"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("no > 0", name="no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("practice_entry.id"))
    no: Mapped[int]  # from 1
    kind: Mapped[str] = mapped_column(String(16))
    on: Mapped[date]  # its last day
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(String(8))
    country: Mapped[str] = mapped_column(String(2))  # ISO 3166-1 alpha-2
    role: Mapped[str] = mapped_column(String(ROLE_LENGTH))
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH))
    evidence: Mapped[str] = mapped_column(String(60))  # such as "evidence:UUID"; empty
    withdrawn: Mapped[bool]  # it does not count any more
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))  # of a correction or withdrawal; empty of the first
    at: Mapped[datetime]
