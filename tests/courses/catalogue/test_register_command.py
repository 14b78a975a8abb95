"""`lms courses sources` tells what rests on what, and what is to be read again."""

import json
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from courses.catalogue.claims.judging import Statement, StatementKind
from courses.catalogue.claims.references import Reference
from courses.catalogue.commands import courses_commands
from tests.builders.sources import entry

FIRST = "lessons/first.md"
TEXT = "After this lesson you know a [[scute]] when you see one."
READ = {"read": "source", "read_on": "2026-11-20", "read_by": '"A. Reader"'}


@pytest.fixture
def lms(app):
    """Runs `lms courses …` in the application of this test."""
    return lambda *words: CliRunner().invoke(
        courses_commands,
        [str(word) for word in words],
        obj=SimpleNamespace(get=lambda: app, apart=lambda _folder, _port: nullcontext(app)),
    )


@pytest.fixture
def claimed(folder, monkeypatch, questions):
    """A course whose statements rest on a sheet, on a source that was read, and on one with a newer version."""
    (folder / "sources.yaml").write_text(
        entry("S1", next_reading="2027-06-30") + entry("S2", **READ, newer="S3") + entry("S3")
    )
    file = folder / FIRST
    said = "It is in Appendix I.[^S1:Art. II]\n\nIt weighs 10 kg.[^S2]"
    file.write_text(file.read_text().replace(TEXT, f"{TEXT}\n\n{said}"))
    asked = Statement(
        StatementKind.QUESTION, "questions/exam.yaml", 4, "Which Appendix?", (Reference("S1"),), name="exam-1"
    )
    monkeypatch.setattr(questions, "statements", lambda _files, _facts: [asked])
    return folder


def told(answer):
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_each_source_is_told_with_the_statements_that_rest_on_it(lms, claimed):
    found = told(lms("sources", claimed, "--json"))
    places = {one["code"]: [(said["file"], said["line"]) for said in one["statements"]] for one in found["sources"]}
    assert places == {"S1": [(FIRST, 9), ("questions/exam.yaml", 4)], "S2": [(FIRST, 11)], "S3": []}


def test_what_is_due_is_told_as_on_a_day_and_what_has_a_newer_version_always(lms, claimed):
    before = told(lms("sources", claimed, "--json", "--on", "2027-06-29"))
    after = told(lms("sources", claimed, "--json", "--on", "2027-06-30"))
    assert (before["due"], [one["code"] for one in after["due"]]) == ([], ["S1"])
    assert [(one["code"], one["newer"]) for one in before["outdated"]] == [("S2", "S3")]


def test_claims_that_nobody_read_at_a_source_are_told(lms, claimed):
    assert [(one["file"], one["line"]) for one in told(lms("sources", claimed, "--json"))["sheets_alone"]] == [
        (FIRST, 9)
    ]


def test_people_read_the_same_in_lines(lms, claimed):
    answer = lms("sources", claimed, "--on", "2027-06-30")
    for line in (
        "S1  A body, A title. Statements: 2",
        f"  {FIRST}:9: It is in Appendix I.",
        "To be read again by 2027-06-30 or before: 1",
        "A newer version is known: 1",
        "Claims that rest on fact sheets alone: 1",
    ):
        assert line in answer.output.splitlines()


def test_a_register_that_cannot_be_read_is_told_instead(lms, folder):
    (folder / "sources.yaml").write_text("S1: A book\n")
    answer = lms("sources", folder)
    assert (answer.exit_code, "sources.yaml:1: The source S1 is a bare text" in answer.output) == (1, True)


def test_a_check_fails_on_a_reading_that_has_passed_and_a_load_only_says_so(lms, claimed):
    assert lms("check", claimed, "--on", "2027-06-30").exit_code == 0
    answer = lms("check", claimed, "--on", "2027-07-01")
    assert (answer.exit_code, "was to be read again by 2027-06-30" in answer.output) == (1, True)


def test_loading_tells_of_an_overdue_source_and_goes_on(lms, folder):
    (folder / "sources.yaml").write_text(entry("S1", next_reading="2020-06-30") + entry("S2"))
    answer = lms("load", folder)
    assert answer.exit_code == 0
    assert "sources.yaml:1: The source “S1” was to be read again by 2020-06-30" in answer.stderr
    assert "Version 1 is published" in answer.stdout
