"""What holders agreed to, what bodies asked for, whom they were shown, and what they wrote to them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base

PURPOSE_LENGTH = 500
TOPIC_LENGTH = 40
PLACE_LENGTH = 48
WORDS_LENGTH = 2000


class RosterListing(Base):
    """What a holder says of being found, from a moment on. Append-only; the newest counts."""

    __tablename__ = "roster_listing"
    __table_args__ = (
        CheckConstraint("first <= last", name="days"),
        Index("ix_roster_listing_person_id", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    listed: Mapped[bool]  # whether they agree to be found
    languages: Mapped[list[Any]]  # codes, of those in which they work
    is_away: Mapped[bool]  # not available now
    first: Mapped[date | None]  # from when they are available; none: already
    last: Mapped[date | None]  # until when; none: open
    at: Mapped[datetime]


class RosterSearch(Base):
    """What somebody looked for, and why. Append-only."""

    __tablename__ = "roster_search"
    __table_args__ = (
        CheckConstraint("(first IS NULL) = (last IS NULL)", name="both_days"),
        Index("ix_roster_search_by_id", "by_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str] = mapped_column(String(PURPOSE_LENGTH))
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"))
    topic: Mapped[str] = mapped_column(String(TOPIC_LENGTH))  # empty: any
    language: Mapped[str] = mapped_column(String(12))  # empty: any
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))  # "country:KE", "region:UUID"; empty: any
    first: Mapped[date | None]
    last: Mapped[date | None]
    found: Mapped[int]  # how many fitted, shown or not
    at: Mapped[datetime]


class RosterShown(Base):
    """That a holder was shown by a search, under a number that stands in place of a name."""

    __tablename__ = "roster_shown"
    __table_args__ = (
        UniqueConstraint("search_id", "no"),
        UniqueConstraint("search_id", "person_id"),
        Index("ix_roster_shown_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    search_id: Mapped[int] = mapped_column(ForeignKey("roster_search.id"))
    no: Mapped[int]  # from 1
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class RosterLetter(Base):
    """What a body wrote to a holder whom a search had shown."""

    __tablename__ = "roster_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    shown_id: Mapped[int] = mapped_column(ForeignKey("roster_shown.id"), unique=True)
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH))
    at: Mapped[datetime]
