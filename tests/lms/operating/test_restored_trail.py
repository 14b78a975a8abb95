"""What seals know beyond a backup is kept and told; the trail goes on from the backup, and says so ever after."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from lms.audit.seals import seal_file
from lms.audit.tasks import seal
from lms.db import end_read_session, transaction
from tests.builders.audit import happen
from tests.lms.operating.backups import members

NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


def write(house, *subjects, at=NOW):
    """Something happens, and is sealed."""
    with house.open():
        for subject in subjects:
            with transaction() as session:
                happen(session, subject, at=at)
            seal(at)
        end_read_session()


@pytest.fixture(scope="module")
def sealed(build):
    """An installation with a key, whose trail is sealed; nobody changes it."""
    made = build()
    made.fill()
    with made.open():
        tasks.ensure_keys(issuing(), now=NOW)
        seal(NOW)
    write(made, "thing:1", "thing:2")
    return made


@pytest.fixture
def source(sealed, copy_of):
    """One in which a test lets more happen."""
    return copy_of(sealed)


@pytest.fixture(scope="module")
def backup(sealed, tmp_path_factory):
    """A backup of it, which is only read."""
    file = tmp_path_factory.mktemp("backup") / "b"
    done = sealed.lms("backup", file)
    assert done.exit_code == 0, done.output
    return file


def seals(house):
    return seal_file.path_in(house.folder)


def restored_into(target, backup, *words):
    done = target.lms("restore", backup, *words)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_backup_takes_the_seals_along(source, backup, target):
    assert members(backup)["audit-seals.jsonl"] == seals(source).read_bytes()
    said = restored_into(target, backup)
    assert "The audit trail goes on from entry 6." in said
    assert "more, sealed between" not in said
    assert seals(target).read_bytes().startswith(seals(source).read_bytes())
    code, report = target.report("audit", "verify")
    assert (code, report["faults"]) == (0, [])
    [restore] = report["seals"]["restores"]
    assert (restore["entries"], restore["known"], restore["lost"], restore["signed"]) == (6, 6, 0, True)


def test_a_restore_is_an_entry_of_the_trail_and_a_signed_line_of_the_seals(backup, target):
    restored_into(target, backup)
    with target.database() as database, database.session(write=False) as session:
        row = session.execute(text("SELECT name, seq FROM audit_entry ORDER BY id DESC LIMIT 1")).one()
    assert (row.name, row.seq) == ("installation.restored", 7)
    last = seal_file.read(seals(target)).last
    assert (last.seal.entries, last.seal.restored.entries, last.token is not None) == (7, 6, True)


def lost_later(source, backup, target, *words, given=None):
    """Four things happen after the backup; the seals of then are given to the restore, or lie there already."""
    write(source, *[f"thing:{number}" for number in range(10, 14)], at=NOW + timedelta(minutes=20))
    if given is None:
        shutil.copy(seals(source), seals(target))
    else:
        shutil.copy(seals(source), given)
        words = (*words, "--seals", given)
    return restored_into(target, backup, *words)


def test_newer_seals_that_are_here_are_not_overwritten_and_say_what_is_lost(source, backup, target):
    said = lost_later(source, backup, target)
    times = (f"{NOW:%Y-%m-%d %H:%M:%S} UTC", f"{NOW + timedelta(minutes=20):%Y-%m-%d %H:%M:%S} UTC")
    assert f"The seals know of 4 entries more, sealed between {times[0]} and {times[1]}." in said
    assert seals(target).read_bytes().startswith(seals(source).read_bytes())


def test_seals_that_were_kept_elsewhere_are_given_with_the_restore(source, backup, target, tmp_path):
    assert "know of 4 entries more" in lost_later(source, backup, target, given=tmp_path / "elsewhere.jsonl")
    assert seals(target).read_bytes().startswith(seals(source).read_bytes())


def test_after_it_the_trail_is_verified_as_it_is_and_the_loss_is_told_ever_after(source, backup, target):
    lost_later(source, backup, target)
    write(target, "thing:20", "thing:21")
    done = target.lms("audit", "verify")
    assert done.exit_code == 0, done.output
    assert "the trail goes on from entry 6. 4 entries known by seals are lost." in done.output
    _code, report = target.report("audit", "verify")
    assert report["seals"]["signed_until"] == report["entries"] == 9


def test_a_letter_from_before_is_told_as_lost(source, backup, target):
    lost_later(source, backup, target)
    letter = seal_file.read(seals(source)).last.token
    assert target.lms("audit", "verify", "--seal", letter).exit_code == 0


def test_a_letter_of_which_the_restore_did_not_know_is_a_fault(source, backup, target):
    write(source, "thing:10", at=NOW + timedelta(minutes=20))
    restored_into(target, backup)  # nobody brought the newer seals
    letter = seal_file.read(seals(source)).last.token
    done = target.lms("audit", "verify", "--seal", letter)
    assert (done.exit_code, "knew of 6 and went on from 6: 1 entry is lost." in done.output) == (1, True)


def test_a_restore_into_a_cut_trail_of_later_is_still_told(source, backup, target):
    lost_later(source, backup, target)
    with target.open(), transaction() as session:
        session.execute(text("DELETE FROM audit_entry WHERE seq = 7"))
    code, report = target.report("audit", "verify")
    assert (code, "the trail has 6: 1 entry is missing." in report["faults"][0]) == (1, True)


def test_seals_that_hold_none_are_refused_before_anything_is_changed(backup, target, tmp_path):
    (tmp_path / "none").write_text("nothing\n")
    done = target.lms("restore", backup, "--seals", tmp_path / "none")
    assert (done.exit_code, "There is no seal in" in done.output) == (1, True)
    assert not seals(target).exists()


def test_a_backup_without_seals_is_brought_back_and_the_next_seal_covers_it(build, target, tmp_path):
    bare = build()
    bare.fill()
    assert bare.lms("backup", tmp_path / "bare").exit_code == 0
    assert "audit-seals.jsonl" not in members(tmp_path / "bare")
    restored_into(target, tmp_path / "bare")
    code, report = target.report("audit", "verify")
    assert (code, report["seals"]["in_file"], report["seals"]["newest"]["vouching"]) == (0, 1, "unsigned")


def test_a_list_that_is_not_believed_is_told_and_the_restore_stands(backup, target, tmp_path):
    (tmp_path / "list").write_text(json.dumps({"id": "https://demo.spoor.example/status/1"}))
    done = target.lms("restore", backup, "--status-list", tmp_path / "list")
    assert (done.exit_code, "was not taken over" in done.output) == (1, True)
    assert target.lms("audit", "verify").exit_code == 0


def test_an_installation_from_before_there_were_seals_has_one_as_soon_as_it_is_upgraded(build):
    older = build()
    older.fill()
    assert not seals(older).exists()
    assert older.lms("db", "upgrade").exit_code == 0
    code, report = older.report("audit", "verify")
    assert (code, report["seals"]["newest"]["entries"]) == (0, report["entries"])
