"""The record of what happened: a chain that shows where somebody touched it, whoever writes at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text

import config
from lms import audit, cli
from lms.app import create_app
from lms.audit import AuditEntry
from lms.db import Database, transaction

NOW = datetime(2026, 11, 25, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class MarkChanged(audit.Event):
    """A mark was changed."""

    name = "test.mark-changed"
    before: object
    after: object


class OtherOfTheSameName(audit.Event):
    """A second kind under a name that is taken."""

    name = "test.mark-changed"


def change(session, subject="mark:1", at=NOW, before=None, after=None):
    return audit.record(session, MarkChanged(subject=subject, actor_id=7, at=at, before=before, after=after))


@pytest.mark.parametrize(
    "value", [None, True, 0.1, 12, "ຊື່ ✓ \"'\\", ["b", "a"], {"b": 1, "a": {"z": [1, 2]}}, 2**53 + 1, "", 1e-7]
)
def test_whatever_is_written_down_is_read_back_the_same(session, value):
    change(session, after=value)
    session.expire_all()
    assert audit.verify_chain(session).broken_id is None


def test_a_moment_of_another_zone_does_not_break_the_chain(session):
    change(session, at=datetime(2026, 11, 25, 7, tzinfo=timezone(timedelta(hours=7))))
    session.expire_all()
    assert audit.verify_chain(session).broken_id is None
    assert session.scalars(select(AuditEntry.at)).one() == NOW


def spoiled(session, change_it):
    """Three entries, the second spoiled by a statement; what the check says."""
    for number in range(3):
        change(session, f"mark:{number}", before=1, after=2)
    second = session.scalars(select(AuditEntry.id).order_by(AuditEntry.id).offset(1).limit(1)).one()
    session.execute(text(change_it), {"id": second})
    session.expire_all()
    return second, audit.verify_chain(session)


@pytest.mark.parametrize("column", ["subject = 'mark:9'", "name = 'x'", "actor_id = 8", "hash = 'x'", "data = '{}'"])
def test_a_changed_entry_is_found(session, column):
    second, report = spoiled(session, f"UPDATE audit_entry SET {column} WHERE id = :id")
    assert report.broken_id == second


def test_an_entry_taken_out_is_found_at_the_next(session):
    second, report = spoiled(session, "DELETE FROM audit_entry WHERE id = :id")
    assert report.broken_id > second
    assert "before it is missing" in report.reason


def test_the_last_hash_tells_of_entries_cut_off_at_the_end(session):
    for number in range(3):
        change(session, f"mark:{number}")
    whole = audit.verify_chain(session)
    session.execute(text("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)"))
    session.expire_all()
    cut = audit.verify_chain(session)
    assert (whole.broken_id, cut.broken_id) == (None, None)
    assert whole.last != cut.last


def test_listeners_are_told_in_the_same_transaction(session):
    heard = []
    audit.listen(MarkChanged, lambda _session, happened: heard.append(happened.after))
    change(session, after=5)
    audit._listeners[MarkChanged].clear()
    assert heard == [5]


def test_a_name_belongs_to_one_kind_of_event(session):
    change(session)
    with pytest.raises(ValueError, match="belongs to MarkChanged"):
        audit.record(session, OtherOfTheSameName(subject="a:1", actor_id=None, at=NOW))


@pytest.fixture
def apart(new_database, migrated_database, tmp_path, monkeypatch):
    """An application on a database of its own, where commits are real, and the command upon it."""
    url = new_database("audit", migrated_database)
    database = Database(url)
    settings = config.Testing(INSTANCE_PATH=str(tmp_path), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000")
    monkeypatch.setattr(config, "from_environment", lambda: settings)
    app = create_app(settings, database=database)
    yield SimpleNamespace(app=app, lms=lambda *words: CliRunner().invoke(cli.main, ["audit", "verify", *words]))
    database.close()


def write(app, subjects):
    with app.app_context():
        for subject in subjects:
            with transaction() as session:
                change(session, subject)


def test_many_writers_at_once_make_one_chain(apart):
    subjects = [[f"mark:{writer}-{n}" for n in range(12)] for writer in range(6)]
    with ThreadPoolExecutor(6) as pool:
        for each in [pool.submit(write, apart.app, mine) for mine in subjects]:
            each.result()
    with apart.app.app_context(), transaction() as session:
        assert audit.verify_chain(session).broken_id is None
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == 72


def test_the_command_says_that_the_chain_holds(apart):
    write(apart.app, ["mark:1", "mark:2"])
    done = apart.lms()
    assert (done.exit_code, "The chain holds: 2 entries." in done.output) == (0, True)


def test_the_command_names_the_first_broken_entry(apart):
    write(apart.app, ["mark:1", "mark:2", "mark:3"])
    with apart.app.app_context(), transaction() as session:
        session.execute(text("UPDATE audit_entry SET subject = 'mark:9' WHERE subject = 'mark:2'"))
        broken = session.scalars(select(AuditEntry.id).where(AuditEntry.subject == "mark:9")).one()
    done = apart.lms()
    assert (done.exit_code, f"breaks at entry {broken}" in done.output) == (1, True)
    report = apart.lms("--json")
    assert report.exit_code == 1
    assert f'"broken": {broken}' in report.stdout
