"""A folder in which a claim has no source, or a weak one, is refused, with file and line."""

from datetime import date

import pytest

from courses.catalogue.checking.claims import reading_problems
from courses.catalogue.checking.course import problems_of
from courses.catalogue.course_folder.bundle import read_bundle
from tests.builders.courses import write_french
from tests.builders.sources import entry

TODAY = date(2026, 11, 26)
FIRST = "lessons/first.md"
PLACE = "The bag is heavy."  # line 22, in the case
TEXT = "After this lesson you know a [[scute]] when you see one."  # line 7
CAPTION = "caption: Look at the disc. It is a [[Scute|plate]]."  # line 15
ALONE = entry("C1", grade="C", body="A newspaper")


def change(folder, path, old, new):
    file = folder / path
    text = file.read_text()
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1))


def found(folder):
    return [(one.file, one.line, one.message) for one in problems_of(read_bundle(folder), TODAY)]


@pytest.fixture
def weak(folder):
    """The folder with a source that is one report, listed in the first lesson."""
    (folder / "sources.yaml").write_text((folder / "sources.yaml").read_text() + ALONE)
    change(folder, FIRST, "[S1, S2]", "[S1, S2, C1]")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (TEXT, f"{TEXT} It is in Appendix I.", 7, "an Appendix (“Appendix I”) without a source"),
        (TEXT, f"{TEXT} It weighs 10 kg.", 7, "a number with a unit (“10 kg”) without a source"),
        (TEXT, f"{TEXT}\n\n- It is in Appendix I.", 9, "an Appendix"),
        (TEXT, f"{TEXT}\n\n| A | B |\n|---|---|\n| Shark | II |", 11, "an Appendix"),
        (PLACE, "The bag weighs 10 kg.", 22, "a number with a unit"),
        ("Look first.", "Look at Appendix I first.", 26, "an Appendix"),
        (CAPTION, "caption: A disc of 10 cm.", 13, "The figure names a number with a unit"),
        ("alt: A dark disc", "alt: A disc of 10 cm", 13, "The figure names a number with a unit"),
        (TEXT, f"{TEXT}[^S9]", 7, "There is no source “S9” in sources.yaml"),
        (CAPTION, f"{CAPTION}\nsources: S9:p. 2", 13, "There is no source “S9”"),
        (TEXT, f"{TEXT}[^S1", 7, "A reference begins here"),
        ("[S1, S2]", "[S2]", 0, ""),
        (TEXT, f"{TEXT} It is in Appendix I.[^S1:Art. II]", 0, ""),
        (TEXT, f"{TEXT}\n\nThese are listed.[^S1]\n\n- Appendix I\n- Appendix II", 0, ""),
        (TEXT, f"{TEXT}\n\n| A | B |\n|---|---|\n| Shark | II |\n\nThis is the list.[^S1]", 0, ""),
        ("You hold it.\n", "It weighs 10 kg.\n\nYou hold it.[^S1]\n", 0, ""),
        (CAPTION, "caption: A disc of 10 cm.\nsources: S1:plate 3, S2", 0, ""),
        ('act: "Look', 'act: "[^S1] Look', 4, "takes no reference"),
    ],
)
def test_a_claim_is_told_on_its_line_and_a_source_in_its_block_carries_it(folder, old, new, line, words):
    change(folder, FIRST, old, new)
    told = found(folder)
    assert [(file, at) for file, at, said in told if words in said] == ([(FIRST, line)] if line else []), told


def test_a_source_that_the_head_does_not_list_is_told(folder):
    change(folder, FIRST, "[S1, S2]", "[S2]")
    change(folder, FIRST, TEXT, f"{TEXT}[^S1]")
    words = "The source S1 is used here. List it in “sources” at the head of the lesson too."
    assert found(folder) == [(FIRST, 7, words)]


def test_one_report_alone_must_be_told_as_reported(weak):
    change(weak, FIRST, TEXT, f"{TEXT} It moved to Appendix I.[^C1]")
    assert ["one report alone" in said for _file, _line, said in found(weak)] == [True]
    change(weak, FIRST, "It moved", "It is reported that it moved")
    assert ["one report alone" in said for _file, _line, said in found(weak)] == [True]
    change(weak, FIRST, "[^C1]", " Check the Checklist.[^C1]")
    assert found(weak) == []


