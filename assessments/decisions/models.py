"""Decisions about people and objections to them; how each ended is filled in once and never changed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessments.decisions.rules import DecisionState, ObjectionOutcome
from lms.db import Base, choices


class Decision(Base):
    """Something that is decided about a person, such as that an attempt of theirs does not count."""

    __tablename__ = "decision"
    __table_args__ = (
        choices("state", DecisionState),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("NOT never_again OR opens_on IS NULL", name="opens"),
        Index(
            "uq_decision_one_open",
            "kind",
            "subject",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
        Index("uq_decision_key", "key", unique=True),
        Index("ix_decision_person", "person_id", "exam_id"),
        Index("ix_decision_subject", "subject"),
        Index("ix_decision_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[str] = mapped_column(String(24))  # a DecisionKind of this name says what follows
    subject: Mapped[str] = mapped_column(String(60))  # such as "attempt:5"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # whom it concerns
    reason: Mapped[str] = mapped_column(String(24))  # one of those of its kind
    words: Mapped[str]  # what happened, for the person to read
    exam_id: Mapped[int | None] = mapped_column(ForeignKey("exam.id"))  # which they may not sit meanwhile, if any
    opens_on: Mapped[date | None]  # the first day, in UTC, on which they may again
    never_again: Mapped[bool]
    key: Mapped[str | None] = mapped_column(String(64))  # of the form: sent twice, it proposes once
    proposer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # the second person, or who withdrew it
    decided_at: Mapped[datetime | None]  # where it came into force: since then
    decided_words: Mapped[str | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who overturned or lifted it
    ended_at: Mapped[datetime | None]


class Objection(Base):
    """What the person concerned says against a decision in force, and what somebody who had no part in it answered."""

    __tablename__ = "objection"
    __table_args__ = (
        choices("outcome", ObjectionOutcome),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided"),
        Index("uq_objection_decision", "decision_id", unique=True),
        Index(
            "ix_objection_open",
            "due_at",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    words: Mapped[str]
    at: Mapped[datetime]
    due_at: Mapped[datetime]  # as it was told; nothing happens by itself then
    outcome: Mapped[str | None] = mapped_column(String(12))
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None]  # of the outcome, in words for the person
    decided_at: Mapped[datetime | None]
    judges: Mapped[int] = mapped_column(server_default="1")  # how many judge it together; of before: one


class ObjectionVote(Base):
    """How one of those who judge an objection together judges it, and why; append-only."""

    __tablename__ = "objection_vote"
    __table_args__ = (UniqueConstraint("objection_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uphold: Mapped[bool]
    reason: Mapped[str]  # in words for the person
    at: Mapped[datetime]
