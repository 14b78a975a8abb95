"""Data migration from 0.1: what a package says of each of its old tables, and how rows of then become rows of today.

`lms restore` carries it out (lms/operating/legacy/legacy_restore.py). A later baseline replaces what stands here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

Row = Mapping[str, Any]  # values as Python has them: moments with their zone, JSON as data
OldRows = Callable[[str], Iterable[Row]]  # the rows of another old table, in the order of their ids
Turn = Callable[[Iterable[Row], OldRows], Iterable[Row]]
FollowUp = Callable[[Session, datetime], None]  # what is to be done once everything came across


def as_they_are(rows: Iterable[Row], _old: OldRows) -> Iterable[Row]:
    """Every row as it was."""
    return rows


def every_row(_row: Row) -> bool:
    """Count all of them."""
    return True


@dataclass(frozen=True, kw_only=True)
class LegacyTable:
    """One table of 0.1: its columns compared with today's, and how its rows come across."""

    name: str
    target: str = ""  # the table of today, if it has another name
    gone: Mapping[str, Any] = field(default_factory=dict)  # columns that today's table has not, with their types
    new: frozenset[str] = frozenset()  # columns of today that it had not
    turn: Turn = as_they_are
    left: str = ""  # why its rows do not come across; empty: they do
    lost: Callable[[Row], bool] = every_row  # which of the rows that are left to tell of
    needless: bool = False  # nobody misses its rows: they are not even read


def carried(*names: str) -> tuple[LegacyTable, ...]:
    """Tables that are what they were."""
    return tuple(LegacyTable(name=name) for name in names)


def needless(*names: str) -> tuple[LegacyTable, ...]:
    """Tables of what is made anew, or forgotten within the hour."""
    return tuple(LegacyTable(name=name, needless=True) for name in names)


def changed(row: Row, *gone: str, **new: Any) -> Row:
    """The row without some columns, and with others."""
    return {name: value for name, value in row.items() if name not in gone} | new


def each(change: Callable[[Row], Row]) -> Turn:
    """Rows that change one by one, each by itself."""
    return lambda rows, _old: (change(row) for row in rows)
