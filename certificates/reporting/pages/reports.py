"""Donor reports: which there are of each fund, and what comes next."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.reporting import labels
from certificates.reporting.models import DonorReport
from certificates.reporting.queries.kept import period_of, reports_of
from certificates.reporting.rules.periods import Period, next_period, quarter_of
from courses.api import Fund, all_funds


@dataclass(frozen=True)
class ReportLine:
    """A frozen report in the list of a fund."""

    row: DonorReport
    period: Period


@dataclass(frozen=True)
class FundReports:
    """A fund, its frozen reports, and the period that comes next."""

    fund: Fund
    reports: list[ReportLine]
    lengths: tuple[int, ...]  # of the next period, in quarters; one where a report says it already
    next: Period | None  # none: which comes depends on its length, or the fund is reported to its end
    is_over: bool  # the next period has ended, so it can be frozen
    is_done: bool  # every quarter of the fund has been reported


def reports_page(session: Session, now: datetime) -> list[FundReports]:
    """Every fund with its reports; two queries."""
    funds = all_funds(session)
    frozen = reports_of(session, [fund.id for fund in funds])
    return [_fund_reports(fund, frozen[fund.id], now) for fund in funds]


def _fund_reports(fund: Fund, rows: list[DonorReport], now: datetime) -> FundReports:
    lines = [ReportLine(row, period_of(row)) for row in rows]
    periods = [line.period for line in lines]
    lengths = (periods[0].length,) if periods else tuple(labels.LENGTHS)
    coming = next_period(periods, fund.starts_on, lengths[0])
    done = coming.first > quarter_of(fund.ends_on)
    return FundReports(
        fund, lines, lengths, None if done else coming, is_over=coming.is_over(now) and not done, is_done=done
    )
