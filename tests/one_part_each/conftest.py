"""The site of these tests, and what takes back whatever was done on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from sqlalchemy import Connection

from lms.db import Database
from tests.builders.people import NOW
from tests.one_part_each.site import Site

Undone = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def site(app: Flask, shared_database: Database, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The site with everybody on it, and a clock that the tests move."""
    made = Site(app, shared_database, NOW, NOW)
    monkeypatch.setattr("lms.clock.now", lambda: made.now)
    made.begin()
    return made


@pytest.fixture
def undone(connection: Connection, site: Site) -> Undone:
    """Takes back whatever is done inside."""

    @contextmanager
    def take_back() -> Iterator[None]:
        before, missions = connection.begin_nested(), list(site.missions)
        try:
            yield
        finally:
            before.rollback()
            site.now, site.missions = site.start, missions
            site.watched = set()

    return take_back
