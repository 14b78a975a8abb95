"""That somebody was told of a trainer whose certificate ended while a cohort goes on: once for each of both."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class TrainerLapse(Base):
    """A trainer of an open cohort holds its certificate no longer, and whoever coordinates was told."""

    __tablename__ = "trainer_lapse"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # the trainer
    told_at: Mapped[datetime]
    told: Mapped[int]  # how many people
