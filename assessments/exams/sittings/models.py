"""Sittings: rooms, their supervisors, who was ticked, what the protocol says and who signed it; rows are appended."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessments.exams.sittings.rules.room import LineKind
from lms.db import Base, choices

TITLE_LENGTH = 120
PLACE_LENGTH = 200
NAME_LENGTH = 120
TEXT_LENGTH = 500


class Sitting(Base):
    """An exam in a room at a time; for one cohort, for one administration, or for whoever takes the course."""

    __tablename__ = "sitting"
    __table_args__ = (
        CheckConstraint("begins_at < ends_at", name="times"),
        CheckConstraint("cohort_id IS NULL OR administration_id IS NULL", name="for_whom"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_reason IS NULL)", name="cancelled"),
        Index("ix_sitting_cohort_id", "cohort_id"),
        Index("ix_sitting_administration_id", "administration_id"),
        Index("ix_sitting_ends_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    administration_id: Mapped[int | None] = mapped_column(ForeignKey("administration.id"))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    time_zone: Mapped[str] = mapped_column(String(64))  # a name of the IANA time zone database
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    networks: Mapped[list[Any]]  # in CIDR notation; none: any address
    seed: Mapped[str] = mapped_column(String(64))  # of its start codes
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cancelled_reason: Mapped[str | None]


class SittingSupervisor(Base):
    """Who watches in a room: somebody with an account, or a name with a link that opens this room on one device."""

    __tablename__ = "sitting_supervisor"
    __table_args__ = (
        CheckConstraint("person_id IS NULL OR token_hash IS NULL", name="one_door"),
        CheckConstraint("device_hash IS NULL OR token_hash IS NOT NULL", name="device"),
        Index(
            "uq_sitting_supervisor_person",
            "sitting_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_sitting_supervisor_sitting_id", "sitting_id"),
        Index("ix_sitting_supervisor_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))  # as it stands on the protocol
    named_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)  # of the link that works; none: no link
    device_hash: Mapped[str | None] = mapped_column(String(64))  # of the device that opened the link first
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SittingPaper(Base):
    """A printed protocol that one person keyed in and a second one compares; it says nothing before that."""

    __tablename__ = "sitting_paper"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (confirmed IS NULL)", name="decided"),
        CheckConstraint("decided_by_id <> keyed_by_id", name="two_people"),
        Index(
            "uq_sitting_paper_one_open",
            "sitting_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    present: Mapped[list[Any]]  # the people who were ticked, by number
    signed: Mapped[list[Any]]  # the supervisors who signed, by number
    lines: Mapped[str]  # what was written by hand
    keyed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    keyed_at: Mapped[datetime]
    confirmed: Mapped[bool | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]


class SittingPresence(Base):
    """A supervisor ticked a candidate as present and identified, or took that back; append-only."""

    __tablename__ = "sitting_presence"
    __table_args__ = (Index("ix_sitting_presence_sitting_id", "sitting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("sitting_supervisor.id"))
    present: Mapped[bool]
    reason: Mapped[str]  # why it was taken back; may be empty
    at: Mapped[datetime]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("sitting_paper.id"))


class SittingLine(Base):
    """A line of the protocol; append-only."""

    __tablename__ = "sitting_line"
    __table_args__ = (choices("kind", LineKind), Index("ix_sitting_line_sitting_id", "sitting_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("sitting_supervisor.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: it is about the room
    kind: Mapped[str] = mapped_column(String(12))
    words: Mapped[str]
    at: Mapped[datetime]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("sitting_paper.id"))


class SittingSignature(Base):
    """A supervisor signed the protocol: from when until when they watched; once, never changed."""

    __tablename__ = "sitting_signature"
    __table_args__ = (
        CheckConstraint("begun_at < ended_at", name="times"),
        UniqueConstraint("supervisor_id"),
        Index("ix_sitting_signature_sitting_id", "sitting_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("sitting_supervisor.id"))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    signed_at: Mapped[datetime]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("sitting_paper.id"))
