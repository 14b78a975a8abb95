"""`lms doctor`: each thing that can be wrong is named, with the way to mend it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from config import Production, Settings
from lms import clock, storage
from lms.db import transaction
from lms.errors import RuleBroken
from lms.manifest import Package
from lms.operating import doctor
from lms.ports import Finding, Health
from lms.queue import jobs
from lms.queue.worker import note_beat


@pytest.fixture
def house(build):
    return build().upgrade()


@pytest.fixture(autouse=True)
def only_ours(monkeypatch):
    """Findings of upper packages have tests of their own."""
    monkeypatch.setattr(doctor, "composition", Package)


@pytest.fixture
def working(house):
    """A worker has just been seen."""
    with house.open():
        note_beat(clock.now())
    return house


def found(house, name, **settings):
    """The findings of one name, as (health, words)."""
    _code, report = house.report("doctor", **settings)
    return [(one["health"], one["detail"]) for one in report["findings"] if one["name"] == name]


def test_a_sound_installation_is_told_with_exit_code_zero(working):
    code, report = working.report("doctor")
    assert code == 0
    named = {one["name"] for one in report["findings"]}
    assert named == {"database", "disk", "open files", "mail", "https", "clock", "worker", "letters", "files"}
    assert "bad" not in {one["health"] for one in report["findings"]}
    done = working.lms("doctor")
    assert done.exit_code == 0
    assert len(done.output.splitlines()) == len(report["findings"])


def test_files_that_are_missing_or_altered_are_named(working):
    with working.open():
        kept, altered, gone = (storage.put(data, ".svg") for data in (b"<svg/>", b"<svg> </svg>", b"<svg>x</svg>"))
        folder = storage.folder()
    (folder / "half.part").write_bytes(b"ha")
    composed = Package(stored_files=(lambda _session: [kept, gone],))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(doctor, "composition", lambda: composed)
        assert found(working, "files") == [("ok", "3 files, each as it was stored")]
        (folder / altered).write_bytes(b"<svg>forged</svg>")
        (folder / gone).unlink()
        (missing, spoiled) = found(working, "files")
        assert working.lms("doctor").exit_code == 1
    assert (missing[0], "1 missing" in missing[1], gone in missing[1]) == ("bad", True, True)
    assert (spoiled[0], "1 altered" in spoiled[1], altered in spoiled[1]) == ("bad", True, True)
    assert "backup" in missing[1]


def test_an_empty_database_is_told_and_the_rest_is_looked_at_too(build):
    code, report = build().report("doctor")
    assert code == 1
    names = [one["name"] for one in report["findings"]]
    assert names[0] == "database"
    assert "lms db upgrade" in report["findings"][0]["detail"]
    assert {"disk", "mail", "https"} <= set(names)


@pytest.mark.parametrize(
    ("revision", "words"),
    [("lms_0001", "older than this program"), ("0012", "of Spoor 0.1"), ("9999", "newer than this program")],
)
def test_a_database_of_another_version_is_told(house, revision, words):
    with house.database() as database, database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    [(health, said)] = found(house, "database")
    assert (health, words in said) == ("bad", True)


def test_a_database_out_of_reach_is_a_finding_and_no_trace(house):
    nowhere = "postgresql://spoor@127.0.0.1:1/spoor"
    code, report = house.report("doctor", DATABASE_URL=nowhere)
    assert code == 1
    assert "does not answer" in report["findings"][0]["detail"]


def test_other_commands_tell_a_database_out_of_reach_in_one_line(house):
    for words in (["audit", "verify"], ["serve"], ["work"], ["db", "upgrade"]):
        done = house.lms(*words, DATABASE_URL="postgresql://spoor@127.0.0.1:1/spoor")
        assert (done.exit_code, done.output.startswith("lms: the database does not answer")) == (1, True), done.output


def test_damage_inside_the_embedded_database_is_told(house, monkeypatch):
    if not house.settings.DATABASE_URL.startswith("sqlite"):
        return
    with house.open():
        for _ in range(200):
            note_beat(clock.now())
    path = Path(house.settings.DATABASE_URL.removeprefix("sqlite:///"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = b"\xff" * (len(data) - len(data) // 2)
    path.write_bytes(data)
    code, report = house.report("doctor")
    assert code == 1
    assert report["findings"][0]["health"] == "bad"


def test_a_server_that_does_not_keep_every_script_is_told(monkeypatch):
    class Says:
        def execute(self, asked):
            self.asked = str(asked)
            return self

        def scalar_one(self):
            return "SQL_ASCII" if "encoding" in self.asked else "18.4"

    finding = doctor.inside_postgresql(Says())
    assert finding.health is Health.BAD
    assert "SQL_ASCII" in finding.detail


def test_no_worker_yet_is_told(house):
    assert found(house, "worker") == [("bad", "No worker has ever run here. Start “lms work”.")]


def test_a_worker_that_went_away_is_told(house):
    with house.open():
        note_beat(clock.now() - timedelta(minutes=6))
    [(health, words)] = found(house, "worker")
    assert (health, words.startswith("No worker since")) == ("bad", True)


def test_jobs_that_failed_are_told_beside_a_worker_that_lives(working, added_work):
    def break_a_rule(_payload, _progress):
        raise RuleBroken("The paper is out.")

    added_work.job("test-doctor")(break_a_rule)
    with working.open():
        with transaction() as session:
            jobs.enqueue(session, "test-doctor", {}, now=clock.now())
        jobs.run_due(clock.now())
    said = found(working, "worker")
    assert [health for health, _ in said] == ["ok", "warn"]
    assert "(test-doctor) failed: RuleBroken: The paper is out." in said[1][1]
    assert working.report("doctor")[0] == 0


def test_a_clock_that_is_wrong_is_told(working, monkeypatch):
    now = clock.now() + timedelta(minutes=3)
    monkeypatch.setattr(clock, "now", lambda: now)
    [(health, words)] = found(working, "clock")
    assert (health, "the disk says" in words, "time synchronisation" in words) == ("bad", True, True)
    assert ("the database server says" in words) is not working.settings.DATABASE_URL.startswith("sqlite")


def test_a_disk_nearly_full_is_told(working, monkeypatch):
    monkeypatch.setattr(doctor, "LEAST_FREE", 1 << 60)
    assert [health for health, _ in found(working, "disk")] == ["bad"]
    assert working.lms("doctor").exit_code == 1


def test_a_folder_in_which_nothing_can_be_written_is_told(working, monkeypatch):
    with working.open(), monkeypatch.context() as closed:
        closed.setattr("os.access", lambda *_: False)
        [finding] = doctor.check_disk(None, clock.now())
    assert (finding.health, "cannot write" in finding.detail) == (Health.BAD, True)


def test_secrets_that_others_can_read_are_told(build):
    house = build(kind=Settings).upgrade()
    assert found(house, "secrets") == []
    secret = house.folder / "keys.secret"
    secret.chmod(0o640)
    assert found(house, "secrets") == [("bad", f"Others can read {secret}. Run: chmod 600 {secret}")]


def test_a_folder_that_everybody_can_look_into_is_told(working):
    working.folder.chmod(0o755)
    [(health, words)] = found(working, "secrets")
    assert (health, "Everybody on this computer" in words) == ("bad", True)


def test_letters_that_go_to_nobody_are_a_warning(working):
    [(health, words)] = found(working, "mail")
    assert (health, "sent to nobody" in words) == ("warn", True)


def test_a_mail_server_that_does_not_answer_is_told(working):
    [(health, words)] = found(working, "mail", MAIL_URL="smtp://127.0.0.1:1")
    assert (health, words.startswith("Letters cannot be handed to 127.0.0.1")) == ("bad", True)


def test_a_site_without_https_is_told_unless_it_is_for_this_computer(working):
    assert [health for health, _ in found(working, "https")] == ["warn"]
    [(health, words)] = found(working, "https", SITE_URL="http://academy.example")
    assert (health, "Use https" in words) == ("bad", True)


def test_a_site_that_is_not_up_yet_is_a_warning(working):
    findings = found(working, "https", SITE_URL="https://127.0.0.1:1", TRUSTED_PROXIES=1)
    assert [(health, "does not answer" in words) for health, words in findings] == [("warn", True)]


def test_a_proxy_that_nobody_told_of_is_a_warning(working):
    findings = found(working, "https", SITE_URL="https://127.0.0.1:1")
    assert "TRUSTED_PROXIES is 0" in findings[1][1]


def test_a_check_that_breaks_is_a_finding_and_the_others_go_on(working, monkeypatch):
    def check_stars(_session, _now):
        raise OperationalError("SELECT", {}, Exception("no stars"))

    def check_moon(_session, _now):
        return [Finding("moon", Health.OK, "full")]

    monkeypatch.setattr(doctor, "composition", lambda: Package(health_checks=(check_stars, check_moon)))
    code, report = working.report("doctor")
    assert code == 1
    assert [(one["name"], one["health"]) for one in report["findings"][-2:]] == [("stars", "bad"), ("moon", "ok")]


def test_the_doctor_speaks_in_production_too(working, monkeypatch):
    for name in ("SECRET_KEY", "KEYS_SECRET", "SITE_URL"):
        monkeypatch.setenv(name, "x")
    made = Production(
        **{**{k: getattr(working.settings, k) for k in ("INSTANCE_PATH", "DATABASE_URL")},
           "SECRET_KEY": "s" * 32, "KEYS_SECRET": "k" * 32, "SITE_URL": "https://127.0.0.1:1", "TRUSTED_PROXIES": 1}
    )  # fmt: skip
    working.settings = replace(made)
    assert working.report("doctor")[0] == 0
