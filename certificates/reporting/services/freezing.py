"""Freezing donor reports: counted once, small numbers left out before anything is kept, never changed again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.reporting.events import ReportFrozen
from certificates.reporting.models import DonorReport, ReportCell
from certificates.reporting.queries import of_fund
from certificates.reporting.queries.kept import period_of, reports_of
from certificates.reporting.rules.activities import written
from certificates.reporting.rules.counting import by_country, by_course, counted_once
from certificates.reporting.rules.figures import LEAST, STAGES, KeyFigure
from certificates.reporting.rules.flows import Key
from certificates.reporting.rules.periods import LENGTHS, Period, next_period, quarter_of
from certificates.reporting.rules.suppression import Shown, suppressed
from courses.api import Fund
from lms import events, ids
from lms.db import lock
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.inserts import insert_many

TOTAL = "total"


@dataclass(frozen=True)
class NextReport:
    """What is to be frozen: how many quarters a first report has, and with which quarter it begins, as was shown."""

    length: int
    begins: str | None = None  # none: whichever comes next


def freeze_report(
    session: Session, fund: Fund, wanted: NextReport, *, actor_id: int | None, now: datetime
) -> DonorReport:
    """Count the next period of a fund, and keep what may be shown; the first report says how long all periods are.

    Sent twice, it freezes once: the second time another period would come next than was shown.
    """
    if wanted.length not in LENGTHS:
        raise BadInput("length", _("Choose a quarter, half a year or a year."))
    lock(session, f"report:{fund.id}")
    frozen = [period_of(row) for row in reports_of(session, [fund.id])[fund.id]]
    period = next_period(frozen, fund.starts_on, wanted.length)
    if wanted.begins not in (None, str(period.first)):
        raise RuleBroken(_("This report is already closed. You find it in the list of reports."))
    demand_reportable(fund, period, now)
    row = DonorReport(
        uuid=ids.new_uuid(),
        fund_id=fund.id,
        first_quarter=str(period.first),
        last_quarter=str(period.last),
        frozen_at=now,
        activities=[written(one) for one in of_fund.paid_activities(session, fund.id, period)],
        frozen_by_id=actor_id,
    )
    session.add(row)
    session.flush()
    cells = report_cells(session, fund.id, period, now)
    insert_many(
        session,
        ReportCell,
        [
            {"report_id": row.id, "breakdown": by, "row": place, "figure": figure, "value": value}
            for (by, place, figure), value in cells.items()
        ],
    )
    said = ReportFrozen(
        subject=f"fund:{fund.id}",
        actor_id=actor_id,
        at=now,
        report_id=row.id,
        first_quarter=row.first_quarter,
        last_quarter=row.last_quarter,
    )
    events.publish(session, said)
    return row


def demand_reportable(fund: Fund, period: Period, now: datetime) -> None:
    """Refuse a period that runs, and one in which the fund was over already."""
    if period.first > quarter_of(fund.ends_on):
        raise RuleBroken(_("Every quarter of this fund is already reported. There are no more reports."))
    if not period.is_over(now):
        raise RuleBroken(
            _(
                "The next period ends on %(day)s. You can close its report after that day.",
                day=period.days[1].isoformat(),
            )
        )


def report_cells(session: Session, fund_id: int, period: Period, now: datetime) -> Mapping[Key, int | None]:
    """Every number of the report as it may be shown, by table, row and figure; the same number of statements always."""
    cohorts = of_fund.cohorts_of_fund(session, fund_id, period)
    lines = of_fund.lines_of_fund(session, cohorts, period)
    people = list(counted_once(lines).values())
    in_force = of_fund.in_force_of_fund(session, cohorts, period, now)
    trainers = of_fund.trainers_of_fund(session, cohorts, period, now)
    return {
        (TOTAL, "", KeyFigure.COHORTS): len(cohorts.held),
        (TOTAL, "", KeyFigure.IN_FORCE): in_force if in_force >= LEAST else None,
        (TOTAL, "", KeyFigure.TRAINERS): trainers if trainers >= LEAST else None,
        **_named(suppressed(by_country(people), of_fund.sexes_of_fund(session, cohorts, period))),
        **_named(suppressed(by_course(people))),
    }


def _named(shown: Shown) -> dict[Key, int | None]:
    """The numbers with figures in place of stages, and a row for each, empty where there is none."""
    found: dict[Key, int | None] = {}
    for (by, *rest), value in shown.cells.items():
        if by == TOTAL:
            found[TOTAL, "", STAGES[int(rest[0])]] = value
        elif by == "sex":
            found[by, "", rest[0]] = value
        elif by == "sex-country":
            found[by, rest[0], rest[1]] = value
        else:
            found[by, rest[0], STAGES[int(rest[1])]] = value
    return found
