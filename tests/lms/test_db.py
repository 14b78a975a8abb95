"""Sessions on a database of their own: readers that cannot write, and connections that died while nobody used them."""

import pytest
from sqlalchemy import create_engine, delete, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

from lms import db
from lms.db import Database
from lms.offline.models import OfflineReceipt
from lms.queue.models import Job, PeriodicRun


@pytest.fixture
def database(new_database, migrated_database):
    database = Database(new_database("sessions", migrated_database))
    yield database
    database.close()


@pytest.fixture
def pg_database(new_pg_database):
    database = Database(new_pg_database("sessions"))
    yield database
    database.close()


def kill_connections(database):
    """As a restart of the server does: every connection of others to this database ends."""
    with create_engine(database.url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        ended = connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        assert ended.all()


def test_what_a_reading_session_would_write_is_refused_and_not_written(database):
    with database.session(write=False) as session:
        session.add(OfflineReceipt())
        with pytest.raises(RuntimeError, match="reading session would write OfflineReceipt"):
            session.flush()
    with database.session(write=False) as session, pytest.raises(RuntimeError, match="reading session would write"):
        session.execute(delete(Job))


def test_a_reader_sees_what_was_committed_after_it_began_once_it_begins_anew(database):
    with database.session(write=False) as reading:
        assert reading.scalars(select(Job.id)).all() == []
    with database.transaction() as writing:
        writing.execute(text("CREATE TABLE later (n INTEGER)"))
        writing.execute(text("INSERT INTO later VALUES (7)"))
    with database.session(write=False) as reading:
        assert reading.execute(text("SELECT n FROM later")).scalar_one() == 7


def test_a_reader_of_postgresql_leaves_no_transaction_open_while_a_page_is_made(pg_database):
    with pg_database.session(write=False) as reading:
        reading.execute(text("SELECT 1"))
        assert reading.connection().connection.dbapi_connection.info.transaction_status.name == "IDLE"
    with pg_database.transaction() as writing:  # the same connection, taken from the pool again
        writing.execute(text("SELECT 1"))
        assert writing.connection().connection.dbapi_connection.info.transaction_status.name == "INTRANS"


def test_after_a_restart_of_postgresql_an_idle_connection_is_made_anew_and_nobody_sees_a_fault(
    pg_database, monkeypatch
):
    monkeypatch.setattr(db, "TRUSTED", 0)  # all have been idle for longer
    for write in (False, True, False):
        with pg_database.session(write=write) as session:
            session.execute(text("SELECT 1"))
        kill_connections(pg_database)
        with pg_database.session(write=write) as session:
            assert session.execute(text("SELECT 1")).scalar_one() == 1


def test_a_connection_that_answered_a_moment_ago_is_not_asked_again(pg_database, monkeypatch):
    pings = []
    monkeypatch.setattr(pg_database.engine.dialect, "do_ping", lambda connection: pings.append(connection) or True)
    for _turn in range(3):
        with pg_database.session(write=False) as session:
            session.execute(text("SELECT 1"))
    assert pings == []
    monkeypatch.setattr(db, "TRUSTED", 0)
    with pg_database.session(write=False) as session:
        session.execute(text("SELECT 1"))
    assert len(pings) == 1


def test_a_fault_of_a_statement_names_nobody(database):
    with pytest.raises(IntegrityError) as fault, database.transaction() as session:
        session.execute(insert(PeriodicRun), [{"name": "a-task", "error": "secret words"}] * 2)
    assert "secret words" not in str(fault.value)
