"""One donor report as tables with its definitions, its activities, and the sums of the reports before it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from certificates.reporting import labels
from certificates.reporting.queries.kept import FoundReport, cells_of, period_of, reports_of
from certificates.reporting.rules.activities import PaidActivity, read
from certificates.reporting.rules.figures import IN_REPORTS, STAGES, KeyFigure
from certificates.reporting.rules.periods import Period
from certificates.reporting.rules.suppression import Shown
from courses.api import (
    ACTIVITY_KINDS,
    ACTIVITY_TARGETS,
    ActivityKind,
    Fund,
    TargetKind,
    all_funds,
    course_titles,
)
from lms.errors import NotFound
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.people.api import people_named

SINGLE = (*STAGES, KeyFigure.IN_FORCE, KeyFigure.TRAINERS, KeyFigure.COHORTS)
TOTAL = "total"


@dataclass(frozen=True)
class ReportTable:
    """A table of a report: a name for each row and numbers, of which none is left out."""

    title: str
    heads: tuple[str, ...]  # the first is that of the rows
    rows: Sequence[tuple[str, tuple[int | None, ...]]]

    @property
    def tells(self) -> bool:
        """Whether any number of it is shown; one of sexes of which nobody told theirs has none."""
        return any(value is not None for _name, values in self.rows for value in values)

    @property
    def said(self) -> list[list[str]]:
        """Its rows in words."""
        return [[name, *(labels.said(value) for value in values)] for name, values in self.rows]


@dataclass(frozen=True)
class PaidLine:
    """An activity of a report, in words."""

    row: PaidActivity

    @property
    def said(self) -> list[str]:
        """Its cells, in the order of `ACTIVITY_HEADS`."""
        where = self.row.region or ", ".join(labels.place(code) for code in self.row.countries)
        kind = str(ACTIVITY_KINDS[ActivityKind(self.row.kind)])
        targets = "; ".join(f"{name}: {people}" for name, people in self.targets)
        days = _("%(first)s to %(last)s", first=self.row.starts_on.isoformat(), last=self.row.ends_on.isoformat())
        return [self.row.title, kind, where, days, ", ".join(self.row.partners) or _("none"), targets or _("none")]

    @property
    def targets(self) -> list[tuple[str, int]]:
        """What it wanted to reach, in the order of the kinds."""
        kinds = [kind for kind in TargetKind if kind in self.row.targets]
        return [(str(ACTIVITY_TARGETS[kind]), self.row.targets[kind]) for kind in kinds]


ACTIVITY_HEADS = (_l("Activity"), _l("Kind"), _l("Where"), _l("Days"), _l("Partners"), _l("Targets"))


@dataclass(frozen=True)
class ReportPage:
    """One frozen report."""

    found: FoundReport
    fund: Fund
    frozen_by: str
    tables: list[ReportTable]
    activities: list[PaidLine]
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
        tables=[table for table in _tables(session, found.shown) if table.tells],
        activities=[PaidLine(read(kept)) for kept in found.row.activities],
        earlier=_earlier(session, found),
    )


def _tables(session: Session, shown: Shown) -> Iterator[ReportTable]:
    """The whole, then by country, by course and by sex; what is not there was left out whole."""
    whole = [(_(IN_REPORTS[one].title), (shown.of(TOTAL, "", one),)) for one in SINGLE]
    yield ReportTable(_("Total"), (_("Figure"), _("Count")), whole)
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
    return ReportTable(_("Earlier reports"), heads, rows)


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
    for one in page.activities:
        aims: list[tuple[str, int | None]] = [*one.targets] or [("", None)]
        for target, people in aims:
            yield _("Activities and their targets"), one.row.title, target, people, False, ""
