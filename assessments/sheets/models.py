"""Performances, the sheets of their assessors, all that happened on a sheet, and what they came to; append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessments.sheets.rules.states import (
    KeptContent,
    Occasion,
    PaperStep,
    ReviewCause,
    Settlement,
    SheetAct,
    Turn,
    Way,
)
from lms.db import Base, choices


class Performance(Base):
    """One person at one exercise, mission, meeting or reference performance, judged by one version of a rubric."""

    __tablename__ = "performance"
    __table_args__ = (
        choices("occasion", Occasion),
        UniqueConstraint("occasion", "occasion_id", "exercise_id", "person_id", "no"),
        Index("ix_performance_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: a reference performance
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    occasion: Mapped[str] = mapped_column(String(16))
    occasion_id: Mapped[int]  # the workshop, mission or meeting, by number
    exercise_id: Mapped[int | None] = mapped_column(ForeignKey("exercise.id"))
    no: Mapped[int]  # 1; a fresh exercise after a disagreement is the next
    written: Mapped[bool]  # names are hidden both ways
    recorded: Mapped[bool]  # a recording was made with consent
    made_at: Mapped[datetime]


class Sheet(Base):
    """What one assessor says of one performance; how it stands follows from its events."""

    __tablename__ = "sheet"
    __table_args__ = (
        choices("turn", Turn),
        UniqueConstraint("performance_id", "assessor_id"),
        Index("ix_sheet_assessor_id", "assessor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    performance_id: Mapped[int] = mapped_column(ForeignKey("performance.id"))
    assessor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    turn: Mapped[str] = mapped_column(String(8))
    revision: Mapped[int]  # how many events: of two at once, one succeeds
    made_at: Mapped[datetime]


class SheetEvent(Base):
    """One act of an assessor on a sheet, as it came: a rating, a comment, the grade, the seal."""

    __tablename__ = "sheet_event"
    __table_args__ = (
        choices("act", SheetAct),
        choices("way", Way),
        UniqueConstraint("sheet_id", "no"),
        UniqueConstraint("sheet_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    no: Mapped[int]  # counts up on its sheet, as the server took them
    key: Mapped[str] = mapped_column(String(36))  # of the device or form: the same thing twice is one event
    act: Mapped[str] = mapped_column(String(8))
    criterion: Mapped[str | None] = mapped_column(String(40))
    level: Mapped[int | None]  # of a rating; the position of a grade in the rubric's grades
    words: Mapped[str | None]  # of a comment; why it was opened again
    way: Mapped[str] = mapped_column(String(8))
    device: Mapped[str | None] = mapped_column(String(36))
    device_seq: Mapped[int | None]
    device_at: Mapped[datetime | None]  # what the device's clock said: a remark, nothing counts by it
    offset_ms: Mapped[int | None]  # of that clock against the server's when they last spoke
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who brought it: keyed paper is another's
    at: Mapped[datetime]


class Reconciliation(Base):
    """What the sheets of a performance came to, with the events it rests on; a new one where they change."""

    __tablename__ = "reconciliation"
    __table_args__ = (choices("settlement", Settlement), UniqueConstraint("performance_id", "no"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    performance_id: Mapped[int] = mapped_column(ForeignKey("performance.id"))
    no: Mapped[int]
    settlement: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[dict[str, Any]]  # criteria, total, passed, triggers, settings, as exact fractions in text
    cites: Mapped[dict[str, Any]]  # uuid of each sheet → number of its last event
    reason: Mapped[str]  # of a discussion or a panel; empty where the rule alone decided
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the rule
    at: Mapped[datetime]


class SheetCopy(Base):
    """The same sheet that came a second time by another way and says something else; a moderator chooses."""

    __tablename__ = "sheet_copy"
    __table_args__ = (
        choices("way", Way),
        choices("kept", KeptContent),
        UniqueConstraint("sheet_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    key: Mapped[str] = mapped_column(String(36))
    way: Mapped[str] = mapped_column(String(8))
    content: Mapped[dict[str, Any]]  # ratings, comments, grade and flag as they came
    device: Mapped[str | None] = mapped_column(String(36))
    device_seq: Mapped[int | None]
    device_at: Mapped[datetime | None]
    offset_ms: Mapped[int | None]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who brought it
    at: Mapped[datetime]
    kept: Mapped[str | None] = mapped_column(String(8))  # none: nobody chose yet
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    reason: Mapped[str]  # of who chose; empty until then


class PerformanceReview(Base):
    """Something came after a result stood: it changes nothing by itself, and a moderator looks at it."""

    __tablename__ = "performance_review"
    __table_args__ = (choices("cause", ReviewCause),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    performance_id: Mapped[int] = mapped_column(ForeignKey("performance.id"))
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    cause: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]  # what whoever closed it found; empty until then


class FeedbackRelease(Base):
    """From this moment all candidates of a workshop read their feedback."""

    __tablename__ = "feedback_release"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ObservationRelease(Base):
    """From this moment trainees of a meeting read what trainers had sealed about them by then; append-only."""

    __tablename__ = "observation_release"
    __table_args__ = (Index("ix_observation_release_meeting_id", "meeting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ReferenceRating(Base):
    """The levels on which a reference performance was agreed; newer ones count instead, older ones stay."""

    __tablename__ = "reference_rating"
    __table_args__ = (UniqueConstraint("performance_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    performance_id: Mapped[int] = mapped_column(ForeignKey("performance.id"))
    no: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    levels: Mapped[dict[str, Any]]  # code of the criterion → level
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class PrintedRatingSheet(Base):
    """A sheet as it was printed, under the code by which it is keyed in."""

    __tablename__ = "paper_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), unique=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    printed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    printed_at: Mapped[datetime]


class PaperKeying(Base):
    """What one person keyed in from a paper sheet; the second is blind, a third settles what differs."""

    __tablename__ = "paper_keying"
    __table_args__ = (choices("step", PaperStep), UniqueConstraint("paper_id", "step"))

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper_sheet.id"))
    step: Mapped[str] = mapped_column(String(8))
    content: Mapped[dict[str, Any]]  # as it would be sealed
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ModerationPlan(Base):
    """How much of a workshop moderators look at, as somebody set it; a newer one counts instead, with the same seed."""

    __tablename__ = "moderation_plan"
    __table_args__ = (UniqueConstraint("workshop_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    no: Mapped[int]
    plan: Mapped[dict[str, Any]]  # share, least, near_cut, critical, new_assessors, outliers; exact numbers as texts
    seed: Mapped[str] = mapped_column(String(32))  # of the lots; drawn once for a workshop
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class SampleLook(Base):
    """A moderator looked at a result and agrees, or says why not; it is about that result and no later one."""

    __tablename__ = "sample_look"
    __table_args__ = (UniqueConstraint("performance_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    performance_id: Mapped[int] = mapped_column(ForeignKey("performance.id"))
    no: Mapped[int]
    reconciliation_id: Mapped[int] = mapped_column(ForeignKey("reconciliation.id"))
    agrees: Mapped[bool]
    reason: Mapped[str]  # empty where they agree
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Recommendation(Base):
    """What a moderator recommends of a candidate after a workshop, signed; a newer one counts instead."""

    __tablename__ = "recommendation"
    __table_args__ = (
        UniqueConstraint("workshop_id", "person_id", "no"),
        Index("ix_recommendation_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    no: Mapped[int]
    proposals: Mapped[dict[str, Any]]  # topic → what is proposed
    summary: Mapped[str]
    minority: Mapped[str]  # what others think, and who; empty: nobody thinks otherwise
    results: Mapped[list[Any]]  # of each exercise as it stood then, for whoever reads it later
    cites: Mapped[dict[str, Any]]  # uuid of each performance → uuid of its result
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
