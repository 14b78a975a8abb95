"""A clock that stands, and applications whose commits are real."""

from contextlib import contextmanager

import pytest

from config import Testing as Settings
from lms.app import create_app
from lms.db import Database
from tests.builders.clocks import standing_clock


@pytest.fixture
def time(monkeypatch, now):
    return standing_clock(monkeypatch, now)


@pytest.fixture
def url(new_database, migrated_database):
    return new_database("jobs", migrated_database)


@pytest.fixture
def own_application(url, tmp_path):
    """Makes applications on a database of their own, where commits are real."""

    @contextmanager
    def make(**more):
        database = Database(url)
        settings = Settings(INSTANCE_PATH=str(tmp_path), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000", **more)
        try:
            yield create_app(settings, database=database)
        finally:
            database.close()

    return make
