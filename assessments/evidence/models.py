"""Evidence that people send of what they did, and the witnesses whom they name."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from assessments.evidence.rules import OwnEvidenceKind, PeopleShown, WitnessEnd
from lms.db import Base, choices

TITLE_LENGTH = 200
NAME_LENGTH = 120
EMAIL_LENGTH = 254


class EvidenceItem(Base):
    """Something that a person did, with files; what it says is never changed, and withdrawn it stays."""

    __tablename__ = "evidence_item"
    __table_args__ = (
        choices("kind", OwnEvidenceKind),
        choices("people_shown", PeopleShown),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[OwnEvidenceKind] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    day: Mapped[date]
    place: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    text: Mapped[str]
    competences: Mapped[list[Any]]  # codes for which it may speak
    people_shown: Mapped[PeopleShown | None] = mapped_column(String(8))  # none where no file can show anybody
    digest: Mapped[str] = mapped_column(String(64))  # of all this and its files
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]


class WitnessRequest(Base):
    """Somebody who is asked what they saw; the answer is theirs alone, and comes once."""

    __tablename__ = "witness_request"
    __table_args__ = (
        choices("ended", WitnessEnd),
        CheckConstraint("(ended_at IS NULL) = (ended IS NULL)", name="ended_at"),
        CheckConstraint("(words IS NULL) = (answered_as IS NULL)", name="words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("evidence_item.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    function: Mapped[str] = mapped_column(String(NAME_LENGTH))
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))  # forgotten when it is over
    language: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended: Mapped[WitnessEnd | None] = mapped_column(String(16))
    words: Mapped[str | None]
    answered_as: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
