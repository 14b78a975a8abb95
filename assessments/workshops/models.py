"""Workshops with their rooms and exercises, and who takes part as candidate, assessor or interpreter."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base

TITLE_LENGTH = 120
NAME_LENGTH = 60


class Workshop(Base):
    """Some days at a venue at which candidates are assessed."""

    __tablename__ = "workshop"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    scheme: Mapped[str] = mapped_column(String(64))  # the slug of the scheme for which it assesses
    venue: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    time_zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(12))
    starts_on: Mapped[date]  # this and the next in `time_zone`
    ends_on: Mapped[date]
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))  # of the programme
    settings: Mapped[dict[str, Any]]  # frame of the day, thresholds, sampling plan; what is not said is the default
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]  # no more sheets are expected; what comes later opens a review
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class WorkshopRoom(Base):
    """A room or table in which one candidate at a time performs."""

    __tablename__ = "workshop_room"
    __table_args__ = (UniqueConstraint("workshop_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))


class Exercise(Base):
    """What every candidate of a workshop does once."""

    __tablename__ = "exercise"
    __table_args__ = (UniqueConstraint("workshop_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    minutes: Mapped[int]  # of the candidate in the room, with feedback and change
    topic: Mapped[str | None] = mapped_column(String(40))  # an assessor's scope must cover it; none: any
    written: Mapped[bool]  # marked from paper or file: names are hidden both ways, and no room is needed


class WorkshopCandidate(Base):
    """Somebody who is assessed at a workshop, under the code that hides their name."""

    __tablename__ = "workshop_candidate"
    __table_args__ = (UniqueConstraint("workshop_id", "person_id"), UniqueConstraint("workshop_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]  # from 1; `candidate_code` says it
    languages: Mapped[list[Any]]  # in which they can be examined, the best first
    needs: Mapped[str]  # accommodations, in words; may be empty
    from_at: Mapped[datetime | None]  # comes later than the workshop begins
    recording_agreed: Mapped[bool]
    withdrawn_at: Mapped[datetime | None]


class WorkshopAssessor(Base):
    """Somebody who assesses at a workshop, under the letter that candidates see."""

    __tablename__ = "workshop_assessor"
    __table_args__ = (UniqueConstraint("workshop_id", "person_id"), UniqueConstraint("workshop_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]  # from 1; `assessor_letter` says it
    languages: Mapped[list[Any]]
    topics: Mapped[list[Any]]  # which their own credential covers; empty: every one
    most_a_day: Mapped[int | None]
    lead: Mapped[bool]  # gives third marks
    absent: Mapped[list[Any]]  # days and half-days on which they are not there
    ended_at: Mapped[datetime | None]


class WorkshopInterpreter(Base):
    """Somebody who interprets at a workshop between some languages."""

    __tablename__ = "workshop_interpreter"
    __table_args__ = (UniqueConstraint("workshop_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    languages: Mapped[list[Any]]
    absent: Mapped[list[Any]]
    ended_at: Mapped[datetime | None]
