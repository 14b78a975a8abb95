"""Workshops with their rooms and exercises, and who takes part as candidate, assessor or interpreter."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessments.workshops.rules.rotation import RotationRule
from assessments.workshops.rules.standing import RotationStage, RotationStanding
from lms.db import Base, choices

TITLE_LENGTH = 120
NAME_LENGTH = 60
REASON_LENGTH = 500


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
    exercise_id: Mapped[int | None] = mapped_column(ForeignKey("exercise.id"))  # none: nothing is held here yet
    stopped_from_at: Mapped[datetime | None]  # nothing is held here from then on, until the next, or for good
    stopped_until_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # taken out of the workshop


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
    ended_at: Mapped[datetime | None]  # taken out of the workshop


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
    absent: Mapped[list[Any]]  # half-days on which they are not there, such as "2026-08-26/2"
    away_from_at: Mapped[datetime | None]  # fell ill: not there from then on, until the next, or for good
    away_until_at: Mapped[datetime | None]
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
    away_from_at: Mapped[datetime | None]
    away_until_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Rotation(Base):
    """Who performs when, where and before whom, as it was worked out; one of a workshop is in use."""

    __tablename__ = "rotation"
    __table_args__ = (
        choices("stage", RotationStage),
        choices("standing", RotationStanding),
        CheckConstraint("(used_at IS NULL) = (used_by_id IS NULL)", name="used"),
        UniqueConstraint("workshop_id", "no"),
        Index(
            "uq_rotation_in_use",
            "workshop_id",
            unique=True,
            sqlite_where=text("standing = 'in-use'"),
            postgresql_where=text("standing = 'in-use'"),
        ),
        Index(
            "uq_rotation_working",
            "workshop_id",
            unique=True,
            sqlite_where=text("standing = 'working'"),
            postgresql_where=text("standing = 'working'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    no: Mapped[int]  # counts up in its workshop
    stage: Mapped[str] = mapped_column(String(8))
    standing: Mapped[str] = mapped_column(String(12))
    before_id: Mapped[int | None] = mapped_column(ForeignKey("rotation.id"))  # which one it plans anew
    from_at: Mapped[datetime | None]  # of a replan: what began before it stays
    seed: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of all that it was made from
    tried: Mapped[int]  # how many ways, so far
    report: Mapped[dict[str, Any]]  # why there is none, and which rules would have to be relaxed; the breaches
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    told_at: Mapped[datetime]  # the last sign of life
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PlacedPerformance(Base):
    """A candidate at an exercise in a rotation: when, in which room, before whom; written work has no time and room."""

    __tablename__ = "placed_performance"
    __table_args__ = (
        UniqueConstraint("rotation_id", "candidate_id", "exercise_id"),
        CheckConstraint("(slot IS NULL) = (room_id IS NULL)", name="place"),
        CheckConstraint("(slot IS NULL) = (begins_at IS NULL)", name="times"),
        CheckConstraint("first_assessor_id <> second_assessor_id", name="two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rotation_id: Mapped[int] = mapped_column(ForeignKey("rotation.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("workshop_candidate.id"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"))
    slot: Mapped[int | None]  # its number in the frame that stood then
    begins_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_room.id"))
    first_assessor_id: Mapped[int] = mapped_column(ForeignKey("workshop_assessor.id"))
    second_assessor_id: Mapped[int] = mapped_column(ForeignKey("workshop_assessor.id"))
    interpreter_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_interpreter.id"))
    other_interpreter_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_interpreter.id"))


class FreshPlacement(Base):
    """When and where a candidate does a fresh exercise after a disagreement; who assesses it, its sheets say."""

    __tablename__ = "fresh_placement"

    id: Mapped[int] = mapped_column(primary_key=True)
    performance_id: Mapped[int] = mapped_column(ForeignKey("performance.id"), unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room_id: Mapped[int] = mapped_column(ForeignKey("workshop_room.id"))
    interpreter_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_interpreter.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class WorkshopWaiver(Base):
    """Somebody asked that a rule of the rotation need not be kept; another person said yes or no, with a reason."""

    __tablename__ = "workshop_waiver"
    __table_args__ = (
        choices("rule", RotationRule),
        CheckConstraint("decided_by_id <> asked_by_id", name="another"),
        CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name="decided"),
        Index(
            "uq_workshop_waiver_open",
            "workshop_id",
            "rule",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    rule: Mapped[str] = mapped_column(String(20))
    about: Mapped[list[Any]]  # of conflicts: [person, candidate, part, tie]; nobody else is allowed anything
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    granted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(String(REASON_LENGTH))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
