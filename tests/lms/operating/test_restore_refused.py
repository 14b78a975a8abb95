"""What `lms restore` refuses, in words and with nothing changed."""

import tarfile

import pytest

from tests.lms.operating.backups import assert_untouched, changed, refused, rows


def test_an_installation_with_people_is_not_overwritten(backup, target):
    target.fill()
    before = rows(target)
    done = target.lms("restore", backup)
    assert done.exit_code == 1
    assert "not empty" in done.output
    assert rows(target) == before


def test_a_folder_with_keys_is_not_overwritten(backup, target):
    (target.folder / "keys").mkdir()
    (target.folder / "keys" / "one.pem").write_bytes(b"another")
    done = target.lms("restore", backup)
    assert done.exit_code == 1
    assert "keys holds something" in done.output
    assert (target.folder / "keys" / "one.pem").read_bytes() == b"another"


def test_another_kind_of_database_is_refused(backup, target):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}
    changed(backup, lambda manifest, _: manifest.update(database=other[manifest["database"]]))
    refused(target, backup, "the same kind of database")


def test_a_backup_of_a_newer_program_is_refused(backup, target):
    changed(backup, lambda manifest, _: manifest.update(revision="9999"))
    refused(target, backup, "newer program")


@pytest.mark.parametrize("share", [0, 0.02, 0.5, 0.99])
def test_a_truncated_file_is_refused(backup, target, share):
    data = backup.read_bytes()
    backup.write_bytes(data[: int(len(data) * share)])
    refused(target, backup, "not a whole backup")


@pytest.mark.parametrize("share", [0.001, 0.3, 0.7])
def test_a_damaged_file_is_refused(backup, target, share):
    data = bytearray(backup.read_bytes())
    for place in range(int(len(data) * share), int(len(data) * share) + 12):
        data[place] ^= 0xFF
    backup.write_bytes(data)
    done = target.lms("restore", backup)
    assert done.exit_code == 1
    assert "Nothing was changed" in done.output
    assert_untouched(target)


def test_a_file_that_is_no_backup_is_refused(target, tmp_path):
    (tmp_path / "letter").write_text("Dear Sir or Madam,")
    refused(target, tmp_path / "letter", "not a whole backup")


def swap(manifest, files):
    name = next(name for name in files if name.startswith("keys/"))
    files[name] = b"changed"


def slip_in(manifest, files):
    files["keys/other.pem"] = b"slipped in"


def climb(manifest, files):
    files["../climbed"] = b"out"


def link_to_a_folder(manifest, files):
    head = files["files/link"] = tarfile.TarInfo("files/link")
    head.type, head.linkname = tarfile.SYMTYPE, "."
    manifest["files"]["files/link"] = "0" * 64


def list_of_names(manifest, files):
    manifest["files"] = list(manifest["files"])


def forget(manifest, files):
    del manifest["files"]


def lose(manifest, files):
    files.pop(next(name for name in files if name.startswith("files/")))


def other_format(manifest, files):
    manifest["format"] = 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (swap, "missing or damaged"),
        (slip_in, "not in its list of files"),
        (climb, "not a whole backup"),
        (forget, "says nothing of files"),
        (list_of_names, "list of files in this backup cannot be read"),
        (link_to_a_folder, "files/link in this backup is a link to another file"),
        (lose, "missing or damaged"),
        (other_format, "has the format 2; this program reads 1"),
    ],
)
def test_a_backup_with_other_files_than_it_says_is_refused(backup, target, change, words):
    refused(target, changed(backup, change), words)
    assert not list(target.folder.parent.rglob("climbed"))


def test_a_secret_that_does_not_open_the_keys_changes_nothing(backup, target, source):
    done = target.lms("restore", backup, KEYS_SECRET="another secret of more than thirty-two signs")
    assert done.exit_code == 1
    assert f"KEYS_SECRET does not open the signing key {source.key.name}" in done.output
    assert_untouched(target)
    assert target.lms("restore", backup).exit_code == 0
