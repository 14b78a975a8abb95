"""What a list is written from: columns with their kinds, and rows of plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any


class OutputKind(StrEnum):
    """How the values of a column are written."""

    TEXT = auto()
    WHOLE = auto()
    DECIMAL = auto()
    PERCENT = auto()  # values of hundred
    DATE = auto()
    MOMENT = auto()  # in the zone that the header names
    YES_NO = auto()


@dataclass(frozen=True)
class OutputColumn:
    """A column: its key for programs, its title for people."""

    key: str
    title: Any  # a text, or one that is translated when it is shown
    kind: OutputKind = OutputKind.TEXT


@dataclass(frozen=True)
class OutputTable:
    """A list as it is written: its title, columns, and rows that are gone through once."""

    title: str
    columns: Sequence[OutputColumn]
    rows: Iterable[Sequence[Any]]  # of texts, lazy ones too, numbers, days and moments, yes or no; none is left empty
