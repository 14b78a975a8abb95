"""The database, the application and the person of a test."""

from __future__ import annotations

import functools
import gc
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Protocol

import brotli
import pytest
from _pytest.fixtures import FixtureManager
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from sqlalchemy import Connection, create_engine, event, make_url, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool
from werkzeug.routing import Rule
from xdist.scheduler import LoadFileScheduling

from config import Testing
from lms import schema
from lms.app import create_app
from lms.db import Database, is_sqlite
from lms.people.services import password_hashing
from tests import servers
from tests.builders.queue import AddedWork
from tests.run import PUBLISHED

# Properties are tried without a stop-watch: on a busy machine a slow example is no fault.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


class Together(LoadFileScheduling):
    """Gives a worker whole files, which share what is slow to make; all journeys share one demonstration."""

    def _split_scope(self, nodeid: str) -> str:
        folder, _slash, _test = nodeid.partition("/test_")
        return folder if folder == "tests/journeys" else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """Of the ways to spread tests, `--dist loadfile` is ours."""
    return Together(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=["sqlite", "pg"], default="sqlite", help="which database the tests run on")
    parser.addoption("--reference", action="store_true", help="fail if the reference data is not there")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs no database runs once, on SQLite; tests on published data are left out where the data is not.

    `once` marks what needs one and proves nothing more on a second kind: no statement decides it that another test
    does not send to PostgreSQL. It is a person's judgement, which nothing checks: a service, a query, a migration or
    a race never bears it.

    Journeys come first, then what needs a browser: they take long, and what is quick fills the end of a run evenly.
    """
    items.sort(key=_turn)
    if config.getoption("--db") == "pg":
        asking = [item for item in items if DATABASES & set(getattr(item, "fixturenames", ()))]
        _keep(config, items, [item for item in asking if item.get_closest_marker("once") is None])
    if PUBLISHED.is_dir():
        return
    if config.getoption("--reference"):
        raise pytest.UsageError(f"--reference needs the published data in {PUBLISHED}.")
    kept = [item for item in items if item.get_closest_marker("reference") is None]
    if len(kept) < len(items):
        config.stash[LEFT_OUT] = len(items) - len(kept)
        _keep(config, items, kept)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """While tests are found next to nothing is thrown away: Python looks for garbage only in what they make later.

    Hypothesis reads the numbers and words of the whole product now, to have them before the time of a test is taken.
    No time is taken here: it reads them at the first property, where there is one.
    """
    gc.disable()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(providers, "_get_local_constants", lambda: None)
            patch.setattr(FixtureManager, "getfixturedefs", found_once_a_file(FixtureManager.getfixturedefs))
            return (yield)
    finally:
        gc.freeze()
        gc.enable()


def found_once_a_file(find: Callable[..., Any]) -> Callable[..., Any]:
    """For each fixture behind a test pytest looks through all that stands above; in one file it finds the same."""
    found = dict[Any, Any]()

    def once(manager: FixtureManager, name: str, node: pytest.Item) -> Any:
        place = (name, node.parent)
        if place not in found:
            found[place] = find(manager, name, node)
        return found[place]

    return once


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> Literal[True] | None:
    """A file of which every test bears a mark that is not wanted is not even imported."""
    unwanted = left_out_by(config.getoption("markexpr"))
    if not unwanted or not collection_path.match("test_*.py"):
        return None
    return True if unwanted & borne_by_all(collection_path.read_text(encoding="utf-8")) else None


@functools.cache
def left_out_by(expression: str) -> frozenset[str]:
    """The marks without which a test must be, whatever others it has; none where that is not plain to see."""
    parts = expression.split(" and ")
    plain = all(re.fullmatch(r"(not )?\w+", part) for part in parts)
    return frozenset(part.removeprefix("not ") for part in parts if plain and part.startswith("not "))


def borne_by_all(source: str) -> set[str]:
    """What a file gives to all its tests, by `pytestmark`."""
    given = re.search(r"^pytestmark = (\[[^\]]*\]|.*)", source, re.MULTILINE)
    return set(re.findall(r"pytest\.mark\.(\w+)", given[1])) if given else set()


def _turn(item: pytest.Item) -> tuple[bool, bool]:
    """Where a test stands in the order, what comes first having the smallest."""
    names = {one.name for one in item.iter_markers()}
    return "journey" not in names, "browser" not in names


def _keep(config: pytest.Config, items: list[pytest.Item], kept: list[pytest.Item]) -> None:
    """Leave the others out, and say how many."""
    chosen = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = kept


DATABASES = {"new_database", "postgres_url"}  # who asks for none of these asks no database
LEFT_OUT = pytest.StashKey[int]()


PLATFORMS = ("Windows", "macOS", "musl", "ARM")


@pytest.hookimpl(tryfirst=True, wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """In CI a skipped test is a failure, unless the skip names a platform."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if not any(platform in reason for platform in PLATFORMS):
            report.outcome = "failed"
            report.longrepr = f"In CI nothing may be skipped: {reason}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left = config.stash.get(LEFT_OUT, 0)
    if left:
        terminalreporter.write_line(f"{left} tests on reference data were not collected: the folder is not there.")


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop() -> Iterator[object]:
    """What is slow and always gives the same a worker does once; a fixture would be looked up for every test."""
    with pytest.MonkeyPatch.context() as patch:
        compress_once(patch)
        compile_addresses_once(patch)
        compare_once(patch)
        return (yield)


