"""The site with everything in it, made once for each file of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection

from lms.db import Database, is_sqlite
from tests.access_matrix import things as world
from tests.access_matrix.asking import Matrix, contents, sign_in
from tests.access_matrix.persons import PERSONS
from tests.builders.people import NOW, forms_protected
from tests.conftest import ModuleSession


@pytest.fixture(scope="module")
def everything(module_session: ModuleSession, tmp_path_factory: pytest.TempPathFactory) -> world.Things:
    """One of everything, and everybody who asks."""
    with pytest.MonkeyPatch.context() as patch, module_session() as session:
        patch.setattr("lms.clock.now", lambda: NOW)
        return world.build(session, tmp_path_factory.mktemp("course"), NOW)


@pytest.fixture(scope="module")
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


@pytest.fixture
def matrix(app: Flask, entered: Matrix, monkeypatch: pytest.MonkeyPatch) -> Iterator[Matrix]:
    """The same at the moment of the tests; forms need their token, as they do outside tests."""
    monkeypatch.setattr("lms.clock.now", lambda: NOW)
    with forms_protected(app):
        yield entered
