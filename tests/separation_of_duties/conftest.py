"""The site of these tests: a course with an exam, loaded once for each file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection

from lms.db import Database
from tests.builders import assessments
from tests.builders.people import NOW
from tests.conftest import ModuleSession
from tests.separation_of_duties.site import Site

Undone = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The folder of the course, and another version of it with a lower cut."""
    make = tmp_path_factory.mktemp
    return {
        "70": assessments.write_exam_course(make("course"), final_opens="lessons"),
        "1": assessments.write_exam_course(make("newer"), cut="1", version="1.1", final_opens="lessons"),
    }


@pytest.fixture(scope="module")
def loaded(module_session: ModuleSession, folders: Mapping[str, Path]) -> int:
    """The number of the course version."""
    with module_session() as session:
        return assessments.load_folder(session, folders["70"], NOW).id


@pytest.fixture
def site(
    app: Flask,
    shared_database: Database,
    connection: Connection,
    loaded: int,
    folders: Mapping[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Site:
    """The site, with a clock that the tests move; forms need no token here."""
    made = Site(app, shared_database, folders, loaded, NOW)
    monkeypatch.setattr("lms.clock.now", lambda: made.now)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    return made


@pytest.fixture
def undone(connection: Connection) -> Undone:
    """Takes back whatever is done inside."""

    @contextmanager
    def take_back() -> Iterator[None]:
        before = connection.begin_nested()
        try:
            yield
        finally:
            before.rollback()

    return take_back
