"""`lms backup` and `lms restore`: everything comes back, and nothing is changed where something is wrong."""

import stat

from sqlalchemy import MetaData, bindparam, text

import config
from lms import events, schema
from lms.db import UtcMoment, transaction
from lms.errors import RuleBroken
from lms.operating import snapshot
from lms.people import api
from lms.people.events import PersonMade
from tests.builders.people import NOW
from tests.full_disk import no_room
from tests.lms.operating.backups import members, refused, rows, rows_brought_back


def test_everything_comes_back(source, backup, target):
    done = target.lms("restore", backup)
    assert done.exit_code == 0, done.output
    assert rows_brought_back(target) == rows_brought_back(source)
    assert len(rows(target)["person"]) == 1
    assert (target.folder / "files" / source.file).read_bytes() == b"<svg/>"
    brought = target.folder / "keys" / source.key.name
    assert brought.read_bytes() == source.key.read_bytes()
    assert stat.S_IMODE(brought.stat().st_mode) == 0o600
    assert target.lms("audit", "verify").exit_code == 0


def test_after_a_restore_new_rows_get_new_numbers(source, backup, target):
    target.lms("restore", backup)
    with target.open(), transaction() as session:
        new = api.make_person(session, api.PersonDraft(name="Bo Li"), now=NOW)
        assert new.id == max(row.id for row in rows(source)["person"]) + 1
    assert target.lms("audit", "verify").exit_code == 0


def test_the_tables_of_a_database_made_ready_do_not_count_as_filled(backup, source, target):
    target.upgrade()
    assert target.lms("restore", backup).exit_code == 0
    assert rows_brought_back(target) == rows_brought_back(source)


def test_a_backup_of_an_older_version_is_brought_to_this_one(build, target, tmp_path, monkeypatch):
    old = build().upgrade(to="lms_0001")
    found = MetaData()
    with old.database() as database:
        found.reflect(database.engine, only=lambda name, _m: not name.startswith("alembic"))
    monkeypatch.setattr(schema, "demand_current", lambda *_: None)
    monkeypatch.setattr(snapshot, "Base", type("Old", (), {"metadata": found}))
    older = text(
        "INSERT INTO person (id, uuid, username, name, demonstration, created_at) VALUES (1, 'u', 'ana', 'Ana Silva',"
        " FALSE, :at)"
    )
    with old.open(), transaction() as session:
        session.execute(older.bindparams(bindparam("at", NOW, type_=UtcMoment())))
        made = PersonMade(subject="person:1", actor_id=None, at=NOW, administration_id=None, unit_id=None)
        events.publish(session, made)
    done = old.lms("backup", tmp_path / "old")
    assert done.exit_code == 0, done.output
    monkeypatch.undo()
    target.upgrade()
    done = target.lms("restore", tmp_path / "old")
    assert done.exit_code == 0, done.output
    assert [row.name for row in rows(target)["person"]] == ["Ana Silva"]
    assert target.lms("audit", "verify").exit_code == 0


def test_the_file_is_for_its_owner_alone_and_nothing_else_is_left(untouched_backup):
    assert stat.S_IMODE(untouched_backup.stat().st_mode) == 0o600
    assert list(untouched_backup.parent.iterdir()) == [untouched_backup]


def test_the_secrets_are_never_inside(build, tmp_path):
    house = build(kind=config.Settings)
    house.fill()
    for name in ("keys.secret", "secret.key"):
        (house.folder / "files" / name).write_text((house.folder / name).read_text())
    done = house.lms("backup", tmp_path / "b")
    assert done.exit_code == 0, done.output
    everything = b"".join(members(tmp_path / "b").values())
    assert b"Ana Silva" in everything
    for secret in (house.settings.KEYS_SECRET, house.settings.SECRET_KEY):
        assert len(secret) == 64
        assert secret.encode() not in everything
    assert not {"files/keys.secret", "files/secret.key"} & members(tmp_path / "b").keys()
    assert "KEYS_SECRET and SECRET_KEY are not inside" in done.output


