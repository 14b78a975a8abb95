"""Figures and reports as they are exported: what their pages show, and no more."""

from collections.abc import Iterable, Iterator
from typing import Any

from certificates.reporting.pages.figures import OF_COUNTRY, FigureLine
from certificates.reporting.pages.report import said_period
from certificates.reporting.pages.reports import FundReports
from certificates.reporting.rules.figures import ON_PAGE, STAGES
from lms.i18n import lazy as _l
from lms.tables.writing.columns import OutputColumn, OutputKind

COUNTRY_COLUMNS = (
    OutputColumn("country", _l("Country")),
    *(OutputColumn(one.value, _l(ON_PAGE[one].title), OutputKind.WHOLE) for one in OF_COUNTRY),
)
COURSE_COLUMNS = (
    OutputColumn("course", _l("Course")),
    *(OutputColumn(one.value, _l(ON_PAGE[one].title), OutputKind.WHOLE) for one in STAGES),
)
TRAINER_COLUMNS = (OutputColumn("name", _l("Name")),)
LIST_COLUMNS = (
    OutputColumn("fund", _l("Fund")),
    OutputColumn("period", _l("Period")),
    OutputColumn("frozen_at", _l("Closed on"), OutputKind.MOMENT),
)
REPORT_COLUMNS = (
    OutputColumn("table", _l("Table")),
    OutputColumn("row", _l("Row")),
    OutputColumn("figure", _l("Figure")),
    OutputColumn("number", _l("Count"), OutputKind.WHOLE),
    OutputColumn("left_out", _l("Left out"), OutputKind.YES_NO),
    OutputColumn("definition", _l("What is counted")),
)


def figure_rows(lines: Iterable[FigureLine]) -> Iterator[tuple[Any, ...]]:
    """Countries or courses as rows; what is left out stays empty."""
    for line in lines:
        yield line.name, *line.values


def report_rows(funds: Iterable[FundReports]) -> Iterator[tuple[Any, ...]]:
    """Frozen reports as rows of `LIST_COLUMNS`."""
    for one in funds:
        for report in one.reports:
            yield one.fund.code, said_period(report.period), report.row.frozen_at
