"""CSV (RFC 4180) in UTF-8 with a mark, so that spreadsheets read its letters; no text of it runs as a formula."""

import csv
import io
from collections.abc import Callable
from datetime import tzinfo
from typing import IO, Any

from lms.i18n import _
from lms.tables.spreadsheet_formulas import harmless
from lms.tables.writing.columns import OutputKind, OutputTable
from lms.tables.writing.titles import title_with_unit

MOMENT = "%Y-%m-%d %H:%M:%S"


def write_csv(table: OutputTable, file: IO[bytes], zone: tzinfo) -> None:
    """Titles, then rows; numbers with a point, days year first, moments in the zone that their title names."""
    cells = [_cell_of(column.kind, zone) for column in table.columns]
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(title_with_unit(column, zone)) for column in table.columns])
    for row in table.rows:
        writer.writerow(["" if value is None else cell(value) for cell, value in zip(cells, row, strict=True)])
    text.flush()
    text.detach()


def _cell_of(kind: OutputKind, zone: tzinfo) -> Callable[[Any], str]:
    """How the values of a column are written."""
    if kind is OutputKind.TEXT:
        return lambda value: harmless(str(value))
    if kind is OutputKind.DATE:
        return lambda value: str(value.isoformat())
    if kind is OutputKind.MOMENT:
        return lambda value: str(value.astimezone(zone).strftime(MOMENT))
    if kind is OutputKind.YES_NO:
        words = {True: str(_("Yes")), False: str(_("No"))}
        return lambda value: words[bool(value)]
    return number


def number(value: Any) -> str:
    """A number with a point, exact where it ends, else to six places."""
    if isinstance(value, int):
        return str(value)
    return f"{float(value):.6f}".rstrip("0").rstrip(".")