def test_a_source_from_memory_carries_nothing(folder):
    change(folder, "sources.yaml", "grade: A", "grade: D")
    change(folder, FIRST, TEXT, f"{TEXT}[^S1]")
    assert ["grade D" in said for _file, _line, said in found(folder)] == [True]


def test_a_source_whose_next_reading_has_passed_fails_the_check_alone(folder):
    change(folder, "sources.yaml", "2099-12-31", "2026-11-25")
    bundle = read_bundle(folder)
    assert problems_of(bundle, TODAY) == []
    assert [(one.file, one.line) for one in reading_problems(bundle, TODAY)] == [("sources.yaml", 1)]
    assert reading_problems(bundle, date(2026, 11, 25)) == []


def test_a_fault_of_sources_yaml_is_not_told_again_in_lessons(folder):
    change(folder, FIRST, TEXT, f"{TEXT}[^S1]")
    change(folder, "sources.yaml", "S1: {", "S1: A book #{")
    assert {file for file, _line, _said in found(folder)} == {"sources.yaml"}


def test_a_translation_names_the_sources_of_the_course_with_places_in_its_language(folder):
    write_french(folder)
    change(folder, FIRST, PLACE, f"{PLACE}[^S1:preamble]")
    told = found(folder)
    places = [(file, line) for file, line, said in told if "sources of this part" in said]
    assert places == [("fr/lessons/first.md", 21)]
    change(folder, "fr/lessons/first.md", PLACE, f"{PLACE}[^S1:préambule]")
    assert found(folder) == []


def test_a_claim_of_a_translation_needs_its_source_too(folder):
    write_french(folder)
    change(folder, "fr/lessons/first.md", PLACE, "Le sac pèse 10 kg.")
    assert [file for file, _line, said in found(folder) if "without a source" in said] == ["fr/lessons/first.md"]


@pytest.fixture
def words(folder):
    """The folder with a glossary beside it that has a column of sources, and the sources of its words."""
    glossary = folder.parent / "glossary.csv"
    head, plate, bone = glossary.read_text().splitlines()
    glossary.write_text(f'{head},"sources"\n{plate},""\n{bone},"G3:Art. I; G7"\n')
    (folder.parent / "glossary-sources.yaml").write_text(entry("G3") + entry("G7"))
    return folder


def test_the_words_of_the_glossary_name_sources_of_a_file_beside_it(words):
    assert found(words) == []
    bundle = read_bundle(words)
    assert [str(one) for one in bundle.glossary["bone"].sources] == ["G3:Art. I", "G7"]
    assert set(bundle.glossary_sources) == {"G3", "G7"}
    assert "glossary-sources.yaml" in bundle.files


@pytest.mark.parametrize(
    ("path", "old", "new", "file", "line", "said"),
    [
        ("glossary.csv", "A horny plate", "A plate in Appendix I", "glossary.csv", 2, "This word names an Appendix"),
        ("glossary.csv", "G7", "G9", "glossary.csv", 3, "There is no source “G9” in glossary-sources.yaml"),
        ("glossary-sources.yaml", "kind: law", "kind: book", "glossary-sources.yaml", 1, "“kind” of G3 is “book”"),
        ("glossary-sources.yaml", "grade: A", "grade: D", "glossary.csv", 3, "grade D"),
    ],
)
def test_a_fault_of_a_word_is_told_where_it_stands(words, path, old, new, file, line, said):
    change(words.parent, path, old, new)
    assert [(one, at) for one, at, told in found(words) if said in told] == [(file, line)]


def test_a_glossary_that_names_sources_without_their_file_is_told(words):
    (words.parent / "glossary-sources.yaml").unlink()
    assert [(file, line) for file, line, _said in found(words)] == [("glossary.csv", 3)]


def test_a_folder_with_a_glossary_of_its_own_takes_no_sources_from_beside(words):
    (words / "glossary.csv").write_text('"term_en","definition_en"\n"Scute","A plate"\n')
    assert "glossary-sources.yaml" not in read_bundle(words).files
