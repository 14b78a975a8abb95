"""Deadlines of cohorts, and the days that officers were given beyond them; both are appended, the newest counts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class CohortDeadline(Base):
    """Until which day a part of the course is to be done in a cohort, from a moment on. Append-only."""

    __tablename__ = "cohort_deadline"
    __table_args__ = (CheckConstraint("part >= 0", name="part"), Index("ix_cohort_deadline_cohort_id", "cohort_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    part: Mapped[int]  # the number of a module; 0: the whole course
    due_on: Mapped[date | None]  # in the time zone of the cohort; none: no deadline any more
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the demonstration


class DeadlineExtension(Base):
    """An officer was given longer for a part of the course. Append-only."""

    __tablename__ = "deadline_extension"
    __table_args__ = (
        CheckConstraint("part >= 0", name="part"),
        CheckConstraint("before < due_on", name="longer"),
        Index("ix_deadline_extension_participant_id", "participant_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    part: Mapped[int]
    before: Mapped[date]  # until when they had time
    due_on: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the demonstration
