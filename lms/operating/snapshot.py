"""The whole database written into a folder as it was at one moment, and brought back from there."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, inspect, literal_column, select, table, text

from lms import schema
from lms.db import Base, Database, end_read_session
from lms.errors import RuleBroken
from lms.text.search import SUFFIX

SQLITE_FILE = "database.sqlite"
TABLES = "tables"  # the folder of PostgreSQL's tables
KEPT_APART = ("alembic_version", "sqlite_")  # beginnings of the names of tables that hold nothing of ours


def take(found: Database, target: Path) -> dict[str, Any]:
    """Write the database as it is at one moment into `target`; answers what the manifest says of it."""
    if found.sqlite:
        return {"revision": take_sqlite(str(found.engine.url.database), target / SQLITE_FILE), "tables": {}}
    (target / TABLES).mkdir()
    tables = {table.name: [column.name for column in table.columns] for table in Base.metadata.sorted_tables}
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with found.engine.connect().execution_options(**options) as connection:
        for name, columns in tables.items():
            copy_out(connection, name, columns, target / TABLES / f"{name}.copy")
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return {"revision": str(revision), "tables": tables}


def take_sqlite(path: str, target: Path) -> str:
    """A copy of an embedded database in use; answers its version."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        (revision,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(revision)


def put_back(found: Database, work: Path, manifest: dict[str, Any]) -> None:
    """Bring the tables back in one transaction, into a database that holds nothing."""
    end_read_session()
    if found.sqlite:
        with closing(sqlite3.connect(work / SQLITE_FILE)) as source:
            found.close()
            with closing(sqlite3.connect(str(found.engine.url.database))) as copy:
                source.backup(copy)
        return
    schema.clear(found.engine)
    schema.upgrade(found.engine, found.url, to=manifest["revision"])
    with found.engine.begin() as connection:
        demand_known(connection, manifest["tables"])
        for name, columns in manifest["tables"].items():
            copy_in(connection, name, columns, work / TABLES / f"{name}.copy")
            count_on(connection, name, columns)


def demand_known(connection: Connection, tables: dict[str, list[str]]) -> None:
    """Refuse a list that names what this version of the database does not have."""
    looked = inspect(connection)
    for name, columns in tables.items():
        known = {column["name"] for column in looked.get_columns(name)} if looked.has_table(name) else set()
        if not known.issuperset(columns):
            raise RuleBroken(f"The list in this backup names a table {name} that its version does not have.")


def filled_tables(found: Database) -> list[str]:
    """The tables of this database that hold anything, those of the scripts and searches left aside."""
    every = inspect(found.engine).get_table_names()
    names = [name for name in every if not name.startswith(KEPT_APART) and SUFFIX not in name]
    with found.engine.connect() as connection:
        return [name for name in names if connection.execute(select(1).select_from(table(name)).limit(1)).first()]


def listed(columns: list[str]) -> str:
    """Columns in their order, quoted."""
    return ", ".join(f'"{name}"' for name in columns)


def copy_out(connection: Connection, name: str, columns: list[str], path: Path) -> None:
    """One table in PostgreSQL's own text form."""
    raw = connection.connection.cursor()
    with path.open("wb") as file, raw.copy(f'COPY "{name}" ({listed(columns)}) TO STDOUT') as copy:
        for block in copy:
            file.write(block)


def copy_in(connection: Connection, name: str, columns: list[str], path: Path) -> None:
    """One table back."""
    raw = connection.connection.cursor()
    with path.open("rb") as file, raw.copy(f'COPY "{name}" ({listed(columns)}) FROM STDIN') as copy:
        while block := file.read(1 << 20):
            copy.write(block)


def count_on(connection: Connection, name: str, columns: list[str]) -> None:
    """Set the counters of a table behind the highest number that it holds."""
    for column in columns:
        sequence = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": f'"{name}"', "column": column}
        ).scalar_one()
        if sequence is not None:
            highest = connection.execute(
                select(func.max(literal_column(f'"{column}"'))).select_from(table(name))
            ).scalar()
            if highest is not None:
                connection.execute(text("SELECT setval(:name, :value)"), {"name": sequence, "value": highest})
