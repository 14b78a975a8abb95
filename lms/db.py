"""Engine, base class, sessions and the only commit of the site; differences of SQLite and PostgreSQL live here alone.

Restoring and the migration scripts have connections of their own, and commit those.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC as UTC_ZONE
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask import current_app, g, has_app_context
from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session
from sqlalchemy.types import TypeDecorator

from lms.cache import Cache
from lms.errors import RuleBroken
from lms.write_behind import WriteBehind

__all__ = ["Base", "BigInt", "Database", "Json", "Session", "UtcMoment", "after_commit", "read_session", "transaction"]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY = 10_000  # milliseconds for which SQLite waits for a lock
AUTOCOMMIT = "AUTOCOMMIT"
TRUSTED = 1.0  # seconds for which a connection that answered is taken to be alive: no restart is as fast
PAUSES = (*([0.0005] * 6), *([0.001] * 20), *([0.002] * 1500))  # seconds between looks whether one may write
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # with NORMAL a power cut may take back a commit that was acknowledged
    "foreign_keys=ON",
    f"busy_timeout={BUSY}",
    "cache_size=-20000",
    "temp_store=MEMORY",
)


class UtcMoment(TypeDecorator[datetime]):
    """A moment in UTC; a naive datetime is refused, since nobody could say what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse what carries no zone, store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC_ZONE)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back, which SQLite does not keep."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC_ZONE) if value.tzinfo is None else value.astimezone(UTC_ZONE)


Json = JSON().with_variant(JSONB(), "postgresql")
BigInt = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcMoment, dict[str, Any]: Json, list[Any]: Json}