def test_what_is_still_being_written_is_left_out(source, tmp_path):
    half = source.folder / "files" / "half.part"
    half.write_bytes(b"ha")
    source.lms("backup", tmp_path / "b")
    half.unlink()
    assert [name for name in members(tmp_path / "b") if name.startswith("files/")] == [f"files/{source.file}"]


def test_a_backup_never_overwrites(source, backup):
    before = backup.read_bytes()
    done = source.lms("backup", backup)
    assert done.exit_code == 1
    assert "never overwrites" in done.output
    assert backup.read_bytes() == before


def test_a_backup_into_no_folder_is_told_in_words(source, tmp_path):
    done = source.lms("backup", tmp_path / "none" / "b")
    assert done.exit_code == 1
    assert "There is no folder" in done.output


def test_a_disk_that_is_full_leaves_no_half_backup(source, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    done = source.lms("backup", tmp_path / "b")
    assert done.exit_code == 1
    assert "No space left on device. There is no backup" in done.output
    assert not list(tmp_path.glob("b*"))


def test_where_there_is_no_room_for_the_database_a_backup_ends_in_a_sentence(source, tmp_path):
    with source.database() as used, used.session(write=False) as reading:
        reading.execute(text("SELECT 1"))  # it is in use, as on a site that runs
        with no_room(beyond=100):
            done = source.lms("backup", tmp_path / "b")
    assert done.exit_code == 1
    assert "The database could not be copied" in done.output
    assert "There is no backup" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_backup_needs_no_room_beside_the_database(source, tmp_path):
    with source.database() as used, used.session(write=False) as reading:
        reading.execute(text("SELECT 1"))  # it is in use: opening it once more makes no file
        before = source.folder.stat().st_mtime_ns
        assert source.lms("backup", tmp_path / "b").exit_code == 0
        assert source.folder.stat().st_mtime_ns == before
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_restore_that_was_cut_off_changes_nothing_and_works_the_second_time(backup, target, source, monkeypatch):
    def cut_off(*_):
        raise RuleBroken("The line is cut.")

    with monkeypatch.context() as broken:
        broken.setattr(snapshot, "put_back", cut_off)
        refused(target, backup, "The line is cut")
    assert target.lms("restore", backup).exit_code == 0
    assert rows_brought_back(target) == rows_brought_back(source)


def test_another_address_is_told(backup, target):
    done = target.lms("restore", backup, SITE_URL="http://127.0.0.1:9000")
    assert done.exit_code == 0
    assert "SITE_URL was http://127.0.0.1:8000 there; here it is http://127.0.0.1:9000" in done.output


def test_no_table_refers_to_one_that_comes_back_later(house):
    """PostgreSQL checks references when a table is filled, so tables come in the order of their references."""
    house.upgrade()
    found = MetaData()
    with house.database() as database:
        found.reflect(database.engine)
    order = [table.name for table in snapshot.Base.metadata.sorted_tables]
    for table in found.sorted_tables:
        for key in table.foreign_keys:
            later = key.column.table.name
            assert later == table.name or order.index(later) < order.index(table.name)


def test_a_database_is_taken_as_it_is_at_one_moment(source, tmp_path, monkeypatch):
    """Rows that come while the tables are read are in none of them."""
    taken = snapshot.copy_out

    def slowly(connection, name, columns, path):
        taken(connection, name, columns, path)
        if name == "person":
            with source.database() as other, other.transaction() as session:
                session.execute(text("INSERT INTO worker_beat (name, at) VALUES ('x', now())"))

    with source.database() as found:
        if found.sqlite:
            return  # one call of SQLite's own copies everything
    monkeypatch.setattr(snapshot, "copy_out", slowly)
    assert source.lms("backup", tmp_path / "b").exit_code == 0
    assert members(tmp_path / "b")["tables/worker_beat.copy"] == b""
    assert len(rows(source)["worker_beat"]) == 1
