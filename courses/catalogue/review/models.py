"""Pieces of course versions with what they say and rest on, the readings of specialists, and whose are needed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courses.catalogue.review.rules.standing import PieceKind, ReviewVerdict
from lms.db import Base, choices


class PieceText(Base):
    """What a piece says, kept once for all the versions in which it says so."""

    __tablename__ = "piece_text"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    lines: Mapped[list[Any]]  # sentences as they are read


class PieceSource(Base):
    """A source as its course described it, kept once for all that rests on it."""

    __tablename__ = "piece_source"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    said: Mapped[dict[str, Any]]  # under "source": a text, or names and values


class CoursePiece(Base):
    """A lesson, question or word of a version in one language."""

    __tablename__ = "course_piece"
    __table_args__ = (
        choices("kind", PieceKind),
        UniqueConstraint("course_version_id", "language", "kind", "name"),
        Index("ix_course_piece_text_hash", "text_hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    language: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))  # slug of a lesson, id of a question, anchor of a word
    no: Mapped[int]  # in the order of the course
    title: Mapped[str]
    lesson: Mapped[str] = mapped_column(String(80), server_default="")  # in which it is read; a word: none
    text_hash: Mapped[str] = mapped_column(String(64))
    sources: Mapped[dict[str, Any]]  # code → hash
    next_reading: Mapped[date | None]  # the earliest of its sources, where its course says when


class PieceReading(Base):
    """A specialist read a piece, and signed or returned it. Append-only; of each person the newest counts."""

    __tablename__ = "piece_reading"
    __table_args__ = (
        choices("kind", PieceKind),
        choices("verdict", ReviewVerdict),
        Index("ix_piece_reading_piece", "course_id", "language", "kind", "name"),
        Index("ix_piece_reading_by_id", "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))  # in which it was read
    language: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    text_hash: Mapped[str] = mapped_column(String(64))
    sources: Mapped[dict[str, Any]]  # code → hash
    verdict: Mapped[str] = mapped_column(String(8))
    sentence: Mapped[str] = mapped_column(server_default="")  # on which the remark is
    remark: Mapped[str] = mapped_column(server_default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    function: Mapped[str] = mapped_column(String(120))  # as they said it then
    rights: Mapped[list[Any]]  # the roles by which they signed, as they held them then
    at: Mapped[datetime]


class ReviewRule(Base):
    """Somebody proposed whose signatures a course needs; the newest that was confirmed counts. Append-only."""

    __tablename__ = "review_rule"
    __table_args__ = (Index("ix_review_rule_course_id", "course_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    needs: Mapped[list[Any]]  # {"role": …} or {"person": id}; an empty list: nobody's
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ReviewRuleDecision(Base):
    """What became of a proposed rule: a second person confirmed it, or somebody took it back; once."""

    __tablename__ = "review_rule_decision"

    review_rule_id: Mapped[int] = mapped_column(ForeignKey("review_rule.id"), primary_key=True)
    confirmed: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class CourseLoader(Base):
    """Somebody loaded the files of a version, as --as names them: a name proves nothing, and they sign nothing new."""

    __tablename__ = "course_loader"

    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class AnswersRead(Base):
    """A specialist opened the questions of a version with their answers; the first time stands."""

    __tablename__ = "answers_read"

    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime]
