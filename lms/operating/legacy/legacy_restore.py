"""Data migration: a backup of the last 0.1 into tables of today, in one transaction; what each package says is done.

The manifests name every table of then. What is not as they say is refused before anything is touched.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, create_engine, insert, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from lms import schema
from lms.db import Base, Database, end_read_session
from lms.errors import RuleBroken
from lms.legacy import LegacyTable, Row, as_they_are
from lms.manifest import composition
from lms.operating import snapshot
from lms.operating.legacy.legacy_rows import BATCH, OldDatabase, old_database
from lms.text.search import SUFFIX

REVISION = "0012"  # the last version of the database of 0.1
UNCHANGED = "Nothing was changed."
Columns = dict[str, list[str]]  # of every table in a backup


@dataclass(frozen=True)
class LeftBehind:
    """Rows of a table that do not come across, and why."""

    table: str
    rows: int
    why: str


def is_legacy(revision: str) -> bool:
    """Whether a backup of this version of the database comes across here; an older one is refused."""
    if revision in schema.BEFORE_BASELINE and revision != REVISION:
        raise RuleBroken(
            f"This backup is of version {revision} of the database; of Spoor 0.1 this program takes {REVISION} alone. "
            f"Restore it with the last program of 0.1, make a backup there, and restore that one here. {UNCHANGED}"
        )
    return revision == REVISION


def put_across(found: Database, work: Path, manifest: dict[str, Any], now: datetime) -> list[LeftBehind]:
    """Bring the rows of an old backup into a database that holds nothing; answers what was left behind."""
    end_read_session()
    known = {one.name: one for one in composition().legacy_tables}
    tables = tables_of(columns_in(found, work, manifest), known)
    beneath: tuple[type[Exception], ...] = (SQLAlchemyError, found.engine.dialect.loaded_dbapi.Error)
    refusals: tuple[type[Exception], ...] = (*beneath, ValueError, LookupError, TypeError)
    schema.clear(found.engine)
    schema.upgrade(found.engine, found.url)
    try:
        with found.transaction() as session, old_database(session.connection(), work, tables) as old:
            left = carry_over(session.connection(), old, known)
            for follow_up in composition().legacy_follow_ups:
                follow_up(session, now)
    except refusals as fault:
        said = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
        raise RuleBroken(f"What this backup holds does not fit together: {said}. {UNCHANGED}") from fault
    return left


def columns_in(found: Database, work: Path, manifest: dict[str, Any]) -> Columns:
    """The tables and columns of a backup: PostgreSQL's are in its list, SQLite's in the file itself."""
    if not found.sqlite:
        return dict(manifest["tables"])
    engine = create_engine(f"sqlite:///{work / snapshot.SQLITE_FILE}", poolclass=NullPool)
    looked = inspect(engine)
    names = [n for n in looked.get_table_names() if not n.startswith(snapshot.KEPT_APART) and SUFFIX not in n]
    return {name: [column["name"] for column in looked.get_columns(name)] for name in names}


def tables_of(columns: Columns, known: Mapping[str, LegacyTable]) -> dict[str, Table]:
    """The tables with their columns as they were; what is not as the manifests say is refused."""
    differing = sorted(known.keys() ^ columns.keys())
    if differing:
        raise RuleBroken(f"This backup and this program do not agree on the table {differing[0]}. {UNCHANGED}")
    return {name: as_it_was(known[name], listed) for name, listed in columns.items()}


def as_it_was(legacy: LegacyTable, listed: list[str]) -> Table:
    """An old table with the columns that a backup names; one that nobody expects, or that is missing, is refused."""
    if legacy.needless:
        return Table(legacy.name, MetaData())
    today = Base.metadata.tables[legacy.target or legacy.name].columns
    types = {column.name: column.type for column in today if column.name not in legacy.new} | dict(legacy.gone)
    odd = set(listed) - types.keys() if legacy.left else set(listed) ^ types.keys()
    for name in sorted(odd):
        raise RuleBroken(f"This backup and this program do not agree on the column {legacy.name}.{name}. {UNCHANGED}")
    return Table(legacy.name, MetaData(), *[Column(name, types[name]) for name in listed])


def carry_over(connection: Connection, old: OldDatabase, known: Mapping[str, LegacyTable]) -> list[LeftBehind]:
    """Fill the tables of today in the order of their references; answers what was left."""
    by_target = {one.target or one.name: one for one in known.values() if not (one.left or one.needless)}
    for table in Base.metadata.sorted_tables:
        legacy = by_target.get(table.name)
        if legacy is not None:
            fill(connection, old, legacy, table)
            if connection.dialect.name != "sqlite":
                snapshot.count_on(connection, table.name, list(table.columns.keys()))
    return left_behind(old, [one for one in known.values() if one.left])


def fill(connection: Connection, old: OldDatabase, legacy: LegacyTable, table: Table) -> None:
    """Bring one table across: whole if nothing about it changed, else row by row."""
    if legacy.turn is as_they_are:
        old.copy(legacy.name)
        return
    for batch in batches(legacy.turn(old.rows(legacy.name), old.rows)):
        connection.execute(insert(table), batch)


def batches(rows: Iterable[Row]) -> Iterator[list[dict[str, Any]]]:
    """Some rows at a time, so that memory does not grow with a table."""
    waiting = iter(rows)
    while batch := [dict(row) for row in islice(waiting, BATCH)]:
        yield batch


def left_behind(old: OldDatabase, tables: list[LegacyTable]) -> list[LeftBehind]:
    """How much of each table that stays behind somebody could miss."""
    counted = [LeftBehind(one.name, sum(map(one.lost, old.rows(one.name))), one.left) for one in tables]
    return [one for one in counted if one.rows]
