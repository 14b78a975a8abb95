"""What `lms restore` refuses of a backup of 0.1, in words and with nothing changed."""

import json
import re

import pytest

from tests.builders import legacy_backups as old
from tests.lms.operating.backups import assert_untouched, changed, refused, rows


@pytest.fixture
def kind(request):
    return request.config.getoption("--db")


@pytest.fixture
def backup(kind, tmp_path):
    """A backup of 0.1 that a test may spoil."""
    return old.old_backup(kind, tmp_path)


@pytest.fixture
def target(build):
    return build(KEYS_SECRET=old.SECRET)


def first(rows, **values):
    """The rows, with other values in the first."""
    return [rows[0] | values, *rows[1:]]


def test_a_second_time_is_refused(backup, target):
    assert target.lms("restore", backup).exit_code == 0
    before = rows(target)
    done = target.lms("restore", backup)
    assert (done.exit_code, "not empty" in done.output) == (1, True)
    assert rows(target) == before


def test_an_installation_with_people_is_not_overwritten(backup, target):
    target.fill()
    before = rows(target)
    done = target.lms("restore", backup)
    assert (done.exit_code, "not empty" in done.output) == (1, True)
    assert rows(target) == before


def test_a_secret_that_does_not_open_the_keys_changes_nothing(backup, target):
    done = target.lms("restore", backup, KEYS_SECRET="another secret of more than thirty-two signs")
    assert done.exit_code == 1
    assert re.search("KEYS_SECRET does not open the signing key", done.output)
    assert_untouched(target)
    assert target.lms("restore", backup).exit_code == 0


def test_another_kind_of_database_is_refused(backup, target, kind):
    other = {"sqlite": "postgresql", "pg": "sqlite"}[kind]
    refused(target, changed(backup, lambda m, _: m.update(database=other)), "the same kind of database")


@pytest.mark.parametrize("revision", ["0001", "0011"])
def test_an_older_version_is_sent_to_the_program_of_before(backup, target, revision):
    changed(backup, lambda manifest, _: manifest.update(revision=revision))
    refused(target, backup, f"version {revision} of the database; of Spoor 0.1 this program takes 0012 alone")


@pytest.mark.parametrize(
    ("table", "change", "words"),
    [
        ("certificate_seal", lambda _: [{"id": 1}], "do not agree on the table certificate_seal"),
        ("status_change", lambda _: None, "do not agree on the table status_change"),
        ("claim", lambda rows: [row | {"stars": 5} for row in rows], "do not agree on the column claim.stars"),
        (
            "credential",
            lambda rows: [{name: value for name, value in row.items() if name != "number"} for row in rows],
            "do not agree on the column credential.number",
        ),
        ("credential", lambda rows: first(rows, claim_id=4711), "does not fit together"),
        ("person", lambda rows: first(rows, key=rows[1]["key"]), "does not fit together"),
        ("claim", lambda rows: first(rows, share="most of it"), "does not fit together"),
        ("claim", lambda rows: first(rows, earned_at="yesterday, about noon"), "does not fit together"),
        ("status_change", lambda rows: first(rows, change="lost"), "does not fit together"),
        ("attempt", lambda rows: first(rows, exam_id=4711), "does not fit together"),
        ("lesson_read", lambda rows: first(rows, person_id=1), "a person who never began that course (person 1)"),
    ],
)
def test_what_is_not_as_0_1_wrote_it_is_refused(backup, target, tmp_path, table, change, words):
    refused(target, old.spoilt(backup, tmp_path, table, change), words)


def test_a_damaged_audit_trail_comes_across_and_is_named(backup, target, tmp_path):
    """It is evidence: nothing is left out of it, and nothing mended."""
    spoilt = old.spoilt(backup, tmp_path, "audit_entry", lambda rows: [rows[0] | {"subject": "person:9"}, *rows[1:]])
    assert target.lms("restore", spoilt).exit_code == 0
    code, report = target.report("audit", "verify")
    assert (code, report["broken"]) == (1, 1)


def test_the_list_of_a_whole_backup_is_what_the_tests_spoil(backup, target, tmp_path):
    """Written anew without a change it is still taken, so that each refusal above is of what was changed."""
    same = old.spoilt(backup, tmp_path, "claim", lambda rows: rows)
    assert json.loads(old.contents(same)["manifest.json"])["revision"] == "0012"
    assert target.lms("restore", same).exit_code == 0
