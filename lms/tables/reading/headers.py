"""The header of a table: the row with the names of the columns, below whatever titles stand above it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from lms.tables.reading.columns import InputColumn, folded_name
from lms.tables.reading.raw import RawRow

SEARCHED = 50  # rows from the top


@dataclass(frozen=True)
class Header:
    """A row as names of columns: where each column that was asked for stands, and what else there is."""

    row: int
    width: int  # cells up to the last that has a name
    places: Mapping[str, int]  # index of the cell by the key of its column
    found: tuple[str, ...]  # the names as they are written
    unknown: tuple[str, ...]
    twice: tuple[str, ...]  # keys of columns that the row names more than once
    missing: tuple[str, ...]  # keys of columns that must be there and are not


def find_header(rows: Sequence[RawRow], columns: Sequence[InputColumn]) -> Header | None:
    """The first row that names all required columns; else the row that names most; none where no row names any."""
    names = {folded_name(name): column.key for column in columns for name in (column.key, *column.names)}
    best: Header | None = None
    for row in islice(rows, SEARCHED):
        header = _read(row, names, columns)
        if header.places and not header.missing:
            return header
        if len(header.places) > (len(best.places) if best else 0):
            best = header
    return best


def _read(row: RawRow, names: Mapping[str, str], columns: Sequence[InputColumn]) -> Header:
    written = [" ".join(cell.split()) if isinstance(cell, str) else "" for cell in row.cells]
    keys = [names.get(folded_name(name)) if name else None for name in written]
    counts = Counter(key for key in keys if key)
    return Header(
        row=row.number,
        width=max((place for place, name in enumerate(written, start=1) if name), default=0),
        places={key: keys.index(key) for key in counts},
        found=tuple(name for name in written if name),
        unknown=tuple(name for name, key in zip(written, keys, strict=True) if name and not key),
        twice=tuple(key for key, count in counts.items() if count > 1),
        missing=tuple(column.key for column in columns if column.required and column.key not in counts),
    )
