"""That a trainer wrote to officers of a cohort; what was written stands in their inboxes alone."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from courses.cohorts.rules.board import BoardFilter
from lms.db import Base, choices


class CohortMessage(Base):
    """A message of a trainer that was sent, once however often its form arrived. Append-only."""

    __tablename__ = "cohort_message"
    __table_args__ = (
        choices("show", BoardFilter),
        CheckConstraint("people > 0", name="people"),
        Index("ix_cohort_message_cohort_id", "cohort_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(36), unique=True)  # of the form that was sent
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    show: Mapped[str] = mapped_column(String(16))  # the filter of the board from which it was written
    ticked: Mapped[bool]  # to some in it, one by one
    people: Mapped[int]  # how many were told
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