def choices(column: str, values: type[StrEnum]) -> CheckConstraint:
    """A named constraint that lets a column hold only the values of this enumeration."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def is_sqlite(url: str) -> bool:
    """Whether this address names the embedded database."""
    try:
        return make_url(url).get_backend_name() == "sqlite"
    except (ArgumentError, ValueError) as fault:
        raise RuleBroken("DATABASE_URL cannot be read. It looks like postgresql://user:password@host/name.") from fault


def make_engine(url: str, **options: Any) -> Engine:
    """An engine with the settings that its kind of database needs."""
    options = {"hide_parameters": True, **options}  # a fault that is logged names no person, address or hash
    if not is_sqlite(url):
        try:
            engine = create_engine(url, **options)
        except ModuleNotFoundError as fault:
            raise RuleBroken(f"This database needs the package {fault.name}: pip install -e '.[postgres]'.") from fault
        ping_what_was_idle(engine)
        return engine
    engine = create_engine(url, **options)

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # this module sends BEGIN itself
        for pragma in SQLITE_PRAGMAS:
            connection.execute("PRAGMA " + pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that turns writer fails at once when another wrote meanwhile: writers queue at BEGIN instead.
        write = connection.get_execution_options().get("write")
        if not (write and took_turn(connection.connection.dbapi_connection)):
            connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def ping_what_was_idle(engine: Engine) -> None:
    """Ask a pooled connection whether it is alive before it is used again, unless it answered a moment ago.

    `pool_pre_ping` asks every time: a round trip for each request of a busy server.
    """

    @event.listens_for(engine, "checkin")
    def _note(_connection: Any, record: Any) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ping(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("idle_since", time.monotonic()) < TRUSTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as fault:
            raise InvalidatePoolError from fault  # the pool opens new ones


def took_turn(sqlite: Any) -> bool:
    """Retry BEGIN IMMEDIATE with short sleeps until the write lock is ours; False if it was not got in time.

    SQLite's own way of waiting sleeps longer and longer, up to a tenth of a second, while nobody writes.
    """
    sqlite.execute("PRAGMA busy_timeout=0")
    try:
        for pause in PAUSES:
            try:
                sqlite.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    return False  # asked again by the caller, it says what is wrong
                time.sleep(pause)
            else:
                return True
        return False
    finally:
        sqlite.execute(f"PRAGMA busy_timeout={BUSY}")


class ReadSession(Session):
    """A session that writes nothing: whatever would write through it is a fault of the program, and is refused."""


@event.listens_for(ReadSession, "before_flush")
def _refuse_flush(session: Session, _context: Any, _instances: Any) -> None:
    changed = next(iter([*session.new, *session.dirty, *session.deleted]))
    raise RuntimeError(f"A reading session would write {type(changed).__name__}: write inside lms.db.transaction().")


@event.listens_for(ReadSession, "do_orm_execute")
def _refuse_write(asked: ORMExecuteState) -> None:
    if asked.is_insert or asked.is_update or asked.is_delete:
        raise RuntimeError("A reading session would write: write inside lms.db.transaction().")


class Database:
    """One database: its engine, and how sessions are opened on it."""

    def __init__(self, url: str, **options: Any) -> None:
        self.url = url
        self.engine = make_engine(url, **options)
        self.writing_engine = self.engine.execution_options(write=True)
        # On PostgreSQL each statement of a reader sees what is committed then, in a transaction or not: without one
        # it saves two round trips. SQLite's readers have one, and see one state.
        self.reading_engine = self.engine if self.sqlite else self.engine.execution_options(isolation_level=AUTOCOMMIT)
        self._bound: Connection | None = None
        self._caches: dict[str, Cache] = {}
        self._buffers: dict[str, WriteBehind[Any, Any]] = {}

    @property
    def bound(self) -> Connection | None:
        """The connection that everything happens on: tests bind one and roll it back at the end."""
        return self._bound

    @bound.setter
    def bound(self, connection: Connection | None) -> None:
        self._bound = connection
        self._caches.clear()
        for buffer in self._buffers.values():
            buffer.discard()
        self._buffers.clear()

    def cache(self, name: str, size: int = 4096) -> Cache:
        """The LRU cache of this name, for rows that never change."""
        return self._caches.setdefault(name, Cache(size))

    def write_behind(
        self,
        name: str,
        write: Callable[[Session, Mapping[Any, Any]], None],
        newest: Callable[[Any, Any], Any],
    ) -> WriteBehind[Any, Any]:
        """The write-behind buffer of this name; each batch is written in a transaction of its own.

        Where everything happens on one connection no other thread may use it: there nothing is written by itself.
        """

        def write_batch(batch: Mapping[Any, Any]) -> None:
            with self.transaction() as session:
                write(session, batch)

        found = self._buffers.get(name)
        if found is None:
            made: WriteBehind[Any, Any] = WriteBehind(write_batch, newest, timed=self._bound is None)
            found = self._buffers.setdefault(name, made)  # two threads may ask at once
        return found

    @property
    def sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @property
    def folder(self) -> Path | None:
        """Where an embedded database lies; none for one on a server."""
        return Path(str(self.engine.url.database)).resolve().parent if self.sqlite else None

    def session(self, *, write: bool) -> Session:
        """A new session, on the engine that fits what it will do."""
        made = Session if write else ReadSession
        if self.bound is not None:
            return made(self.bound, join_transaction_mode="create_savepoint", expire_on_commit=False)
        return made(self.writing_engine if write else self.reading_engine, expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """All or nothing: commits at the end, then runs what waits for the commit."""
        with self.session(write=True) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
            waiting = session.info.pop("after_commit", [])
        for call in waiting:
            call()

    def close(self) -> None:
        """Write what waits, and give back every connection."""
        for buffer in self._buffers.values():
            buffer.flush()
        self.engine.dispose()


def database() -> Database:
    """The database of the running application."""
    found: Database = current_app.extensions["spoor-database"]
    return found


@contextmanager
def transaction() -> Iterator[Session]:
    """The one way to write: one call, one commit, or nothing at all."""
    end_read_session()
    with database().transaction() as session:
        yield session


def read_session() -> Session:
    """The session in which this request or command reads; it never writes."""
    if "read_session" not in g:
        g.read_session = database().session(write=False)
    session: Session = g.read_session
    return session


def lock(session: Session, name: str) -> None:
    """Advisory lock: of all transactions that ask for this name, one goes on at a time, until its commit.

    It holds up nobody else. SQLite has one writer anyway, and needs none. Taken late, it is held for a short time.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def end_read_session(_error: BaseException | None = None) -> None:
    """Close the reading session, so that the next read sees what was written since."""
    if has_app_context():
        session = g.pop("read_session", None)
        if session is not None:
            session.close()


def after_commit(session: Session, call: Callable[[], None]) -> None:
    """Run `call` once the surrounding transaction is committed, and not at all if it is not."""
    session.info.setdefault("after_commit", []).append(call)
