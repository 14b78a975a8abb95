"""An application on a database of its own, where commits are real."""

import pytest
from click.testing import CliRunner
from sqlalchemy import text

import config
from certificates.credentials import tasks as credential_tasks
from certificates.credentials.issuing.issuing_config import issuing
from config import Testing as Settings
from lms import cli
from lms.app import create_app
from lms.audit.tasks import seal
from lms.db import Database
from tests.lms.audit.installation import DID, NOW, write


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


@pytest.fixture
def issuer_app(own_database, tmp_path):
    settings = Settings(
        INSTANCE_PATH=str(tmp_path), DATABASE_URL=own_database.url, SITE_URL="http://127.0.0.1:8000", ISSUER=DID
    )
    app = create_app(settings, database=own_database)
    with app.app_context():
        yield app


@pytest.fixture
def issuer_lms(issuer_app, monkeypatch):
    monkeypatch.setattr(config, "from_environment", lambda: issuer_app.config["SETTINGS"])
    return lambda *words: CliRunner().invoke(cli.main, list(words))


@pytest.fixture
def folder(issuer_app, tmp_path):
    """The instance of a trail that was sealed in several rounds; the key was made after the first."""
    write("thing:1", "thing:2")
    credential_tasks.ensure_keys(issuing(), now=NOW)
    seal(NOW)
    for number in range(3, 7):
        write(f"thing:{number}")
    return tmp_path
