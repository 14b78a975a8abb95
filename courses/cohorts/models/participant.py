"""Participants of cohorts, and every state in which they were."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courses.cohorts.rules.states import ParticipantStatus
from lms.db import Base, choices


class Participant(Base):
    """An officer in a cohort, from the first day on; how they stand is the newest of their states."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"), Index("ix_participant_person_id", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ParticipantState(Base):
    """How an officer stands in a cohort from a moment on, by whom and why. Append-only."""

    __tablename__ = "participant_state"
    __table_args__ = (
        choices("status", ParticipantStatus),
        Index("ix_participant_state_participant_id", "participant_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    status: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: a rule, or the demonstration
    reason: Mapped[str]  # may be empty
    to_cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))  # where they moved
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who came in their place
