"""What sources.yaml says: codes with their sources, and what must not be examined yet."""

import pytest

from courses.catalogue.course_folder.bundle import parse
from courses.catalogue.course_folder.files import Folder
from courses.ports import NotExamined

SOURCES = 'S1: "A book, 2020"\nS2: "A newspaper, 2025"\n'


def read(text):
    """The bundle of a folder that holds this file alone, and what is said about the file."""
    bundle = parse(Folder({"sources.yaml": text.encode()}))
    return bundle, [(one.line, one.message) for one in bundle.problems if one.file == "sources.yaml"]


def test_what_must_not_be_examined_is_no_source():
    bundle, found = read(
        SOURCES + "not_examined:\n  - {reason: Not confirmed., sources: [S2], words: [CoP20, December 2025]}\n"
    )
    assert found == []
    assert bundle.sources == {"S1": "A book, 2020", "S2": "A newspaper, 2025"}
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
