"""What people declare about each other, and what somebody else allowed in spite of a tie; append-only."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from assessments.independence.rules import ActingPart, Tie
from lms.db import Base, choices

WORDS_LENGTH = 500


class InterestDeclaration(Base):
    """Two people are close, as one of them says; it bars for both directions until it is ended."""

    __tablename__ = "interest_declaration"
    __table_args__ = (
        CheckConstraint("declared_by_id <> about_id", name="two"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended"),
        Index("ix_interest_declaration_declared_by_id", "declared_by_id"),
        Index("ix_interest_declaration_about_id", "about_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH))  # family, co-author, line manager …
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # never who declared it, nor whom it names


class NoInterest(Base):
    """Somebody said for one occasion that they have no interests beside those that stand here."""

    __tablename__ = "no_interest"
    __table_args__ = (Index("ix_no_interest_occasion", "occasion", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    occasion: Mapped[str] = mapped_column(String(60))  # such as "workshop:3"
    at: Mapped[datetime]


class IndependenceWaiver(Base):
    """Somebody else allowed one tie between two people for one part, with a reason."""

    __tablename__ = "independence_waiver"
    __table_args__ = (
        choices("part", ActingPart),
        choices("tie", Tie),
        CheckConstraint("by_id <> actor_id AND by_id <> person_id", name="another"),
        Index("ix_independence_waiver_pair", "actor_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    part: Mapped[str] = mapped_column(String(24))
    tie: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(String(WORDS_LENGTH))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
