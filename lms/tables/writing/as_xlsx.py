"""XLSX: numbers, days and moments as what they are, texts as texts, never a formula or a link."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, tzinfo
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lms.i18n import _
from lms.tables.writing.columns import OutputColumn, OutputKind, OutputTable
from lms.tables.writing.titles import title_with_zone

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FORMS = {
    OutputKind.WHOLE: "0",
    OutputKind.DECIMAL: "0.00",
    OutputKind.PERCENT: "0.0%",
    OutputKind.DATE: "yyyy-mm-dd",
    OutputKind.MOMENT: "yyyy-mm-dd hh:mm:ss",
}
WIDTHS = {OutputKind.DATE: 11.0, OutputKind.MOMENT: 20.0}  # characters
NARROWEST, WIDEST = 8, 50
LONGEST_TEXT = 32_767  # characters that a cell can hold
LONGEST_NAME = 31  # characters of a sheet
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))  # in the name of a sheet
EARLIEST = date(1900, 3, 1)  # spreadsheets count the days before it differently
HUNDRED = 100

Put = Callable[[Worksheet, int, int, Any], None]


def write_xlsx(table: OutputTable, file: IO[bytes], zone: tzinfo) -> None:
    """One sheet named like the list: a header that stays in view, then the rows."""
    with Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet(sheet_name(table.title))
        titles = [title_with_zone(column, zone) for column in table.columns]
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title, head)
        sheet.freeze_panes(1, 0)
        puts = [_put(column, book, zone) for column in table.columns]
        widths = [WIDTHS.get(c.kind, len(title)) for c, title in zip(table.columns, titles, strict=True)]
        _write_rows(sheet, table, puts, widths)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(max(width + 1, NARROWEST), WIDEST))


def sheet_name(title: str) -> str:
    """The title as a sheet may be called."""
    return " ".join(title.translate(FORBIDDEN).split())[:LONGEST_NAME].strip() or "1"


def _write_rows(sheet: Worksheet, table: OutputTable, puts: Sequence[Put], widths: list[float]) -> None:
    """Write row by row; the widths grow with the texts."""
    texts = [place for place, column in enumerate(table.columns) if column.kind is OutputKind.TEXT]
    for number, row in enumerate(table.rows, start=1):
        for place, (put, value) in enumerate(zip(puts, row, strict=True)):
            if value is not None:
                put(sheet, number, place, value)
        for place in texts:
            widths[place] = max(widths[place], min(len(str(row[place] or "")), WIDEST))


def _put(column: OutputColumn, book: Workbook, zone: tzinfo) -> Put:
    """How the values of a column are put into their cells."""
    kind = column.kind
    form = book.add_format({"num_format": FORMS[kind]}) if kind in FORMS else None
    if kind is OutputKind.TEXT:
        return _put_text
    if kind is OutputKind.YES_NO:  # in words: LibreOffice makes a formula of a truth value
        words = {True: str(_("Yes")), False: str(_("No"))}
        return lambda sheet, row, place, value: _put_text(sheet, row, place, words[bool(value)])
    if kind is OutputKind.DATE:
        return lambda sheet, row, place, value: _put_day(sheet, (row, place), value, form)
    if kind is OutputKind.MOMENT:
        return lambda sheet, row, place, value: _put_day(sheet, (row, place), _local(value, zone), form)
    share = HUNDRED if kind is OutputKind.PERCENT else 1
    return lambda sheet, row, place, value: _done(sheet.write_number(row, place, float(value) / share, form))


def _local(moment: datetime, zone: tzinfo) -> datetime:
    """The moment as a clock of the zone shows it; a spreadsheet knows no zones."""
    return moment.astimezone(zone).replace(tzinfo=None)


def _put_text(sheet: Worksheet, row: int, place: int, value: Any) -> None:
    text = str(value)
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - 1] + "…"
    _done(sheet.write_string(row, place, text))


def _put_day(sheet: Worksheet, cell: tuple[int, int], value: date, form: Format | None) -> None:
    """A day or moment that a spreadsheet can count from, else its text."""
    day = value.date() if isinstance(value, datetime) else value
    if day < EARLIEST:
        _done(sheet.write_string(*cell, value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()))
    else:
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        _done(sheet.write_datetime(*cell, moment, form))


def _done(answer: int) -> None:
    """A cell that the writer left out would be lost without a word."""
    if answer:
        raise ValueError(f"The cell was not written ({answer}).")
