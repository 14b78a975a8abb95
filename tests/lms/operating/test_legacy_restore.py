"""A backup of 0.1 restored by this program: what was issued is byte for byte the same, and everything goes on."""

import json
import re
from datetime import UTC, datetime

import pytest

from lms.audit.queries import hashes_at
from lms.db import end_read_session, transaction
from lms.people.models import Person
from lms.queue import jobs
from tests.builders import legacy_backups as old
from tests.builders import people
from tests.lms.operating.backups import members, rows

MOMENT = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
ISSUED = (
    "issuer_key", "issued_under", "achievement", "claim", "name_confirmation", "credential", "credential_version",
    "status_list", "status_change", "audit_entry",
)  # fmt: skip
SAME = (
    "administration", "administration_contact", "unit", "course", "course_version", "course_module", "lesson",
    "course_asset", "course_file", "item", "item_version", "course_item", "exam", "exam_version", "cut_score",
    "attempt", "attempt_item", "step", "score", "result", "late_decision", "time_grant", "card_use", "person",
)  # fmt: skip


@pytest.fixture(autouse=True)
def later(monkeypatch):
    """The tests happen after what the backup tells of, whatever the clock of this computer says."""
    monkeypatch.setattr("lms.clock.now", lambda: MOMENT)


@pytest.fixture(scope="module")
def kind(request):
    return request.config.getoption("--db")


@pytest.fixture(scope="module")
def backup(kind, tmp_path_factory):
    return old.old_backup(kind, tmp_path_factory.mktemp("old"))


