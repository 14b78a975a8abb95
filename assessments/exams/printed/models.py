"""Sheets of printed quizzes, what was keyed in from them, and sheets that were given up; all appended."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessments.exams.printed.rules.sheets import KeyingStep, LossReason
from lms.db import Base, choices

ONE_OPEN = text("agreed IS NULL OR agreed")


class PrintedSheet(Base):
    """The paper of one attempt, printed for an officer of a cohort."""

    __tablename__ = "printed_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), unique=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    batch: Mapped[str] = mapped_column(String(36), index=True)  # printed in one step, one file
    code: Mapped[str] = mapped_column(String(8), unique=True)
    language: Mapped[str] = mapped_column(String(8))  # in which it was printed
    printed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    printed_at: Mapped[datetime]


class PrintedKeying(Base):
    """The answers of a sheet as one person keyed them in; the first, the second, and what settled their differences."""

    __tablename__ = "printed_keying"
    __table_args__ = (choices("step", KeyingStep), UniqueConstraint("sheet_id", "step"))

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("printed_sheet.id"))
    step: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answers: Mapped[dict[str, Any]]  # by position; what has no answer is left out
    at: Mapped[datetime]


class PrintedLoss(Base):
    """Somebody said that a sheet cannot be keyed in; given up once somebody else has agreed."""

    __tablename__ = "printed_loss"
    __table_args__ = (
        choices("reason", LossReason),
        CheckConstraint("(agreed IS NULL) = (decided_at IS NULL)", name="decided"),
        Index("uq_printed_loss_one_open", "sheet_id", unique=True, sqlite_where=ONE_OPEN, postgresql_where=ONE_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("printed_sheet.id"))
    reason: Mapped[str] = mapped_column(String(12))
    words: Mapped[str]
    said_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]
    agreed: Mapped[bool | None]  # none: nobody has decided
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
