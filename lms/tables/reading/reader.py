"""Reading a table: bytes in, rows of values out, with what is wrong in each row and how the file was understood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lms.gettext_noop import N_
from lms.tables.reading import faults
from lms.tables.reading.columns import CellProblem, InputColumn, InputKind
from lms.tables.reading.delimited import read_delimited
from lms.tables.reading.encodings import GUESSED
from lms.tables.reading.faults import refuse
from lms.tables.reading.headers import Header, find_header
from lms.tables.reading.raw import RawFile, RawRow, RawSheet, is_empty
from lms.tables.reading.values import UnfitCell, Value, value_of
from lms.tables.reading.workbooks import is_workbook, read_workbook
from lms.tables.sentences import Sentence

BEYOND = N_(
    "This row has more cells than the header. If a text has “%(delimiter)s” in it, put the text in quotation marks."
)
GUESS = N_("The file does not say which character code it uses. It was read as %(encoding)s: check names with accents.")
OTHER_SHEETS = N_("The sheet “%(sheet)s” was read. The file has other sheets: %(others)s.")
ZEROS = N_(
    "“%(column)s” has numbers (%(count)s cells). Excel removes a 0 at the start. If a "
    "number started with 0, format the column as text and type it again."
)
NAMED_IN_SENTENCE = 12  # columns
WHOLE_ROW = ""  # instead of the key of a column


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row by the number that a spreadsheet shows: its values by column, and what is wrong; a wrong cell has none."""

    number: int
    values: Mapping[str, Value]
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True)
class ReadTable:
    """A file as it was understood. Rows that hold nothing are left out; no other row is."""

    rows: tuple[ReadRow, ...]
    header_row: int
    unknown: tuple[str, ...]  # columns that nobody asked for, as they are written
    notes: tuple[Sentence, ...]  # what whoever sent the file should look at
    sheet: str = ""  # of a workbook
    encoding: str = ""  # of a text file
    delimiter: str = ""

    @property
    def problems(self) -> tuple[CellProblem, ...]:
        """What is wrong, in the order of the rows."""
        return tuple(problem for row in self.rows for problem in row.problems)


def read_table(content: bytes, columns: Sequence[InputColumn]) -> ReadTable:
    """Read a CSV file or a workbook, told apart by what is in it; raises BadInput where nothing of it can be read."""
    if len(content) > faults.MOST_BYTES:
        tenths = len(content) * 10 // faults.MEGABYTE
        most = faults.MOST_BYTES // faults.MEGABYTE
        refuse(faults.TOO_LARGE, size=f"{tenths // 10}.{tenths % 10}", most=most)
    if not content.strip():
        refuse(faults.EMPTY)
    file = read_workbook(content) if is_workbook(content) else read_delimited(content, columns)
    sheet, header = _sheet_with_header(file, columns)
    _demand_complete(header, columns)
    _demand_size(sheet, header)
    below = [row for row in sheet.rows if row.number > header.row and not row.blank]
    if not below:
        refuse(faults.NO_ROWS, row=header.row)
    if len(below) > faults.MOST_ROWS:
        refuse(faults.TOO_MANY_ROWS, most=faults.MOST_ROWS)
    rows = tuple(_read_row(row, header, columns, file.delimiter) for row in below)
    notes = (*_notes_of_file(file, sheet), *_notes_of_zeros(below, header, columns))
    return ReadTable(rows, header.row, header.unknown, notes, sheet.name, file.encoding, file.delimiter)


def _sheet_with_header(file: RawFile, columns: Sequence[InputColumn]) -> tuple[RawSheet, Header]:
    """The first sheet that has all the columns; else the one that has most of them."""
    found = [(sheet, header) for sheet in file.sheets if (header := find_header(sheet.rows, columns))]
    if not found:
        refuse(faults.NO_HEADER, columns=_titles(columns, [one.key for one in columns if one.required]))
    whole = next((one for one in found if not one[1].missing), None)
    return whole or max(found, key=lambda one: len(one[1].places))


def _demand_complete(header: Header, columns: Sequence[InputColumn]) -> None:
    if header.missing:
        names = ", ".join(header.found[:NAMED_IN_SENTENCE])
        refuse(faults.MISSING, missing=_titles(columns, header.missing), row=header.row, found=names)
    if header.twice:
        refuse(faults.TWICE, row=header.row, columns=_titles(columns, header.twice))


def _demand_size(sheet: RawSheet, header: Header) -> None:
    if sheet.columns > faults.MOST_COLUMNS:
        refuse(faults.TOO_MANY_COLUMNS, count=sheet.columns, most=faults.MOST_COLUMNS)
    if sheet.last_row > len(sheet.rows) and sheet.last_row - header.row > faults.MOST_ROWS:
        refuse(faults.TOO_MANY_ROWS, most=faults.MOST_ROWS)


def _read_row(row: RawRow, header: Header, columns: Sequence[InputColumn], delimiter: str) -> ReadRow:
    values: dict[str, Value] = {}
    problems = []
    if delimiter and not all(map(is_empty, row.cells[header.width :])):
        problems.append(CellProblem(row.number, WHOLE_ROW, Sentence(BEYOND, {"delimiter": delimiter})))
    for column in columns:
        place = header.places.get(column.key)
        cell = row.cells[place] if place is not None and place < len(row.cells) else None
        try:
            values[column.key] = value_of(column, cell)
        except UnfitCell as fault:
            values[column.key] = None
            problems.append(CellProblem(row.number, column.key, fault.said))
    return ReadRow(row.number, values, tuple(problems))


def _notes_of_file(file: RawFile, sheet: RawSheet) -> Iterator[Sentence]:
    if file.encoding in GUESSED:
        yield Sentence(GUESS, {"encoding": file.encoding})
    others = [one.name for one in file.sheets if one is not sheet and one.rows]
    if others:
        yield Sentence(OTHER_SHEETS, {"sheet": sheet.name, "others": ", ".join(others[:NAMED_IN_SENTENCE])})


def _notes_of_zeros(rows: Sequence[RawRow], header: Header, columns: Sequence[InputColumn]) -> Iterator[Sentence]:
    """Columns of texts in which a spreadsheet keeps numbers: their leading zeros are gone."""
    for column in columns:
        place = header.places.get(column.key)
        if place is None or column.kind is not InputKind.TEXT:
            continue
        count = sum(isinstance(row.cells[place], float) for row in rows if place < len(row.cells))
        if count:
            yield Sentence(ZEROS, {"column": str(column.title), "count": count})


def _titles(columns: Sequence[InputColumn], keys: Sequence[str]) -> str:
    return ", ".join(str(column.title) for column in columns if column.key in keys)
