"""Rollups and frozen reports, found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.reporting.models import DonorReport, FigureRollup, ReportCell
from certificates.reporting.rules.flows import Key
from certificates.reporting.rules.periods import Period, read_quarter
from certificates.reporting.rules.suppression import Shown
from lms.errors import NotFound


@dataclass(frozen=True)
class Rollups:
    """Every figure of the programme as it may be shown, and when it was counted."""

    shown: Shown
    counted_at: datetime | None  # none: never yet


@dataclass(frozen=True)
class FoundReport:
    """A frozen report with its numbers."""

    row: DonorReport
    shown: Shown

    @property
    def period(self) -> Period:
        """The quarters of which it speaks."""
        return period_of(self.row)


def rollups(session: Session) -> Rollups:
    """All rollups; one query."""
    rows = session.execute(
        select(
            FigureRollup.breakdown, FigureRollup.row, FigureRollup.figure, FigureRollup.people, FigureRollup.counted_at
        ).order_by(FigureRollup.id)
    ).all()
    cells: dict[Key, int | None] = {(by, row, figure): people for by, row, figure, people, _at in rows}
    return Rollups(Shown(cells), rows[0].counted_at if rows else None)


def reports_of(session: Session, fund_ids: Collection[int]) -> dict[int, list[DonorReport]]:
    """The frozen reports of these funds, the oldest period first; one query."""
    found: dict[int, list[DonorReport]] = {fund_id: [] for fund_id in fund_ids}
    rows = session.scalars(
        select(DonorReport).where(DonorReport.fund_id.in_(fund_ids)).order_by(DonorReport.first_quarter)
    )
    for row in rows:
        found[row.fund_id].append(row)
    return found


def report_by_uuid(session: Session, uuid: str) -> FoundReport:
    """This report with its numbers; two queries."""
    row = session.scalars(select(DonorReport).where(DonorReport.uuid == uuid)).one_or_none()
    if row is None:
        raise NotFound
    return FoundReport(row, cells_of(session, [row.id])[row.id])


def cells_of(session: Session, report_ids: Collection[int]) -> dict[int, Shown]:
    """The numbers of these reports as they were frozen; one query."""
    found: dict[int, dict[Key, int | None]] = {report_id: {} for report_id in report_ids}
    rows = session.execute(
        select(ReportCell.report_id, ReportCell.breakdown, ReportCell.row, ReportCell.figure, ReportCell.value)
        .where(ReportCell.report_id.in_(report_ids))
        .order_by(ReportCell.id)
    )
    for report_id, by, row, figure, value in rows:
        found[report_id][by, row, figure] = value
    return {report_id: Shown(cells) for report_id, cells in found.items()}


def period_of(row: DonorReport) -> Period:
    """The quarters of a report, as its row writes them."""
    first, last = read_quarter(row.first_quarter), read_quarter(row.last_quarter)
    if first is None or last is None:
        raise ValueError(f"Report {row.id} names no quarters.")
    return Period(first, last)
