"""Complaints and what was done about them; steps are appended."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from certificates.complaints.rules import ComplaintAct, ComplaintFinding, ComplaintState, ComplaintTopic
from lms.db import Base, choices


class Complaint(Base):
    """What somebody says went wrong; `state` follows from its steps and is kept for lists."""

    __tablename__ = "complaint"
    __table_args__ = (
        choices("topic", ComplaintTopic),
        choices("state", ComplaintState),
        Index(
            "ix_complaint_open",
            "due_at",
            sqlite_where=text("state <> 'closed'"),
            postgresql_where=text("state <> 'closed'"),
        ),
        Index("ix_complaint_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # of the form: sent twice, it is one
    topic: Mapped[str] = mapped_column(String(16))
    reference: Mapped[str] = mapped_column(String(120))  # a number or name of what it is about; may be empty
    words: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who sent it under an account
    name: Mapped[str] = mapped_column(String(120))  # of who has none and named themselves; goes after a year
    email: Mapped[str] = mapped_column(String(254))  # where an answer is sent; goes after a year
    language: Mapped[str] = mapped_column(String(12))
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime | None]
    steps: Mapped[int]  # how many so far: of two at once, one succeeds


class ComplaintStep(Base):
    """One thing that was done about a complaint."""

    __tablename__ = "complaint_step"
    __table_args__ = (
        choices("act", ComplaintAct),
        choices("finding", ComplaintFinding),
        UniqueConstraint("complaint_id", "no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    no: Mapped[int]
    act: Mapped[str] = mapped_column(String(16))
    words: Mapped[str]  # of a note: for quality officers; else for whoever complained
    finding: Mapped[str | None] = mapped_column(String(12))
    action: Mapped[str | None]  # what is done about it
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: who complained without an account
    at: Mapped[datetime]


class ComplaintConcern(Base):
    """Somebody whom a complaint is about: they do not see it, and handle it no more."""

    __tablename__ = "complaint_concern"
    __table_args__ = (
        UniqueConstraint("complaint_id", "person_id"),
        Index("ix_complaint_concern_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
