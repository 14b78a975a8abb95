"""The law that a shipped course teaches is the law of the day: its date, its keys, and what was mended once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from assessments.items.content.bundle import Surroundings, read_items
from assessments.items.content.not_examined import reasons_against
from assessments.items.item import AuthoredItem, Use
from courses.catalogue.course_folder.bundle import read_bundle
from courses.demo import CONTENT, SHIPPED
from tests.builders.folders import files_of

OUT_OF_DATE = re.compile(r"(?:November|novembre)\s+2025|2025-11|as of 2025", re.IGNORECASE)
CURRENT = (SHIPPED.name,)  # courses that were brought to the list in force since 5 March 2026
LANGUAGES = ("", "fr/")
CHANGES = "what-changed-in-2026"
CODE = re.compile(r"\b[KSW]\d+[a-z]?\b")
FRAME = re.compile(r"#|:::|\|---|\|.*Sources \|$")  # headings, fences, the head of a table
KILOGRAMS = re.compile(r"(\d+(?:[.,]\d+)?)\s*kg")
LIST_IN_FORCE = re.compile(r"5\s(?:March|mars) 2026")
APPENDIX = re.compile(r"\b(?:Appendix|Annexe) I{1,3}\b")


def texts_of(name: str) -> Iterator[tuple[str, str]]:
    """Every file of a course that people read, with its place."""
    for path in sorted((CONTENT / name).rglob("*")):
        if path.suffix in {".md", ".yaml", ".svg"}:
            yield str(path.relative_to(CONTENT)), path.read_text()


@cache
def items_of(language: str) -> dict[str, AuthoredItem]:
    """The items of the course on identification, in one language, by id."""
    return {item.id: item for item in read_items(files_of(SHIPPED / language), Surroundings({}))[0]}


def right_of(item: AuthoredItem) -> list[str]:
    """The ids of the options that are right."""
    return [one.id for one in item.definition.options if one.right]


def lesson(language: str, slug: str) -> str:
    """One lesson of the course on identification, its spaces made plain."""
    return re.sub("[\u00a0\u202f]", " ", (SHIPPED / language / "lessons" / f"{slug}.md").read_text())


@pytest.mark.parametrize("name", CURRENT)
def test_no_text_of_a_course_gives_the_law_of_november_2025(name):
    found = {place: OUT_OF_DATE.findall(text) for place, text in texts_of(name)}
    assert len(found) > 100
    assert {place: said for place, said in found.items() if said} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ten_kilograms_of_annotation_15_count_for_each_item(language):
    """Of the furniture in the exam's question, only the piece above 10 kg needs a paper."""
    item = items_of(language)["exam-timber-004"]
    weighed = {one.id: KILOGRAMS.search(one.text) for one in item.definition.options}
    assert all(weighed.values())
    heavy = [one for one, found in weighed.items() if float(found[1].replace(",", ".")) > 10]
    assert heavy == right_of(item)


@pytest.mark.parametrize("language", LANGUAGES)
def test_eight_stools_of_a_kilogram_and_a_half_are_exempt(language):
    item = items_of(language)["practice-timber-and-plants-1"]
    said = {one.id: one.text for one in item.definition.options}
    assert [said[one].split(",")[0] for one in right_of(item)] == ["Oui" if language else "Yes"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_lesson_or_question_counts_annotation_15_by_shipment(language):
    said = re.compile(r"\*\*(?:per shipment|par envoi)\*\*|listed wood per shipment|bois inscrit par envoi")
    places = [SHIPPED / language / "lessons", SHIPPED / language / "questions"]
    assert [path.name for place in places for path in place.iterdir() if said.search(path.read_text())] == []
    text = lesson(language, "timber-and-plants")
    assert "D. cochinchinensis*, " in text
    assert all(number in text for number in ("**#4**", "**#6**", "#10"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_manis_is_never_called_an_old_name(language):
    old = re.compile(r"(?:\bold\b|\bancien(?:ne)?\b)[^.\n]{0,40}\bManis\b")
    assert [place for place, text in texts_of(SHIPPED.name) if old.search(text)] == []
    assert all(name in lesson(language, "pangolin-scales") for name in ("*Manis*", "*Phataginus*", "*Smutsia*"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_statement_on_what_changed_names_its_sources(language):
    """Each row, each point and each paragraph up to the case, but the one that opens the lesson."""
    front, body = lesson(language, CHANGES).removeprefix("---\n").split("\n---\n", 1)
    assert set(CODE.findall(body)) <= set(CODE.findall(front))
    lines = [line for line in body[: body.index("::: case")].splitlines() if line and not FRAME.match(line)]
    assert len(lines) > 30
    assert [line for line in lines if not CODE.search(line)] == lines[:1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_one_report_alone_says_is_told_as_reported(language):
    told = {"": ("reported", "Checklist"), "fr/": ("serai", "Liste des espèces CITES")}[language]
    for slug, note in ((CHANGES, "K1)."), (CHANGES, "K16)."), ("ivory-what-it-is", "A11")):
        lines = [line for line in lesson(language, slug).splitlines() if note in line and "K11" not in line]
        assert any(all(word in line for word in told) for line in lines), (slug, note)


@pytest.mark.parametrize(
    ("stem", "sources", "refused"),
    [
        ("What does annotation A11 open?", ("W1",), True),
        ("Smoothhounds arrive with no paper.", ("W1",), True),
        ("The saiga horn comes from Kazakhstan.", ("K1",), True),
        ("The saiga horn comes from Kazakhstan.", ("K3b", "K8"), False),
        ("Oceanic whitetip: which papers since 5 March 2026?", ("K13",), False),
    ],
)
def test_what_two_reports_say_may_be_examined_and_what_one_says_may_not(stem, sources, refused):
    item = replace(items_of("")["exam-marine-001"], stem=stem, sources=sources)
    assert bool(list(reasons_against(item, read_bundle(SHIPPED).not_examined))) is refused


def test_a_question_of_an_exam_that_names_an_appendix_is_dated():
    """The list changes with each conference: who checks the question again reads from which list it was."""
    for language in LANGUAGES:
        named = [
            item
            for item in items_of(language).values()
            if item.use is not Use.PRACTICE and any(APPENDIX.search(text) for text in item.texts)
        ]
        assert len(named) == 4
        assert [item.id for item in named if not item.until] == []
        assert [item.id for item in named if not LIST_IN_FORCE.search(item.explain)] == []


@pytest.mark.parametrize(
    ("language", "power", "today"),
    [("", "only if a law gives you that power", "See a doctor **today**"),
     ("fr/", "seulement si une loi vous en donne le pouvoir", "Voyez un médecin **aujourd’hui**")],
)  # fmt: skip
def test_a_phone_needs_a_power_and_a_bite_a_doctor_today(language, power, today):
    text = lesson(language, "hold-it-safely")
    assert power in text
    assert today in text
