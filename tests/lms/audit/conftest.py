"""An application on a database of its own, where commits are real."""

import pytest
from sqlalchemy import text

from config import Testing as Settings
from lms.app import create_app
from lms.db import Database


@pytest.fixture
def own_database(new_database, migrated_database):
    database = Database(new_database("audit", migrated_database))
    yield database
    database.close()


@pytest.fixture
def own_app(own_database, tmp_path):
    settings = Settings(INSTANCE_PATH=str(tmp_path), DATABASE_URL=own_database.url, SITE_URL="http://127.0.0.1:8000")
    app = create_app(settings, database=own_database)
    with app.app_context():
        yield app


@pytest.fixture
def impatient():
    """Makes a session give up at once where it would have to wait for another's lock."""

    def make(session):
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL lock_timeout = '1s'"))
        return session

    return make
