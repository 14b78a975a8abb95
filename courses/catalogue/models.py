"""Courses and their versions; whatever belongs to a version never changes, except pages rendered anew."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    false,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from courses.catalogue.rules import FinalOpens
from lms.db import Base, choices


class Course(Base):
    """A course under the name that it keeps through all its versions."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    review_no: Mapped[int] = mapped_column(server_default="0")  # how often its review was written


class CourseWithdrawal(Base):
    """A course was taken from offer, or offered again: the newest of a course counts. Append-only."""

    __tablename__ = "course_withdrawal"
    __table_args__ = (Index("ix_course_withdrawal_course_id", "course_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    withdrawn: Mapped[bool]
    reason: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # as --as names them; a name proves nothing
    at: Mapped[datetime]


class CourseVersion(Base):
    """A course as one folder held it; the same content is never a second version."""

    __tablename__ = "course_version"
    __table_args__ = (
        UniqueConstraint("course_id", "no"),
        UniqueConstraint("course_id", "hash"),
        CheckConstraint("no > 0", name="no"),
        choices("final_opens", FinalOpens),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    no: Mapped[int]  # 1, 2, 3 … in the order of loading
    label: Mapped[str] = mapped_column(String(24))  # what its authors call it, such as "1.0"
    title: Mapped[str]
    summary: Mapped[str]
    certifies: Mapped[str] = mapped_column(server_default="")  # what the holder of its certificate can do
    language: Mapped[str] = mapped_column(String(12))
    licence: Mapped[str] = mapped_column(String(64))
    valid_months: Mapped[int | None]  # how long what is earned by it holds; none: as the scheme says
    final: Mapped[str | None] = mapped_column(String(64))  # the exam at its end
    final_opens: Mapped[str] = mapped_column(String(12), server_default=FinalOpens.ALWAYS)
    renewal_window_months: Mapped[int | None]  # before the end of a certificate; none: as the rule of all courses says
    correction: Mapped[str | None]  # what was wrong in the version before; none: an ordinary version
    holders_open_cohorts: Mapped[bool] = mapped_column(server_default=false())  # without asking, while it is in force
    card: Mapped[dict[str, Any]] = mapped_column(server_default="{}")  # what its counter card measures with
    words: Mapped[list[Any]]  # every glossary word that its lessons use: id, term, meaning
    translations: Mapped[dict[str, Any]] = mapped_column(server_default="{}")  # by language: title, summary, …, words
    hash: Mapped[str] = mapped_column(String(64))  # over all its files
    loaded_at: Mapped[datetime]
    loaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]


class Module(Base):
    """A group of lessons of a version, closed by a checkpoint quiz."""

    __tablename__ = "course_module"
    __table_args__ = (UniqueConstraint("course_version_id", "no"), UniqueConstraint("course_version_id", "slug"))

    id: Mapped[int] = mapped_column(primary_key=True)
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    no: Mapped[int]
    slug: Mapped[str] = mapped_column(String(64))
    title: Mapped[str]
    aim: Mapped[str]
    checkpoint: Mapped[str | None] = mapped_column(String(64))
    translations: Mapped[dict[str, Any]] = mapped_column(server_default="{}")  # by language: title, aim


class Lesson(Base):
    """A page of a version, rendered when it was loaded: pieces of HTML, and between them the places of checks."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("course_version_id", "no"), UniqueConstraint("course_version_id", "slug"))

    id: Mapped[int] = mapped_column(primary_key=True)
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("course_module.id"), index=True)
    no: Mapped[int]  # through the whole course
    slug: Mapped[str] = mapped_column(String(64))
    title: Mapped[str]
    minutes: Mapped[int]
    act: Mapped[str]  # the one act at the counter to take away
    parts: Mapped[list[Any]]  # {"html": …}, {"figure": …} or {"check": id}
    words: Mapped[list[Any]]  # the glossary words of this page: id, term, meaning
    sources: Mapped[list[Any]]  # mappings of what is known of each; of versions loaded before, pairs of code and text
    claims: Mapped[dict[str, Any]] = mapped_column(server_default="{}", deferred=True)  # by language, "" its own
    renderer: Mapped[str] = mapped_column(String(12), index=True)  # what made the HTML
    translations: Mapped[dict[str, Any]] = mapped_column(server_default="{}")  # by language: title, act, parts, words


class Asset(Base):
    """A picture of a version, kept in the store under the hash of its content."""

    __tablename__ = "course_asset"
    __table_args__ = (UniqueConstraint("course_version_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    name: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(80), index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]


class CourseFile(Base):
    """A file of the folder as it was loaded, so that the folder can be given back byte for byte."""

    __tablename__ = "course_file"
    __table_args__ = (UniqueConstraint("course_version_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    path: Mapped[str]
    key: Mapped[str] = mapped_column(String(80))


SearchedWords = Text().with_variant(TSVECTOR(), "postgresql")


class EntryKind(StrEnum):
    """What can be found."""

    LESSON = "lesson"
    WORD = "word"


class SearchEntry(Base):
    """What a lesson or a glossary word says in one language, as plain text, so that it can be found."""

    __tablename__ = "search_entry"
    __table_args__ = (
        choices("kind", EntryKind),
        UniqueConstraint("course_version_id", "language", "kind", "slug"),
        Index("ix_search_entry_words", "words", postgresql_using="gin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    language: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(8))
    slug: Mapped[str]  # of the lesson, or the anchor of the word
    title: Mapped[str]  # or the word
    place: Mapped[str]  # the module of a lesson
    text: Mapped[str]  # or what the word means
    made_by: Mapped[str] = mapped_column(String(24))  # what made it; others are made anew
    words: Mapped[Any] = mapped_column(SearchedWords, nullable=True)  # PostgreSQL alone: see lms/text/search.py


def is_published() -> ColumnElement[bool]:
    """As a filter on `CourseVersion`: it does not wait for signatures."""
    return CourseVersion.published_at.is_not(None)


def versions_published() -> Select[int]:
    """As SQL: the versions of courses that are published; one that waits for signatures is for its review alone."""
    return select(CourseVersion.id).where(is_published())


def newest_published() -> Select[int]:
    """As SQL: of each course the version that whoever begins now will take."""
    return select(func.max(CourseVersion.id)).where(is_published()).group_by(CourseVersion.course_id)
