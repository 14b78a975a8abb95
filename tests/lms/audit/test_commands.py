"""`lms audit verify`, and that every command seals what it wrote before it ends."""

import json

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import text

import config
from lms import cli
from lms.audit.tasks import seal
from lms.commands import Failed, in_app
from lms.db import end_read_session, transaction
from tests.builders.audit import NOW, happen


@pytest.fixture
def lms(own_app, monkeypatch):
    monkeypatch.setattr(config, "from_environment", lambda: own_app.config["SETTINGS"])
    return lambda *words: CliRunner().invoke(cli.main, list(words))


def write(*subjects, sealed=True):
    for subject in subjects:
        with transaction() as session:
            happen(session, subject)
    if sealed:
        seal(NOW)


def report(lms):
    return json.loads(lms("audit", "verify", "--json").stdout)


def test_it_says_that_the_chain_holds_since_when_and_the_last_hash(lms):
    write("thing:1", "thing:2")
    done = lms("audit", "verify")
    assert done.exit_code == 0
    assert done.output.splitlines()[:3] == [
        f"The chain holds: 2 entries. The last has the hash {report(lms)['last']}",
        "Sealed is what happened from 2026-11-25 00:00:00 UTC to 2026-11-25 00:00:00 UTC.",
        "1 seal agrees with it. The newest is of entry 2, sealed on 2026-11-25 00:00:00 UTC, not signed.",
    ]


def test_it_says_what_waits_and_seals_nothing_of_it(lms):
    write("thing:1")
    write("thing:2", "thing:3", sealed=False)
    for _ in range(2):
        done = lms("audit", "verify")
        assert "2 entries wait to be sealed, the oldest since 2026-11-25 00:00:00 UTC.\n" in done.output
    told = report(lms)
    assert (told["entries"], told["waiting"], told["waiting_since"]) == (1, 2, "2026-11-25T00:00:00+00:00")


def test_an_empty_trail_holds(lms):
    found = report(lms)
    assert {name: found[name] for name in ("holds", "faults", "entries", "since", "until", "last", "waiting")} == {
        "holds": True, "faults": [], "entries": 0, "since": None, "until": None, "last": "0" * 64, "waiting": 0,
    }  # fmt: skip
    assert (found["broken"], found["reason"], found["seals"]["in_file"]) == (None, "", 0)


def test_it_names_the_first_entry_that_does_not_hold(lms):
    write("thing:1", "thing:2", "thing:3")
    with transaction() as session:
        session.execute(text("UPDATE audit_entry SET subject = 'thing:9' WHERE subject = 'thing:2'"))
    done = lms("audit", "verify")
    assert done.exit_code == 1
    assert done.output.startswith("The chain breaks at entry 2: its words do not fit its hash.\nThe 1 before it hold: ")
    assert "Not compared: 1 seal of entries behind the break of the chain." in done.output
    told = report(lms)
    assert (told["broken"], told["entries"], told["reason"]) == (2, 1, "its words do not fit its hash")


def waiting(session):
    return session.execute(text("SELECT count(*) FROM audit_entry WHERE seq IS NULL")).scalar_one()


def test_a_command_seals_what_it_wrote_before_it_ends(lms):
    assert lms("people", "add-admin", "--name", "Ana Silva").exit_code == 0
    end_read_session()
    told = report(lms)
    assert told["waiting"] == 0
    assert told["entries"] >= 2  # an account and a role


@pytest.mark.parametrize(("fault", "code"), [(Failed(), 1), (SystemExit(0), 0), (ZeroDivisionError(), 1)])
def test_a_command_that_ends_early_seals_what_it_had_written(lms, monkeypatch, fault, code):
    @click.command("write-and-end")
    @in_app()
    def command():
        with transaction() as session:
            happen(session)
        raise fault

    monkeypatch.setitem(cli.main.commands, "write-and-end", command)
    assert lms("write-and-end").exit_code == code
    assert (report(lms)["entries"], report(lms)["waiting"]) == (1, 0)
