"""Donor reports: which there are of each fund, what comes next, and one report as tables with its definitions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from certificates.reporting import labels
from certificates.reporting.models import DonorReport
from certificates.reporting.queries.kept import FoundReport, cells_of, period_of, reports_of
from certificates.reporting.rules.figures import IN_REPORTS, STAGES, KeyFigure
from certificates.reporting.rules.periods import Period, next_period, quarter_of
from certificates.reporting.rules.suppression import Shown
from courses.api import Fund, all_funds, course_titles
from lms.errors import NotFound
from lms.i18n import _, language
from lms.people.api import people_named

SINGLE = (*STAGES, KeyFigure.IN_FORCE, KeyFigure.TRAINERS, KeyFigure.COHORTS)
TOTAL = "total"


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


@dataclass(frozen=True)
class ReportTable:
    """A table of a report: a name for each row and numbers, of which none is left out."""

    title: str
    heads: tuple[str, ...]  # the first is that of the rows
    rows: Sequence[tuple[str, tuple[int | None, ...]]]

    @property
    def said(self) -> list[list[str]]:
        """Its rows in words."""
        return [[name, *(labels.said(value) for value in values)] for name, values in self.rows]


@dataclass(frozen=True)
class ReportPage:
    """One frozen report."""

    found: FoundReport
    fund: Fund
    frozen_by: str
    tables: list[ReportTable]
    earlier: ReportTable | None  # the sums of the reports before it, as they were frozen

    @property
    def title(self) -> str:
        """What it is called."""
        return _("Donor report: %(fund)s", fund=self.fund.code)

    @property
    def days(self) -> tuple[date, date]:
        """Its first day and its last."""
        return self.found.period.days

    @property
    def definitions(self) -> list[tuple[str, str]]:
        """What each figure counts."""
        return [(_(one.title), _(one.sentence)) for one in IN_REPORTS.values()]


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


def report_page(session: Session, found: FoundReport) -> ReportPage:
    """One report as tables; the earlier ones of its fund repeat what was frozen."""
    fund = next((one for one in all_funds(session) if one.id == found.row.fund_id), None)
    if fund is None:
        raise NotFound
    by = found.row.frozen_by_id
    return ReportPage(
        found=found,
        fund=fund,
        frozen_by=people_named(session, [by]).get(by, "") if by is not None else "",
        tables=list(_tables(session, found.shown)),
        earlier=_earlier(session, found),
    )


def _tables(session: Session, shown: Shown) -> Iterator[ReportTable]:
    """The whole, then by country, by course and by sex; what is not there was left out whole."""
    whole = [(_(IN_REPORTS[one].title), (shown.of(TOTAL, "", one),)) for one in SINGLE]
    yield ReportTable(_("The whole"), (_("Figure"), _("Number")), whole)
    stages = tuple(_(IN_REPORTS[one].title) for one in STAGES)
    countries = {code: labels.place(code) for code in _rows(shown, "country")}
    if countries:
        rows = _named_rows(shown, "country", countries, STAGES)
        yield ReportTable(_("By country"), (_("Country"), *stages), rows)
    ids = [int(one) for one in _rows(shown, "course")]
    if ids:
        titles = course_titles(session, ids, language())
        courses = {str(one): titles.get(one, str(one)) for one in ids}
        yield ReportTable(_("By course"), (_("Course"), *stages), _named_rows(shown, "course", courses, STAGES))
    yield from _sexes(shown)


def _sexes(shown: Shown) -> Iterator[ReportTable]:
    names = {sex: str(name) for sex, name in labels.SEXES.items()}
    if _rows(shown, "sex"):
        rows = [(name, (shown.of("sex", "", sex),)) for sex, name in names.items()]
        yield ReportTable(_("By sex"), (_("Sex"), _("People reached")), rows)
    countries = {code: labels.place(code) for code in _rows(shown, "sex-country")}
    if countries:
        rows_by_sex = _named_rows(shown, "sex-country", countries, tuple(names))
        yield ReportTable(
            _("People reached by country and sex, where there are twenty or more"),
            (_("Country"), *names.values()),
            rows_by_sex,
        )


def _named_rows(
    shown: Shown, by: str, names: dict[str, str], columns: Iterable[str]
) -> list[tuple[str, tuple[int | None, ...]]]:
    ordered = sorted(names, key=lambda one: (not one, names[one]))
    return [(names[row], tuple(shown.of(by, row, column) for column in columns)) for row in ordered]


def _rows(shown: Shown, by: str) -> list[str]:
    return sorted({key[1] for key in shown.cells if key[0] == by})


def _earlier(session: Session, found: FoundReport) -> ReportTable | None:
    """The sums of earlier reports; they are not added up, since a person may be in several."""
    before = [
        row
        for row in reports_of(session, [found.row.fund_id])[found.row.fund_id]
        if row.first_quarter < found.row.first_quarter
    ]
    if not before:
        return None
    cells = cells_of(session, [row.id for row in before])
    rows = [(said_period(period_of(row)), tuple(cells[row.id].of(TOTAL, "", one) for one in STAGES)) for row in before]
    heads = (_("Period"), *(_(IN_REPORTS[one].title) for one in STAGES))
    return ReportTable(_("Earlier reports, as they were frozen"), heads, rows)


def said_period(period: Period) -> str:
    """The quarters of a period, as they are written everywhere."""
    if period.length == 1:
        return str(period.first)
    return _("%(first)s to %(last)s", first=str(period.first), last=str(period.last))


def flat_rows(page: ReportPage) -> Iterator[tuple[Any, ...]]:
    """Every number of a report in a row of its own: table, row, figure, number, whether it is left out."""
    for table in [*page.tables, *([page.earlier] if page.earlier else [])]:
        for name, values in table.rows:
            for head, value in zip(table.heads[1:], values, strict=True):
                figure = name if len(table.heads) == 2 and table.heads[0] == _("Figure") else head
                yield table.title, name, figure, value, value is None, dict(page.definitions).get(figure, "")
