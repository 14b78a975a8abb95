"""The site with everything in it, made once for all these tests: one worker takes them together."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection

from lms.db import Database, is_sqlite
from tests.access_matrix import things as world
from tests.access_matrix.asking import Matrix, Who, contents, sign_in
from tests.access_matrix.persons import PERSONS
from tests.builders.people import NOW, forms_protected
from tests.conftest import ModuleSession, one_connection, writing_on
from tests.suite import changes

DECIDES = re.compile(r"^lms/(access|scopes|people/)|/(policy|permissions|queries|views)[/.]|^tests/access_matrix/")


@pytest.fixture(scope="package")
def module_connection(shared_database: Database) -> Iterator[Connection]:
    """The connection of all these tests, rolled back at their end."""
    yield from one_connection(shared_database)


@pytest.fixture(scope="package")
def module_session(shared_app: Flask, shared_database: Database, module_connection: Connection) -> ModuleSession:
    """Lets fixtures of these tests write, once."""
    return writing_on(shared_app, shared_database, module_connection)


@pytest.fixture(scope="package")
def everything(module_session: ModuleSession, tmp_path_factory: pytest.TempPathFactory) -> world.Things:
    """One of everything, and everybody who asks."""
    with pytest.MonkeyPatch.context() as patch, module_session() as session:
        patch.setattr("lms.clock.now", lambda: NOW)
        return world.build(session, tmp_path_factory.mktemp("course"), NOW)


@pytest.fixture(scope="package")
def entered(
    everything: world.Things, shared_app: Flask, shared_database: Database, module_connection: Connection
) -> Matrix:
    """Everybody signed in, and what stood in every table then."""
    shared_database.bound = module_connection
    try:
        with pytest.MonkeyPatch.context() as patch, shared_app.app_context(), forms_protected(shared_app):
            patch.setattr("lms.clock.now", lambda: NOW)
            signed = {who: sign_in(shared_app, shared_database, everything, who, NOW) for who in PERSONS}
        if not is_sqlite(shared_database.url):  # as a running server does: what was just written has no statistics
            module_connection.exec_driver_sql("ANALYZE")
        before = contents(module_connection)
    finally:
        shared_database.bound = None
    return Matrix(shared_app, shared_database, module_connection, everything, signed, before, {})


@pytest.fixture(scope="session")
def lot(pytestconfig: pytest.Config) -> str:
    """By which of many alike is asked; empty where everybody is: in a whole run, in CI where what decides changed."""
    take = pytestconfig.getoption("--take")
    everybody = take == "all" or (take == "ci" and decides_access(changes.change()))
    return "" if everybody else changes.head()


@pytest.fixture(scope="session")
def asking(pytestconfig: pytest.Config, lot: str) -> Who:
    """Who asks: on SQLite everybody where no lot is drawn, else an eighth; on PostgreSQL and for a newcomer fewer."""
    if pytestconfig.getoption("--db") == "pg":
        return Who(lot, others=0)
    if pytestconfig.getoption("--take") == "newcomer":
        return Who(lot, others=0, by_words=False)
    return Who(lot, others=8 if lot else 1)


def decides_access(change: changes.Change) -> bool:
    """Whether a file changed that says who may: a policy, a permission, a query, a view, the gate, these tests."""
    return bool(change.unknown) or any(DECIDES.search(file) for file in change.files)


@pytest.fixture
def matrix(app: Flask, entered: Matrix, monkeypatch: pytest.MonkeyPatch) -> Iterator[Matrix]:
    """The same at the moment of the tests; forms need their token, as they do outside tests."""
    monkeypatch.setattr("lms.clock.now", lambda: NOW)
    with forms_protected(app):
        yield entered
