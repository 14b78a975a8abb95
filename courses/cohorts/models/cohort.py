"""Cohorts, the decision on each, their join codes, and what is handed over."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from courses.cohorts.rules.codes import LENGTH
from lms.db import Base

TITLE_LENGTH = 120
VENUE_LENGTH = 200


class Cohort(Base):
    """Officers who take one version of a course together; how it stands follows from its decision and its end."""

    __tablename__ = "cohort"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended"),
        Index("ix_cohort_course_id", "course_id"),
        Index("ix_cohort_country", "country"),
        Index("ix_cohort_administration_id", "administration_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))  # whoever joins begins this one
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    country: Mapped[str] = mapped_column(String(2))  # ISO 3166-1 alpha-2
    administration_id: Mapped[int | None] = mapped_column(ForeignKey("administration.id"))  # none: of several
    starts_on: Mapped[date]  # this and the next in `time_zone`
    ends_on: Mapped[date]
    time_zone: Mapped[str] = mapped_column(String(64))  # a name of the IANA time zone database
    venue: Mapped[str] = mapped_column(String(VENUE_LENGTH))  # may be empty
    language: Mapped[str] = mapped_column(String(12))
    attendance_percent: Mapped[int] = mapped_column(server_default="80")  # of its meetings, for a confirmation
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the demonstration
    proposed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_reason: Mapped[str | None]


class CohortDecision(Base):
    """Whether a proposed cohort was opened, by whom, and why not; one a cohort, never changed."""

    __tablename__ = "cohort_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), unique=True)
    approved: Mapped[bool]
    by_certificate: Mapped[bool]  # opened without asking: whoever opened it held a certificate that allows it
    reason: Mapped[str]  # of a refusal; may be empty
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]


class CohortCode(Base):
    """A join code of a cohort; kept as it is typed, since its trainers show it again and again."""

    __tablename__ = "cohort_code"
    __table_args__ = (
        UniqueConstraint("code"),
        Index(
            "uq_cohort_code_one_open",
            "cohort_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    code: Mapped[str] = mapped_column(String(LENGTH))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class CohortHandOver(Base):
    """A cohort that one trainer offers to another, with a note of what is open; it changes hands when it is taken."""

    __tablename__ = "cohort_hand_over"
    __table_args__ = (
        CheckConstraint("taken_at IS NULL OR ended_at IS NULL", name="one_end"),
        CheckConstraint("from_id <> to_id", name="two_people"),
        Index(
            "uq_cohort_hand_over_one_open",
            "cohort_id",
            unique=True,
            sqlite_where=text("taken_at IS NULL AND ended_at IS NULL"),
            postgresql_where=text("taken_at IS NULL AND ended_at IS NULL"),
        ),
        Index("ix_cohort_hand_over_to_id", "to_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # the trainer who gives the cohort away
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str]
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # that trainer, or a manager for them
    offered_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # declined, or called back
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
