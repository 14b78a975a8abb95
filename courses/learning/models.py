"""Who takes which version of a course, run by run, and what they have done in each."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from courses.learning.rules.progress import EndReason
from lms.db import Base, choices


class Enrolment(Base):
    """A run: a person takes this version of a course, from when until when; one of a course is open at a time.

    Progress and attempts belong to the run, so whoever begins again begins anew. The newest of a course counts.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        choices("ended_reason", EndReason),
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended"),
        CheckConstraint("(group_kind IS NULL) = (group_id IS NULL)", name="group"),
        Index(
            "uq_enrolment_one_open",
            "person_id",
            "course_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_enrolment_person_course", "person_id", "course_id"),
        Index("ix_enrolment_course", "course_id"),
        Index("ix_enrolment_group", "group_kind", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)  # a later run of a person has a higher one
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    begun_at: Mapped[datetime]
    enrolled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # themselves, or somebody else
    group_kind: Mapped[str | None] = mapped_column(String(24))  # with whom they take it, such as a cohort
    group_id: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None] = mapped_column(String(12))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"))  # the run of the same course before it


class FinalOpening(Base):
    """Somebody let one person sit the final exam of a run before what it waits for is done; it stays so."""

    __tablename__ = "final_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    reason: Mapped[str]  # the person reads it
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class LessonRead(Base):
    """In this run a person says that they have read a lesson; by slug."""

    __tablename__ = "lesson_read"
    __table_args__ = (UniqueConstraint("enrolment_id", "lesson"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lesson: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    read_in_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"))  # an earlier run; none: in this one


class ReadingPosition(Base):
    """Where a person stopped in a run: a bookmark, no record. One row a run, replaced by a later one."""

    __tablename__ = "reading_position"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True, autoincrement=False)
    lesson: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class CardUse(Base):
    """A person says that they used the counter card of a course on this day; nothing about a case is kept.

    The card is used at work, long after a run has ended: it belongs to the person and the course.
    """

    __tablename__ = "card_use"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "used_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    used_on: Mapped[date]  # in UTC


class StepDone(Base):
    """In this run a person has done a quiz or exam, as its package says."""

    __tablename__ = "step_done"
    __table_args__ = (UniqueConstraint("enrolment_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class DoneBefore(Base):
    """What was read or done in another version and does not count in the version of this run: it changed since.

    Kept as it was when the run began or moved; once it is done again, it stands in the tables above as well.
    """

    __tablename__ = "done_before"
    __table_args__ = (UniqueConstraint("enrolment_id", "step", "course_version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step: Mapped[str] = mapped_column(String(64))  # a lesson, a quiz or an exam, by slug
    at: Mapped[datetime]
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))  # whose text or questions it was
    done_in_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))  # the run in which it was done