def compress_once(patch: pytest.MonkeyPatch) -> None:
    """Every site of a run has the same scripts and styles: a worker compresses each of them once."""
    patch.setattr(brotli, "compress", functools.cache(brotli.compress))


def compile_addresses_once(patch: pytest.MonkeyPatch) -> None:
    """Most of what an application costs is code that Werkzeug compiles for each address: a worker compiles it once.

    What is compiled belongs to no application: it is handed its own rule when an address is built.
    """
    compiling, made = Rule._compile_builder, dict[Any, Any]()

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        if rule.defaults:
            return compiling(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in made:
            made[key] = compiling(rule, append_unknown)
        return made[key]

    patch.setattr(Rule, "_compile_builder", once)


class Remembering(PasswordHasher):
    """Compares what it has not compared before, at the cost of the house; what it has, it remembers."""

    _known: dict[tuple[str, str], Exception | None] = {}

    def verify(self, hash: str, password: str) -> Literal[True]:  # noqa: A002
        """True, or what it raised the first time."""
        if (hash, password) not in self._known:
            try:
                super().verify(hash, password)
            except (VerificationError, InvalidHashError) as fault:
                self._known[hash, password] = fault
            else:
                self._known[hash, password] = None
        if fault := self._known[hash, password]:
            raise fault
        return True


def compare_once(patch: pytest.MonkeyPatch) -> None:
    """Comparing a password is slow on purpose: a worker compares the same one with the same hash once."""
    cost = extract_parameters(password_hashing.NOBODY)
    patch.setattr(password_hashing, "HASHER", Remembering.from_parameters(cost))


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
    return create_app(settings, database=shared_database)


@pytest.fixture(scope="module")
def module_connection(shared_database: Database) -> Iterator[Connection]:
    """The connection of a module, rolled back at its end; what stands on it before a test, the test finds."""
    engine = shared_database.writing_engine if is_sqlite(shared_database.url) else shared_database.engine
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


ModuleSession = Callable[[], AbstractContextManager[Session]]


@pytest.fixture(scope="module")
def module_session(shared_app: Flask, shared_database: Database, module_connection: Connection) -> ModuleSession:
    """Lets fixtures of a module write, once, what many of its tests need and is slow to make."""

    @contextmanager
    def writing() -> Iterator[Session]:
        shared_database.bound = module_connection
        try:
            with shared_app.app_context(), shared_database.session(write=True) as session:
                yield session
                session.commit()
        finally:
            shared_database.bound = None

    return writing


@pytest.fixture
def connection(shared_database: Database, module_connection: Connection) -> Iterator[Connection]:
    """The one connection of a test; at its end it is as the test found it."""
    before = module_connection.begin_nested()
    shared_database.bound = module_connection
    yield module_connection
    shared_database.bound = None
    before.rollback()


@pytest.fixture
def app(shared_app: Flask, connection: Connection) -> Iterator[Flask]:
    """The application, inside its context, on the test's own connection."""
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
    """A browser without scripts; forms need no token here, `csrf_client` is for tests that want it."""
    app.config["WTF_CSRF_ENABLED"] = False
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


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen."""
    return NOW
