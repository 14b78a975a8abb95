"""Reports of mistakes: what was said, and what became of it; all of it is appended."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courses.catalogue.review.rules.standing import PieceKind
from courses.mistakes.rules import MistakeSort, MistakeState
from lms.db import Base, choices

NAME_LENGTH = 120


class MistakeReport(Base):
    """That somebody reported a mistake in a piece of a course; more that they say while it is open belongs to it."""

    __tablename__ = "mistake_report"
    __table_args__ = (
        choices("piece", PieceKind),
        UniqueConstraint("person_id", "course_id", "piece", "name", "no"),
        Index("ix_mistake_report_piece", "course_id", "piece", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    piece: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))  # slug of the lesson, id of the question or word
    lesson: Mapped[str] = mapped_column(String(NAME_LENGTH))  # where a question stands; may be empty
    exam: Mapped[str] = mapped_column(String(NAME_LENGTH))  # the quiz or exam that asked it; empty: a lesson did
    title: Mapped[str]  # of the lesson, quiz or word, as whoever reported it read it
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    no: Mapped[int]  # 1, 2, 3 … of this person about this piece: the next begins when the one before is decided
    at: Mapped[datetime]


class MistakeNote(Base):
    """What somebody said is wrong, in which version and language."""

    __tablename__ = "mistake_note"
    __table_args__ = (choices("sort", MistakeSort), Index("ix_mistake_note_report_id", "report_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # of who, about what and the words: sent twice, one
    report_id: Mapped[int] = mapped_column(ForeignKey("mistake_report.id"))
    sort: Mapped[str] = mapped_column(String(20))
    sentence: Mapped[str] = mapped_column(Text)  # in which it stands; may be empty
    text: Mapped[str] = mapped_column(Text)
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    language: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]


class MistakeStep(Base):
    """Where a report stands from a moment on; the newest counts."""

    __tablename__ = "mistake_step"
    __table_args__ = (
        choices("state", MistakeState),
        CheckConstraint("(state = 'mended') = (mended_in_id IS NOT NULL)", name="mended"),
        CheckConstraint("(state = 'duplicate') = (duplicate_of_id IS NOT NULL)", name="duplicate"),
        UniqueConstraint("report_id", "no"),
        Index("ix_mistake_step_duplicate_of_id", "duplicate_of_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("mistake_report.id"))
    no: Mapped[int]  # of two people at once, one succeeds
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text)  # for whoever reported it; may be empty
    mended_in_id: Mapped[int | None] = mapped_column(ForeignKey("course_version.id"))
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("mistake_report.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the demonstration
    at: Mapped[datetime]
