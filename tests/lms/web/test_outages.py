"""While the database is away, locked or full, a page and a script get 503 in words, and the log gets one line."""

import json
import sqlite3
import uuid

import pytest
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from config import Testing as Settings
from lms import db, outages, schema
from lms.access import Role
from lms.app import create_app
from lms.db import Database, transaction
from tests.builders.people import person, sign_in

WORDS = "The database does not answer."


def make_app(database, folder):
    settings = Settings(
        INSTANCE_PATH=str(folder / "instance"), DATABASE_URL=database.url, SITE_URL="http://127.0.0.1:8000"
    )
    app = create_app(settings, database=database)
    app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return app


@pytest.fixture
def logged(capsys):
    """What the log holds, a dictionary for each line; anything else, such as a trace, breaks it."""

    def read():
        out, err = capsys.readouterr()
        return [json.loads(line) for line in (out + err).splitlines() if line.strip()]

    return read


def signed_in(app):
    """A browser in which an officer is signed in, and the officer."""
    client = app.test_client()
    with app.test_request_context(), transaction() as session:
        row = person(session, None, Role.OFFICER)
        sign_in(client, session, row)
        return client, row.uuid


@pytest.fixture
def sqlite_site(tmp_path, monkeypatch):
    """A site on SQLite whose database gives up waiting soon."""
    monkeypatch.setattr(db, "BUSY", 20)
    monkeypatch.setattr(db, "PAUSES", (0.001,))
    monkeypatch.setattr(db, "SQLITE_PRAGMAS", (*db.SQLITE_PRAGMAS, "busy_timeout=20"))
    database = Database(f"sqlite:///{tmp_path / 'own.db'}")
    schema.upgrade(database.engine, database.url)
    yield make_app(database, tmp_path)
    database.close()


def sync(person_uuid, count=1):
    """What an outbox sends: lessons that were read."""
    entries = [
        {
            "id": str(uuid.uuid4()), "kind": "courses.read", "subject": "none" * 20, "device": "phone", "seq": n,
            "body": {"lesson": "a", "version": "v"},
        }
        for n in range(1, count + 1)
    ]  # fmt: skip
    return {"person": person_uuid, "entries": entries}


def demand_outage(answer, *, as_json):
    assert answer.status_code == 503, answer.text
    assert answer.headers["Retry-After"] == str(outages.RETRY_AFTER)
    if as_json:
        assert answer.json["error"]["code"] == 503
        assert WORDS in answer.json["error"]["message"]
        assert answer.json["error"]["retry_after"] == outages.RETRY_AFTER
    else:
        assert WORDS in answer.text


def demand_one_line(logged, path, said):
    (line,) = logged()
    assert (line["event"], line["path"]) == ("database-outage", path)
    assert said in line["fault"]
    assert "SELECT" not in line["fault"]
    assert "INSERT" not in line["fault"]


def test_a_locked_sqlite_is_an_outage_for_pages_and_scripts_and_both_work_again(sqlite_site, logged):
    client, own = signed_in(sqlite_site)
    logged()
    other = sqlite3.connect(make_url(sqlite_site.config["DATABASE_URL"]).database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    demand_outage(client.post("/offline/sync", json=sync(own)), as_json=True)
    demand_one_line(logged, "/offline/sync", "database is locked")
    demand_outage(client.post("/sign-out"), as_json=False)
    demand_one_line(logged, "/sign-out", "database is locked")
    assert client.get("/account").status_code == 200  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    assert client.post("/offline/sync", json=sync(own)).status_code == 200
    assert client.post("/sign-out").status_code == 303


def test_a_full_disk_is_an_outage_and_what_was_there_is_read(sqlite_site, logged):
    client, own = signed_in(sqlite_site)
    engine = sqlite_site.extensions["spoor-database"].engine

    @event.listens_for(engine, "connect")
    def _no_room(connection, _record):
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")

    engine.dispose()
    logged()
    answers = [client.post("/offline/sync", json=sync(own, 50)) for _ in range(8)]
    demand_outage(answers[-1], as_json=True)
    full = [answer for answer in answers if answer.status_code != 200]
    lines = logged()
    assert {line["fault"] for line in lines} == {"OperationalError: database or disk is full"}
    assert len(lines) == len(full)
    assert client.get("/account").status_code == 200


@pytest.fixture
def pg_site(new_pg_database, tmp_path):
    database = Database(new_pg_database("outage"))
    schema.upgrade(database.engine, database.url)
    yield make_app(database, tmp_path)
    database.close()


def admit(url, *, yes):
    """Let PostgreSQL take connections to this database, or end those that there are and take no new ones."""
    name = make_url(url).database
    server = make_url(url).set(database="postgres")
    with create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {str(yes).lower()}'))
        if not yes:
            ended = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
            connection.execute(ended, {"name": name})


def test_a_postgresql_that_is_gone_is_an_outage_until_it_is_back(pg_site, logged):
    client, own = signed_in(pg_site)
    url = pg_site.config["DATABASE_URL"]
    assert client.get("/account").status_code == 200
    logged()
    admit(url, yes=False)
    try:
        demand_outage(client.get("/account"), as_json=False)  # on a connection that had just answered
        demand_one_line(logged, "/account", "")
        page = client.get("/account")
        demand_outage(page, as_json=False)
        assert "Signed-In" not in page.headers  # nobody knows: kept pages stay with whom they belong to
        demand_one_line(logged, "/account", "not currently accepting connections")
        demand_outage(client.post("/offline/sync", json=sync(own)), as_json=True)
        demand_one_line(logged, "/offline/sync", "not currently accepting connections")
        assert client.get("/healthz").status_code == 200
    finally:
        admit(url, yes=True)
    assert client.get("/account").status_code == 200
    assert client.get("/account").headers["Signed-In"] == own


@pytest.mark.parametrize(
    "statement", ["SELECT 1 FROM no_such_table", "SELECT wrong syntax here", "INSERT INTO job (id) VALUES (NULL)"]
)
def test_a_fault_of_ours_is_no_outage(session, statement):
    with pytest.raises(SQLAlchemyError) as raised, session.begin_nested():
        session.execute(text(statement))
    assert not outages.is_outage(raised.value)


def test_a_fault_of_ours_in_a_view_is_still_500_with_its_trace(sqlite_site, caplog):
    def broken():
        with transaction() as session:
            session.execute(text("SELECT 1 FROM no_such_table"))

    broken.access = None
    sqlite_site.add_url_rule("/broken", "broken", broken)
    assert sqlite_site.test_client().get("/broken").status_code == 500
    assert "no such table" in caplog.text
    assert "Traceback" in caplog.text


def test_a_pool_without_a_free_connection_is_an_outage(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'small.db'}", pool_size=1, max_overflow=0, pool_timeout=0.01)
    with database.engine.connect(), pytest.raises(SQLAlchemyError) as raised:
        database.engine.connect()
    assert outages.is_outage(raised.value)
    database.close()
