"""Who takes which version of a course, and what they have done in it: rows that are only ever added."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class Enrolment(Base):
    """A person takes this version of a course; the last of a course is the one that counts."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id", "course_version_id"),
        Index("ix_enrolment_person_course", "person_id", "course_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    enrolled_at: Mapped[datetime]


class LessonRead(Base):
    """A person says that they have read a lesson; by slug, so that it still counts in a later version."""

    __tablename__ = "lesson_read"
    __table_args__ = (Index("ix_lesson_read_person_course", "person_id", "course_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    lesson: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class LessonVisit(Base):
    """A person opened another lesson than the one before: the last row is where they stopped."""

    __tablename__ = "lesson_visit"
    __table_args__ = (Index("ix_lesson_visit_person_course", "person_id", "course_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    lesson: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class MarkReceipt(Base):
    """What became of a mark that was made on a phone, by the key of the phone: told again if it comes again."""

    __tablename__ = "mark_receipt"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(36))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))  # none: a course that they do not take
    lesson: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(12))
    why: Mapped[str] = mapped_column(String(12), server_default="")
    said_at: Mapped[datetime | None]  # what the clock of the phone said: a remark, nothing counts by it
    at: Mapped[datetime]


class CardUse(Base):
    """A person says that they used the counter card of a course on this day; nothing about a case is kept."""

    __tablename__ = "card_use"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "used_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    used_on: Mapped[date]  # in UTC


class StepDone(Base):
    """A person has done a quiz or exam of a course, as its package says."""

    __tablename__ = "step_done"
    __table_args__ = (Index("ix_step_done_person_course", "person_id", "course_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    step: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
