"""The whole demonstration: on SQLite a laid world that is copied, on PostgreSQL loaded once for all these tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from config import Testing
from lms import schema
from lms.app import create_app
from lms.db import Database, is_sqlite
from lms.manifest import composition, demo_parts
from tests import worlds
from tests.builders.people import NOW
from tests.conftest import ModuleSession, NewDatabase, one_connection, writing_on

World = dict[str, Any]
FILE = "spoor.db"


def application(database: Database, folder: Path) -> Flask:
    """The application of these tests."""
    settings = Testing(
        INSTANCE_PATH=str(folder), DATABASE_URL=database.url, SITE_URL="http://127.0.0.1:8000",
        ISSUER="did:web:demo.spoor.example",
    )  # fmt: skip
    return create_app(settings, database=database)


def load() -> World:
    """Load every part at the moment of the tests; what the parts said."""
    made: World = {"passwords": []}
    for part in demo_parts(composition()):
        part(made, NOW)
    return made


def lay(folder: Path) -> World:
    """The demonstration in a folder: its database and its instance."""
    database = Database(f"sqlite:///{folder / FILE}")
    schema.upgrade(database.engine, database.url)
    app = application(database, folder / "instance")
    with app.app_context():
        made = load()
    database.close()
    return made


@pytest.fixture(scope="package")
def laid(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World] | None:
    """A copy of the laid world, and what its parts said; None on PostgreSQL."""
    if not is_sqlite(new_database("demonstration")):
        return None
    folder, made = worlds.laid("demonstration", (*worlds.PRODUCT, "tests/demonstration/conftest.py"), lay)
    return Path(shutil.copytree(folder, tmp_path_factory.mktemp("world") / "copy")), made


@pytest.fixture(scope="package")
def shared_database(
    laid: tuple[Path, World] | None, new_database: NewDatabase, migrated_database: str
) -> Iterator[Database]:
    """The database of all these tests; each rolls back what it did."""
    made = Database(f"sqlite:///{laid[0] / FILE}" if laid else new_database("demonstration", migrated_database))
    yield made
    made.close()


@pytest.fixture(scope="package")
def shared_app(
    shared_database: Database, laid: tuple[Path, World] | None, tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    """The application on it."""
    return application(shared_database, laid[0] / "instance" if laid else tmp_path_factory.mktemp("instance"))


@pytest.fixture(scope="package")
def module_connection(shared_database: Database) -> Iterator[Connection]:
    """The connection of all these tests, rolled back at their end."""
    yield from one_connection(shared_database)


@pytest.fixture(scope="package")
def module_session(shared_app: Flask, shared_database: Database, module_connection: Connection) -> ModuleSession:
    """Lets fixtures of these tests write, once."""
    return writing_on(shared_app, shared_database, module_connection)


@pytest.fixture(scope="package")
def loaded(laid: tuple[Path, World] | None, module_session: ModuleSession) -> World:
    """What the parts of the demonstration said: the ids of people, cohorts and the like."""
    if laid:
        return laid[1]
    with module_session():
        return load()


@pytest.fixture
def world(session: object, loaded: World) -> World:
    """The same, with a session of the test."""
    return loaded
