"""A donor report in words, as it is printed."""

from certificates.documents.report_pdf import PrintedReport, PrintedTable
from certificates.reporting import labels
from certificates.reporting.pages.report import ACTIVITY_HEADS, ReportPage, said_period
from lms.i18n import _, language


def printed(page: ReportPage) -> PrintedReport:
    """The report for paper: its tables, what is counted in them, and what is left out."""
    first, last = page.days
    tables = [*page.tables, *([page.earlier] if page.earlier else [])]
    return PrintedReport(
        title=page.title,
        subtitle=said_period(page.found.period),
        facts=[
            (_("Fund"), f"{page.fund.code}: {page.fund.name}"),
            (_("Donor"), page.fund.donor),
            (_("Period"), _("%(first)s to %(last)s", first=first.isoformat(), last=last.isoformat())),
            (_("Closed on"), page.found.row.frozen_at.date().isoformat()),
        ],
        tables=[*(PrintedTable(table.title, table.heads, table.said) for table in tables), *_activities(page)],
        notes=notes(),
        definitions=page.definitions,
        words={"definitions": _("What is counted"), "page": _("Page")},
        language=language(),
        made_at=page.found.row.frozen_at,
    )


def _activities(page: ReportPage) -> list[PrintedTable]:
    """What the fund paid for, if anything."""
    heads = [str(head) for head in ACTIVITY_HEADS]
    rows = [one.said for one in page.activities]
    return [PrintedTable(_("Activities and their targets"), heads, rows, numeric=False)] if rows else []


def notes() -> list[str]:
    """How to read every report."""
    return [
        str(labels.WHY_LEFT_OUT),
        _("Each person is counted once: in the country where they worked first in the period, "
    "and in the course in which they did most."),
        _("Do not add up numbers of several reports: a person may be in more than one."),
    ]  # fmt: skip
