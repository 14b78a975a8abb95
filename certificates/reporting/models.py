"""Sums that are kept: rollups, made anew each hour, and donor reports, frozen for ever."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base

ROW_LENGTH = 64  # a country, a quarter, the number of a course
FIGURE_LENGTH = 24


class FigureRollup(Base):
    """A figure of the programme as it was when it was last counted; all rows are replaced at once."""

    __tablename__ = "figure_rollup"
    __table_args__ = (UniqueConstraint("breakdown", "row", "figure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    breakdown: Mapped[str] = mapped_column(String(16))  # by what: all, country, course, quarter
    row: Mapped[str] = mapped_column(String(ROW_LENGTH))  # which of them; empty: all, or people of no administration
    figure: Mapped[str] = mapped_column(String(FIGURE_LENGTH))
    people: Mapped[int | None]  # none: left out, so that nobody is given away
    counted_at: Mapped[datetime]


class DonorReport(Base):
    """A report about a fund and some quarters, frozen; what it says is said again as it was, and never changed."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("fund_id", "first_quarter"), Index("ix_report_fund_id", "fund_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    first_quarter: Mapped[str] = mapped_column(String(7))  # such as 2026-Q3; this and the next included
    last_quarter: Mapped[str] = mapped_column(String(7))
    frozen_at: Mapped[datetime]
    activities: Mapped[list[Any]]  # that the fund paid for in these quarters, as `PaidActivity` writes them
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the demonstration


class ReportCell(Base):
    """A number of a frozen report. What was left out is not kept, so nobody can tell it later."""

    __tablename__ = "report_cell"
    __table_args__ = (UniqueConstraint("report_id", "breakdown", "row", "figure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    breakdown: Mapped[str] = mapped_column(String(16))  # by what: total, country, course, sex, sex-country
    row: Mapped[str] = mapped_column(String(ROW_LENGTH))
    figure: Mapped[str] = mapped_column(String(FIGURE_LENGTH))  # or a sex
    value: Mapped[int | None]
