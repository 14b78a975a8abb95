"""What a lesson states is kept with its sources, and no reference is shown where people read."""

import pytest
from sqlalchemy import select

from courses.catalogue.models import CourseVersion, Lesson, SearchEntry
from courses.catalogue.rendering.stored_claims import in_short
from courses.catalogue.services import exporting, rendering
from tests.builders.courses import load, write_french
from tests.builders.sources import entry

TEXT = "After this lesson you know a [[scute]] when you see one."
FIGURE = "A dark disc on a pale ground. Look at the disc. It is a plate."
TABLE = """

The table is from the law.[^S1:Annex]

| Kind | Number |
|---|---|
| Caviar | 125 g |
| Shells | 3 |
"""


def change(folder, path, *pairs):
    file = folder / path
    text = file.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text)


@pytest.fixture
def claimed(folder):
    """The small course with references in each kind of block of its first lesson, in English and French."""
    write_french(folder)
    glossary = folder.parent / "glossary.csv"
    head, plate, bone = glossary.read_text().splitlines()
    glossary.write_text(f'{head},"sources"\n{plate},"G3:p. 2"\n{bone},""\n')
    (folder.parent / "glossary-sources.yaml").write_text(entry("G3", title="Words"))
    french = TEXT.replace("you know a [[scute]]", "vous reconnaissez a [[scute|écaille]]")
    for path, text in (("lessons/first.md", TEXT), ("fr/lessons/first.md", french)):
        change(
            folder,
            path,
            (text, f"{text}[^S1:Art. VII.3]{TABLE}"),
            ("caption: Look at the disc.", "sources: S2\ncaption: Look at the disc.[^S1]"),
            ("A bag at the gate (invented)", "A bag at the gate (invented)[^S2]"),
            ("The bag is heavy.", "The bag weighs 10 kg."),
            ("You hold it.", "\n\nYou hold it.[^S2:p. 4]"),
            ("Look first.", "Look first.[^S1]"),
        )
    return folder


@pytest.fixture
def lesson(session, claimed, now):
    load(session, claimed, now)
    return session.scalars(select(Lesson).where(Lesson.slug == "first")).one()


def test_each_statement_is_kept_under_its_heading_with_its_sources_and_places(lesson):
    said = [(one["kind"], one["heading"], one["text"], one["sources"]) for one in lesson.claims[""]]
    assert said == [
        ("paragraph", "", "After this lesson you know a scute when you see one.", [["S1", "Art. VII.3"]]),
        ("paragraph", "", "The table is from the law.", [["S1", "Annex"]]),
        ("row", "", "Caviar · 125 g", [["S1", "Annex"]]),
        ("figure", "A heading", FIGURE, [["S2", ""], ["S1", ""]]),
        ("case", "A heading", "The bag weighs 10 kg.", [["S2", "p. 4"]]),
        ("case", "A heading", "You hold it.", [["S2", "p. 4"]]),
        ("counter", "A heading", "At the counter. Look first.", [["S1", ""]]),
        ("word", "", "Scute: A horny plate", [["G3", "p. 2"]]),
    ]  # fmt: skip


def test_a_translation_keeps_what_it_says_itself(lesson):
    assert lesson.claims["fr"][0]["text"].startswith("After this lesson vous reconnaissez")
    assert lesson.claims["fr"][-1]["text"] == "Écaille: Une plaque cornée"


def test_the_sources_are_kept_as_far_as_they_are_known(lesson):
    assert lesson.sources[0] == {
        "code": "S1", "kind": "law", "title": "A source", "body": ["A body"], "date": "2020", "read": "sheet",
        "sheet": "legal.md, 1", "grade": "A", "next_reading": "2099-12-31",
    }  # fmt: skip
    assert [(one["code"], one.get("of")) for one in lesson.sources] == [("S1", None), ("S2", None), ("G3", "glossary")]


def test_no_reference_is_left_in_a_page_in_its_other_languages_or_in_what_is_searched(session, lesson):
    said = [lesson.parts, lesson.words, lesson.translations, *session.scalars(select(SearchEntry.text))]
    assert "[^" not in repr(said)
    assert "Art. VII" not in repr(said)
    assert "<h3>A bag at the gate (invented)</h3>" in repr(lesson.parts)


def test_a_page_with_references_is_the_page_without_them(session, folder, now):
    first = load(session, folder, now)
    before = session.scalars(select(Lesson.parts).where(Lesson.course_version_id == first.id)).all()
    for name in ("first", "second", "third"):
        change(folder, f"lessons/{name}.md", (TEXT, f"{TEXT}[^S1:Art. I][^S2]"), ("Look first.", "Look first [^S1]."))
    second = load(session, folder, now)
    assert session.scalars(select(Lesson.parts).where(Lesson.course_version_id == second.id)).all() == before


def test_rendering_anew_keeps_what_was_stated(session, lesson):
    before = lesson.claims
    rendering.render_again(session, session.get_one(CourseVersion, lesson.course_version_id))
    session.expire_all()
    assert lesson.claims == before


def test_the_sources_of_words_come_back_with_an_exported_folder(session, lesson, tmp_path):
    exporting.export_course(session, "tiny-course", tmp_path / "out")
    assert (tmp_path / "out" / "glossary-sources.yaml").read_text() == entry("G3", title="Words")


def test_sources_of_versions_of_before_are_still_named():
    stored = [["S1", "A source, 2020"], {"code": "S2", "kind": "law", "title": "A law", "body": ["A", "B"]}]
    assert in_short(stored) == [("S1", "A source, 2020"), ("S2", "A, B, A law")]
    assert in_short([{"code": "G1", "kind": "law", "title": "A law", "of": "glossary"}]) == []