@pytest.fixture(scope="module")
def house(build, backup):
    """An installation into which the old backup was restored; nobody changes it."""
    made = build(KEYS_SECRET=old.SECRET, scripts=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lms.clock.now", lambda: MOMENT)
        done = made.lms("restore", backup)
    assert done.exit_code == 0, done.output
    made.said = done.output
    return made


@pytest.fixture
def own_house(house, copy_of):
    """One for a test that changes it."""
    return copy_of(house)


@pytest.fixture(scope="module")
def backed_up_again(house, tmp_path_factory):
    """A backup of it by this program."""
    file = tmp_path_factory.mktemp("again") / "new.backup"
    done = house.lms("backup", file)
    assert done.exit_code == 0, done.output
    return file


def number_of(name):
    return next(one["number"] for one in old.SAID["credentials"] if one["name"] == name)


def state_of(house, number):
    _, listed = house.report("credentials", "list")
    return next(one["state"] for one in listed["credentials"] if one["number"] == number)


def test_every_value_that_both_programs_keep_is_the_same(backed_up_again, backup, tmp_path):
    before, after = old.tables(backup, tmp_path), old.tables(backed_up_again, tmp_path)
    after["audit_entry"] = [row for row in after["audit_entry"] if row["name"] != "installation.restored"]
    for name in (*ISSUED, *SAME):
        shared = before[name][0].keys() & after[name][0].keys() if before[name] else ()
        was, now = (sorted(repr([row[c] for c in sorted(shared)]) for row in one[name]) for one in (before, after))
        assert now == was, name
        assert was or name in {"late_decision", "time_grant"}, f"{name} is empty in the data of this test"


def test_files_and_keys_are_the_same_byte_for_byte(backed_up_again, backup):
    was, now = members(backup), members(backed_up_again)
    names = {name for name in was if name.startswith(old.SHARED)}
    assert len([name for name in names if name.startswith("keys/")]) == 2
    assert {name: now[name] for name in names} == {name: was[name] for name in names}
    assert {name for name in now if name.startswith(old.SHARED)} == names


def test_every_file_verifies_as_it_did(house, tmp_path):
    """The record, the token, the paper and both pictures of every version."""
    paths = list(written(house, tmp_path))
    with house.kept_open():
        reports = {path.name: house.report("verify", path)[1] for path in paths}
    assert old.SAID["verify"] == {
        name: {"verdict": one["verdict"]} | {check["name"]: check["state"] for check in one["checks"]}
        for name, one in reports.items()
    }


def written(house, folder):
    """Every file of every certificate, named by its number and version."""
    found = rows(house)
    numbers = {row.id: row.number for row in found["credential"]}
    for row in found["credential_version"]:
        if row.record is None:
            continue
        files = {"json": row.record.encode(), "jwt": row.token.encode()}
        pictures = {"pdf": row.pdf_key, "png": row.png_key, "svg": row.svg_key}
        files |= {suffix: (house.folder / "files" / key).read_bytes() for suffix, key in pictures.items()}
        for suffix, content in files.items():
            path = folder / f"{numbers[row.credential_id]}.{row.no}.{suffix}"
            path.write_bytes(content)
            yield path


def test_the_register_says_what_it_said(house):
    _, listed = house.report("credentials", "list")
    assert listed["credentials"] == old.SAID["credentials"]
    assert state_of(house, number_of("Prasert Thongdee")) == "revoked"


def test_the_audit_trail_holds_and_goes_on(own_house):
    code, report = own_house.report("audit", "verify")
    assert code == 0
    with own_house.database() as database, database.session(write=False) as session:
        assert hashes_at(session, [old.SAID["audit"]["entries"]]) == {
            old.SAID["audit"]["entries"]: old.SAID["audit"]["last"]
        }
    assert report["entries"] == old.SAID["audit"]["entries"] + 1  # the restore itself
    assert report["seals"]["signed_until"] == report["entries"]  # the first seal covers all that came before it
    assert [one["records"] for one in report["records"] if one["name"] == "closed attempts"] > [0]
    done = own_house.lms("credentials", "suspend", number_of("Ngozi Okafor"), "--reason", "It is looked into.")
    assert done.exit_code == 0, done.output
    code, later = own_house.report("audit", "verify")
    assert later["faults"] == []
    assert (code, later["entries"], later["waiting"]) == (0, report["entries"] + 2, 0)  # and the list was published


def test_what_was_issued_before_can_be_suspended_and_lifted(own_house):
    number = number_of("Ngozi Okafor")
    own_house.lms("credentials", "suspend", number, "--reason", "It is looked into.")
    assert state_of(own_house, number) == "suspended"
    done = own_house.lms("credentials", "lift", number, "--reason", "Nothing was wrong.")
    assert "in force again as version 2" in done.output
    assert state_of(own_house, number) == "in-force"


def test_what_waited_for_its_signature_is_made(own_house):
    number = number_of("Amélie Kouassi")
    assert state_of(own_house, number) == "making"
    with own_house.open():
        assert jobs.run_due(MOMENT) == 1
    assert state_of(own_house, number) == "in-force"
    [letter] = [row for row in rows(own_house)["job"] if row.kind == "message-letter"]
    assert str(letter.run_after)[:19] == "2026-11-27 00:00:00"  # seven in the morning where the holder works


def test_what_is_left_behind_is_told_with_the_number_of_rows(house):
    told = re.findall(r"Left behind: (\d+) rows of (\w+) \(", house.said)
    assert sorted(told, key=lambda one: one[1]) == [("1", "job"), ("1", "one_time_secret"), ("1", "user_session")]
    found = rows(house)
    assert [found[name] for name in ("one_time_secret", "user_session")] == [[], []]
    assert [row.kind for row in found["job"]] == ["credential-make"]


def test_progress_and_attempts_stand_in_the_run_that_counts(house, backup, tmp_path):
    found, before = rows(house), old.tables(backup, tmp_path)
    assert len(found["enrolment"]) == len(before["enrolment"])
    open_runs = {(row.person_id, row.course_id): row.id for row in found["enrolment"] if row.ended_at is None}
    ended = [row for row in found["enrolment"] if row.ended_at is not None]
    assert [row.ended_reason for row in ended] == ["begun-again"]
    assert {row.enrolment_id for row in found["reading_position"]} <= set(open_runs.values())
    owner = {row.id: row.person_id for row in found["enrolment"]}
    assert all(owner[row.enrolment_id] == row.person_id for row in found["attempt"])
    assert {row.enrolment_id for row in found["attempt"]} <= set(open_runs.values())
    assert len(found["lesson_read"]) == len(before["lesson_read"]) - 1  # one was there twice
    assert len(found["step_done"]) == len(before["step_done"])


def test_what_was_earned_says_its_evidence(house):
    claims = rows(house)["claim"]
    assert len(claims) == 6
    for row in claims:
        (one,) = json.loads(row.evidence) if isinstance(row.evidence, str) else row.evidence
        assert (one["genre"], one["supervised"], one["cut"]) == ("exam", False, "7/10")
        assert one["at"].endswith("+00:00")


def test_people_sign_in_with_their_password_and_find_what_they_had(own_house):
    with own_house.open() as app:
        app.config["WTF_CSRF_ENABLED"] = False
        browser = people.browser(app)
        assert browser.post("/sign-in", data={"login": "ngozi", "password": people.PASSWORD}).status_code == 303
        for address, words in (
            ("/learn", "Tiny course"),
            ("/courses/tiny-course", "Module one"),
            ("/courses/tiny-course/lessons/first", "A heading"),
            ("/certificates", "Tiny course"),
            ("/attempts", "Quiz one"),
        ):
            page = browser.get(address)
            assert (page.status_code, words in page.get_data(as_text=True)) == (200, True), address


def test_after_it_new_rows_get_new_numbers(own_house):
    highest = max(row.id for row in rows(own_house)["person"])
    with own_house.open(), transaction() as session:
        new = Person(uuid="u", username="new", name="New", demonstration=False, created_at=MOMENT)
        session.add(new)
        session.flush()
        assert new.id == highest + 1


def test_what_was_revoked_after_the_backup_is_taken_over_from_the_newer_list(own_house, build, backup, tmp_path):
    number = number_of("Ngozi Okafor")
    own_house.lms("credentials", "revoke", number, "--reason", "It was issued in error.")
    with own_house.open() as app:
        newer = app.test_client().get("/status/1").data
        end_read_session()
    (tmp_path / "list.json").write_bytes(newer)
    again = build(KEYS_SECRET=old.SECRET)
    done = again.lms("restore", backup, "--status-list", tmp_path / "list.json")
    assert done.exit_code == 0, done.output
    assert f"{number}, version 1: suspended. It was revoked, replaced or suspended after the backup." in done.output
    assert state_of(again, number) == "suspended"
    assert state_of(again, number_of("Prasert Thongdee")) == "revoked"
    code, report = again.report("audit", "verify")
    assert (code, report["faults"]) == (0, [])
    said = again.lms("credentials", "take-over", tmp_path / "list.json")
    assert (said.exit_code, said.output.startswith("Nothing: all that the list of ")) == (0, True)
