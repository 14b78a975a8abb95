"""Text tables: CSV with commas, semicolons, tabs or bars, as spreadsheets of any country write them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from lms.tables.reading.columns import InputColumn
from lms.tables.reading.encodings import decoded
from lms.tables.reading.faults import MOST_COLUMNS, MOST_ROWS, QUOTES, UNCLOSED, refuse
from lms.tables.reading.headers import SEARCHED, find_header
from lms.tables.reading.raw import RawFile, RawRow, RawSheet
from lms.tables.spreadsheet_formulas import as_written

DELIMITERS = ";,\t|"
NAMED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel says so in a first line, which it does not show
SAMPLE = 64_000  # characters by which the delimiter is found
NEVER_CLOSED = ("unexpected end of data", "field larger than field limit")


def read_delimited(content: bytes, columns: Sequence[InputColumn]) -> RawFile:
    """The rows of a text table; a quotation mark that is never closed would swallow rows, and is refused."""
    found = decoded(content)
    text = found.text.removeprefix("\ufeff")
    named = NAMED.match(text)
    if named:
        text = text[named.end() :]
    delimiter = named[1] if named else delimiter_of(text, columns)
    rows: list[RawRow] = []
    number = 0
    for row in _rows(text, delimiter):
        number = row.number
        if len(rows) <= MOST_ROWS + SEARCHED:
            rows.append(row)
    width = max((len(row.cells) for row in rows), default=0)
    return RawFile([RawSheet("", rows, number, width)], found.encoding, delimiter)


def delimiter_of(text: str, columns: Sequence[InputColumn]) -> str:
    """The delimiter with which the header is found, or which makes most columns in most rows."""
    return max(DELIMITERS, key=lambda one: _fitness(text[:SAMPLE], one, columns))


def _fitness(sample: str, delimiter: str, columns: Sequence[InputColumn]) -> tuple[int, int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        cells = [found[:MOST_COLUMNS] for found in islice(reader, SEARCHED)]
    except csv.Error:
        return (0, 0)
    header = find_header([RawRow(number, found) for number, found in enumerate(cells, start=1)], columns)
    widths = Counter(len(found) for found in cells if found)
    width, times = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
    return (len(header.places) if header else 0, (width - 1) * times)


def _rows(text: str, delimiter: str) -> Iterator[RawRow]:
    """The records with their numbers; blank lines count, and texts that an export made harmless are as they were."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            refuse(UNCLOSED if str(fault).startswith(NEVER_CLOSED) else QUOTES, row=number)
        yield RawRow(number, [as_written(cell) for cell in cells])
