"""What sources.yaml says: sources by their codes, and what must not be examined yet."""

from datetime import date

import pytest

from courses.catalogue.claims.source import SourceGrade, SourceKind, SourceRead
from courses.catalogue.course_folder.bundle import parse
from courses.catalogue.course_folder.files import Folder
from courses.ports.questions import NotExamined
from tests.builders.sources import entry

SOURCES = entry("S1", title="A book", date="2020") + entry("S2", title="A newspaper", kind="press", grade="C")
READ = {"read": "source", "read_on": "2026-11-20", "read_by": '"A. Reader, customs"'}


def read(text):
    """The bundle of a folder that holds this file alone, and what is said about the file."""
    bundle = parse(Folder({"sources.yaml": text.encode()}))
    return bundle, [(one.line, one.message) for one in bundle.problems if one.file == "sources.yaml"]


def test_a_source_is_what_its_entry_says_line_by_line():
    bundle, found = read(
        "LS10:\n  body: [CITES, WCO]\n  title: A title\n  date: 2013\n  place: preamble\n"
        "  address: https://cites.org/eng\n  kind: law\n  read: source\n  read_on: 2026-11-20\n"
        "  read_by: A. Reader\n  grade: A\n  next_reading: 2027-06-30\n  newer: T\nT: {kind: own, title: Made here}\n"
    )
    assert found == []
    one = bundle.sources["LS10"]
    assert (one.body, one.dated, one.place, one.kind) == (("CITES", "WCO"), "2013", "preamble", SourceKind.LAW)
    assert (one.read, one.read_on, one.read_by) == (SourceRead.SOURCE, date(2026, 11, 20), "A. Reader")
    assert (one.grade, one.next_reading, one.newer) == (SourceGrade.OFFICIAL, date(2027, 6, 30), "T")
    assert one.in_short == "CITES, WCO, A title, 2013"
    assert bundle.sources["T"].is_own


@pytest.mark.parametrize("name", ["read_on", "read_by"])
def test_what_was_not_opened_never_says_by_whom_or_when(name):
    bundle, found = read(entry("S1", **{name: "2026-11-20"}))
    assert [words for _line, words in found if f"S1 has “{name}”" in words]
    assert bundle.sources == {}
    assert {(one.read_on, one.read_by) for one in read(SOURCES)[0].sources.values()} == {(None, "")}


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        ("S3: A book, 2020\n", 3, "The source S3 is a bare text"),
        ("S3: [a, b]\n", 3, "The source S3 is a bare text"),
        (entry("S3", kind="book"), 3, "“kind” of S3 is “book”. It must be one of: law, guidance"),
        (entry("S3", leaving_out=["kind"]), 3, "“kind” of S3 is missing"),
        (entry("S3", leaving_out=["title"]), 3, "“title” of S3 is missing"),
        (entry("S3", leaving_out=["body"]), 3, "“body” of S3 is missing"),
        (entry("S3", body="[One, 2]"), 3, "“body” of S3 is missing"),
        (entry("S3", leaving_out=["read"]), 3, "“read” of S3 is missing"),
        (entry("S3", read="yes"), 3, "“read” of S3 is “True”"),
        (entry("S3", leaving_out=["sheet"]), 3, "so it needs “sheet”"),
        (entry("S3", read_by="Me"), 3, "only a source that somebody opened"),
        (entry("S3", leaving_out=["read_on"], **READ), 3, "it needs “read_on”"),
        (entry("S3", leaving_out=["read_by"], **READ), 3, "it needs “read_by”"),
        (entry("S3", grade="E"), 3, "“grade” of S3 is “E”"),
        (entry("S3", leaving_out=["grade"]), 3, "“grade” of S3 is missing"),
        (entry("S3", leaving_out=["next_reading"]), 3, "S3 needs “next_reading”"),
        (entry("S3", next_reading="soon"), 3, "“next_reading” of S3 must be a day"),
        (entry("S3", next_reading='"2027-02-30"'), 3, "“next_reading” of S3 must be a day"),
        (entry("S3", newer="S9"), 3, "“newer” of S3 names “S9”"),
        (entry("S3", newer="S3"), 3, "“newer” of S3 names “S3”"),
        (entry("S3", address="cites.org"), 3, "“address” of S3 must be a whole address"),
        (entry("S3", author="Me"), 3, "The source S3 knows no “author”"),
        ("T: {kind: own, title: Made here, grade: A}\n", 3, "T of kind own knows no “grade”"),
        ('"S 3": {kind: own, title: Made here}\n', 3, "“S 3” is no code"),
    ],
)
def test_each_fault_of_an_entry_is_told_with_its_line(written, line, words):
    bundle, found = read(SOURCES + written)
    assert [at for at, said in found if words in said] == [line], found
    assert set(bundle.sources) >= {"S1", "S2"}


def test_a_fault_inside_an_entry_is_told_on_its_own_line():
    lines = ["S1:", "body: A body", "title: A title", "kind: law", "read: sheet", "sheet: a.md", "grade: E"]
    _bundle, found = read("\n  ".join(lines))
    assert (7, "“grade” of S1 is “E”. It must be one of: A, B, C, D, W.") in found


def test_what_must_not_be_examined_is_no_source():
    bundle, found = read(
        SOURCES + "not_examined:\n  - {reason: Not confirmed., sources: [S2], words: [CoP20, December 2025]}\n"
    )
    assert found == []
    assert set(bundle.sources) == {"S1", "S2"}
    assert bundle.not_examined == (NotExamined("Not confirmed.", frozenset({"S2"}), ("CoP20", "December 2025")),)


def test_a_file_without_it_forbids_nothing():
    assert read(SOURCES)[0].not_examined == ()


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        ("not_examined: S2", 3, "must be a list of entries"),
        ("not_examined:\n  - S2", 4, "has “reason”, “sources” and “words”, and nothing else"),
        ("not_examined:\n  - {sources: [S2]}", 4, "needs a “reason”"),
        ("not_examined:\n  - {reason: Why., sources: [S2], until: 2027}", 4, "and nothing else"),
        ("not_examined:\n  - {reason: Why.}", 4, "names “sources”, “words” or both"),
        ("not_examined:\n  - {reason: Why., sources: S2}", 4, "“sources” of “not_examined” must be a list of texts"),
        ("not_examined:\n  - {reason: Why., words: [20]}", 4, "“words” of “not_examined” must be a list of texts"),
        ("not_examined:\n  - {reason: Why., sources: [S9]}", 4, "There is no source “S9”"),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_entry_is_left_out(written, line, words):
    bundle, found = read(f"{SOURCES}{written}\n")
    assert [at for at, said in found if words in said] == [line], found
    assert bundle.not_examined == ()
