"""A database of today out of an empty one, without running every script again: they were run once, for all tests."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool

from lms import schema
from lms.db import is_sqlite

Put = Callable[[Engine], None]


def putting(new_database: Callable[..., str], migrated: str) -> Put:
    """What puts into an empty database all that the scripts make: a copy on SQLite, their statements on PostgreSQL."""
    if is_sqlite(migrated):
        return lambda engine: copy(str(make_url(migrated).database), engine)
    sent = statements_of_the_scripts(new_database("scripts"))
    return lambda engine: send(sent, engine)


def copy(file: str, engine: Engine) -> None:
    """Every page of this file of SQLite."""
    made, connection = sqlite3.connect(file), engine.raw_connection()
    try:
        made.backup(connection.driver_connection)  # type: ignore[arg-type]
    finally:
        connection.close()
        made.close()


def statements_of_the_scripts(url: str) -> list[tuple[str, Any]]:
    """All that the scripts send to an empty database of PostgreSQL but questions, in its order."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_more: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "SHOW")):
            sent.append((statement, given))

    event.listen(Engine, "before_cursor_execute", note)
    engine = create_engine(url, poolclass=NullPool)
    try:
        schema.upgrade(engine, url)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        engine.dispose()
    return sent


def send(statements: list[tuple[str, Any]], engine: Engine) -> None:
    """These statements in one transaction."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        for statement, given in statements:
            cursor.execute(statement, given or None)
        connection.commit()
    finally:
        connection.close()
