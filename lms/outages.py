"""Outages of the database: which faults are its own and may pass, such as a restart or a full disk."""

import sqlite3

from flask import g, has_request_context
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

RETRY_AFTER = 5  # seconds
PASSING = frozenset(  # codes of SQLite; its other faults, such as a table that is not there, are ours
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
READ_ONLY = "25006"  # SQLSTATE of a PostgreSQL that has become a stand-by


def is_outage(fault: BaseException) -> bool:
    """Whether the database is at fault, so that the same request may succeed later."""
    if isinstance(fault, PoolTimeout):
        return True
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in PASSING
    if not isinstance(fault, DBAPIError):
        return False
    known = fault.connection_invalidated or isinstance(fault, (OperationalError, InterfaceError))
    return known or getattr(cause, "sqlstate", None) == READ_ONLY


def words_of(fault: BaseException) -> str:
    """What the database said, in one line, without the statement and its values."""
    cause = fault.orig if isinstance(fault, DBAPIError) and fault.orig is not None else fault
    said = str(cause).strip().splitlines()
    return f"{type(cause).__name__}: {said[0] if said else ''}"


def note() -> None:
    """From now on this request asks the database for nothing: its answer is made without."""
    g.database_away = True


def is_noted() -> bool:
    """Whether this request found the database away."""
    return has_request_context() and bool(g.get("database_away", False))
