"""Rows of a file as they stand in it, before anybody knows what the columns mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

Cell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of a row, and its number as a spreadsheet shows it."""

    number: int
    cells: Sequence[Cell]

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return all(is_empty(cell) for cell in self.cells)


@dataclass(frozen=True)
class RawSheet:
    """A sheet, or a whole text file, whose sheet has no name; rows beyond the limit are left out, and counted."""

    name: str
    rows: Sequence[RawRow]
    last_row: int
    columns: int


@dataclass(frozen=True)
class RawFile:
    """The visible sheets of a file, and how it was read."""

    sheets: Sequence[RawSheet]
    encoding: str = ""  # of a text file
    delimiter: str = ""


def is_empty(cell: Cell) -> bool:
    """Whether a cell holds nothing but blanks."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
