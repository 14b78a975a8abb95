"""The database, the application and the person of a test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from config import Testing
from lms import clock, schema
from lms.app import create_app
from lms.db import Database, is_sqlite
from tests import from_nothing, servers
from tests import prepared as fork_server
from tests.builders.queue import AddedWork

pytest_plugins = tuple(f"tests.suite.{name}" for name in ("collecting", "selecting", "examples", "once", "timing"))

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
REAL_CLOCK = clock.now


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server: the one of the environment, or the one inside the wheel."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with servers.postgres() as address:
        yield address


class NewDatabase(Protocol):
    """Makes a database and answers its address."""

    def __call__(self, name: str, like: str = "") -> str:
        """An empty one, or a copy of the one at the address `like`, to which nobody is connected."""


@pytest.fixture(scope="session")
def new_pg_database(postgres_url: str) -> NewDatabase:
    """Makes databases in PostgreSQL."""

    def make(name: str, like: str = "") -> str:
        own = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}".replace("-", "_")
        template = f' TEMPLATE "{make_url(like).database}"' if like else ""
        with create_engine(postgres_url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{own}"{template}'))
        base, _, query = postgres_url.partition("?")
        return base.rsplit("/", 1)[0] + f"/{own}" + (f"?{query}" if query else "")

    return make


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    """Makes databases of the chosen kind."""
    if request.config.getoption("--db") == "pg":
        made: NewDatabase = request.getfixturevalue("new_pg_database")
        return made
    folder = tmp_path_factory.mktemp("db")

    def make_file(name: str, like: str = "") -> str:
        for left in folder.glob(f"{name}.db*"):
            left.unlink()
        if like:
            shutil.copy(str(make_url(like).database), folder / f"{name}.db")
        return f"sqlite:///{folder / name}.db"

    return make_file


@pytest.fixture(scope="session")
def migrated_database(new_database: NewDatabase) -> str:
    """The address of a database as the scripts make it, to be copied: quicker than running them again."""
    made = Database(new_database("newest"))
    schema.upgrade(made.engine, made.url)
    made.close()
    return made.url


Upgrade = Callable[..., None]


@pytest.fixture(scope="session")
def upgrade_from_nothing(new_database: NewDatabase, migrated_database: str) -> Upgrade:
    """Stands for `schema.upgrade` where commands are tested, not scripts: what they make of nothing is put there whole.

    A database that holds anything is upgraded by the scripts, as is any on the way to an older version.
    """
    upgrading, put = schema.upgrade, from_nothing.putting(new_database, migrated_database)

    def upgrade(engine: Engine, url: str, to: str = "head") -> None:
        if to == "head" and not inspect(engine).get_table_names():
            put(engine)
        else:
            upgrading(engine, url, to)

    return upgrade


@pytest.fixture(scope="session")
def shared_database(new_database: NewDatabase, migrated_database: str) -> Iterator[Database]:
    """One database a run; each test rolls back what it did."""
    made = Database(new_database("shared", migrated_database))
    yield made
    made.close()


@pytest.fixture(scope="session")
def shared_app(shared_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application a run, on the shared database."""
    folder = tmp_path_factory.mktemp("instance")
    settings = Testing(
        INSTANCE_PATH=str(folder), DATABASE_URL=shared_database.url, SITE_URL="http://127.0.0.1:8000",
        ISSUER="did:web:demo.spoor.example",
    )  # fmt: skip
    app = create_app(settings, database=shared_database)
    app.config["WTF_CSRF_ENABLED"] = False  # from the first test on, in whatever order they come
    return app


ModuleSession = Callable[[], AbstractContextManager[Session]]


def one_connection(database: Database) -> Iterator[Connection]:
    """A connection that is rolled back at the end."""
    engine = database.writing_engine if is_sqlite(database.url) else database.engine
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


def writing_on(app: Flask, database: Database, connection: Connection) -> ModuleSession:
    """Answers what makes a session that writes on this connection, in the application."""

    @contextmanager
    def writing() -> Iterator[Session]:
        database.bound = connection
        try:
            with app.app_context(), database.session(write=True) as session:
                yield session
                session.commit()
        finally:
            database.bound = None

    return writing


@pytest.fixture(scope="module")
def module_connection(shared_database: Database) -> Iterator[Connection]:
    """The connection of a module, rolled back at its end; what stands on it before a test, the test finds."""
    yield from one_connection(shared_database)


@pytest.fixture(scope="module")
def module_session(shared_app: Flask, shared_database: Database, module_connection: Connection) -> ModuleSession:
    """Lets fixtures of a module write, once, what many of its tests need and is slow to make."""
    return writing_on(shared_app, shared_database, module_connection)


@pytest.fixture
def connection(shared_database: Database, module_connection: Connection) -> Iterator[Connection]:
    """The one connection of a test; at its end it is as the test found it."""
    before = module_connection.begin_nested()
    shared_database.bound = module_connection
    yield module_connection
    shared_database.bound = None
    before.rollback()


@pytest.fixture
def app(shared_app: Flask, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application, inside its context, on the test's own connection; its clock goes on from `NOW`.

    So a test finds in any month what it finds today: what was built at `NOW` does not grow old. A clock that a test
    set before keeps standing.
    """
    begun = datetime.now(UTC)
    if clock.now is REAL_CLOCK:
        monkeypatch.setattr(clock, "now", lambda: NOW + (datetime.now(UTC) - begun))
    with shared_app.app_context():
        yield shared_app
    for name in ("audit-seals.jsonl", "audit-verified.json"):  # of a trail that is rolled back
        (Path(shared_app.config["INSTANCE_PATH"]) / name).unlink(missing_ok=True)


@pytest.fixture
def session(app: Flask, shared_database: Database) -> Iterator[Session]:
    """A session of the test's own connection, for building and looking."""
    with shared_database.session(write=True) as session:
        yield session


@pytest.fixture
def counting(connection: Connection) -> Callable[[], AbstractContextManager[list[str]]]:
    """Counts the statements that reach the database, without those that mark transactions."""

    @contextmanager
    def count() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                seen.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        yield seen
        event.remove(connection, "before_cursor_execute", note)

    return count


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts; forms need no token here, but inside `forms_protected`."""
    app.config["WTF_CSRF_ENABLED"] = False  # of an application that a test made for itself
    return app.test_client()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The Chromium of this machine: the one that CHROMIUM names, or the one that is found."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")  # quickest first
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("browser tests: not run, no Chromium was found. Install it, or name it: CHROMIUM=/path/to/it")
    # as root, which CI is, Chromium runs only without its own sandbox
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": found, "args": [*args, "--disable-background-networking"]}


@pytest.fixture
def added_work(monkeypatch: pytest.MonkeyPatch) -> AddedWork:
    """Lets a test add jobs, lanes and periodic tasks of its own."""
    return AddedWork(monkeypatch)


@pytest.fixture(scope="module")
def prepared() -> Iterator[fork_server.Server]:
    """Starts real processes of the product; the tests of a module that ask for it stand at its end.

    So what it costs is told apart from the test that happens to be the last.
    """
    with fork_server.server() as made:
        yield made


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen."""
    return NOW
