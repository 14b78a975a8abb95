"""The law that a shipped course teaches is the law of the day: its date, its keys, and what was mended once."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
import yaml

from assessments.items.content.bundle import Surroundings, read_items
from assessments.items.content.not_examined import reasons_against
from assessments.items.item import AuthoredItem, Use
from courses.catalogue.course_folder.bundle import read_bundle
from courses.demo import CONTENT, MORE, SHIPPED
from tests.builders.folders import files_of

OUT_OF_DATE = re.compile(r"(?:November|novembre)\s+2025|2025-11|as of 2025", re.IGNORECASE)
LANGUAGES = ("", "fr/")
CHANGES = "what-changed-in-2026"
CODE = re.compile(r"\b[KSW]\d+[a-z]?\b")
REFERENCE = re.compile(r"\[\^[^\]]*\]")  # to a source, behind a statement; people do not see it
FRAME = re.compile(r"#|:::|\|---|\|.*(?:may meet|pouvez trouver) \|$")  # headings, fences, the head of a table
KILOGRAMS = re.compile(r"(\d+(?:[.,]\d+)?)\s*kg")
LIST_IN_FORCE = re.compile(r"5\s(?:March|mars) 2026")
APPENDIX = re.compile(r"\b(?:Appendix|Annexe)\sI{1,3}\b")

MENDED = [
    ("rhino-horn", "**Eswatini and South Africa (A8):** live animals to suitable destinations, and hunting trophies",
     "**Eswatini et Afrique du Sud (A8) :** les animaux vivants vers des destinations appropriées, et les trophées"),
    ("rhino-horn", "A trophy is not covered", "Un trophée n’est pas couvert"),
    ("timber-and-plants", "cycads", "cycadales"),
    ("hold-it-safely", "Control the scene: people stay in sight", "Maîtrisez les lieux : gardez les personnes en vue"),
    ("fins-eels-seahorses", "Oceanic whitetip | I: both papers", "Requin océanique | I : deux documents"),
    ("fins-eels-seahorses", "II: zero export quota for wild", "II : quota d’exportation nul pour les animaux sauvages"),
    ("fins-eels-seahorses", "oceanic whitetip, whale shark, manta rays and devil rays. Ask for **both papers**",
     "le requin océanique, le requin-baleine, les raies manta et les diables de mer. Demandez les **deux documents**"),
    ("fins-eels-seahorses", "devil ray gill plates (Appendix I", "diable de mer (Annexe I"),
    ("fins-eels-seahorses", "*Thelenota* and golden sandfish", "*Thelenota* et holothurie dorée"),
    ("fins-eels-seahorses", "A proposal to list all eels was refused at CoP20 in 2025",
     "Une proposition d’inscrire toutes les anguilles a été refusée à la CoP20, en 2025"),
    ("ivory-what-it-is", "*Loxodonta cyclotis*", "*Loxodonta cyclotis*"),
    ("live-animals", "Home's hinge-back tortoise", "Kinixys de Home"),
    ("live-animals", "Galápagos iguanas", "Iguanes des Galápagos"),
    ("live-animals", "Great-billed seed-finch", "Grand sporophile"),
    ("live-animals", "Okapi", "Okapi"),
    ("live-animals", "Two-toed sloths", "Paresseux à deux doigts"),
    ("live-animals", "**acceptance checklist**: one \"no\"", "**liste de vérification à l’acceptation**"),
    ("skins-teeth-shell", "They are in Appendix II since 5 March 2026", "Ils sont à l’Annexe II depuis le 5 mars 2026"),
    ("skins-teeth-shell", "All six are in Appendix I, the clouded leopard too",
     "Les six félins sont tous à l’Annexe I, la panthère nébuleuse aussi"),
    ("skins-teeth-shell", "ask South Africa if a quota exists for that year",
     "demander à l’Afrique du Sud, par l’organe de gestion CITES, s’il existe un quota pour cette année"),
    (CHANGES, "**What you do differently.** One paper is no longer enough",
     "**Ce que vous faites autrement.** Un seul document ne suffit plus"),
    (CHANGES, "**At the counter.** Ask: which list, valid from when?",
     "**Au guichet.** Demandez : quelle liste"),
    ("ten-second-look", "number beside it", "un numéro de [[exhibit|pièce à conviction]]"),
    ("hold-it-safely", "a locked store", "au local des scellés, fermé à clé"),
    ("hold-it-safely", "overall, middle, close", "vue d’ensemble, plan moyen, gros plan"),
    ("why-goods-pass", "CITES then treats them as recognizable", "la marchandise est alors facilement identifiable"),
    ("skins-teeth-shell", "Raw teeth go in 0507.10", "Les dents brutes se classent à la sous-position 0507.10"),
]  # fmt: skip
WITHDRAWN = re.compile(r"encyclop|World Animal News|Demaribus|ThinktoSustain|1,280 kg|1\s280\skg", re.IGNORECASE)
UNSOURCED = re.compile(r"rattlesnake|crotale|galliwasp|abalone|ormeau|ginseng|5 (?:June|juin) 2027", re.IGNORECASE)
CUSTOMS_FRENCH = {
    "Case file": "Dossier de procédure",
    "Cover load": "Marchandise de couverture",
    "Hit rate": "Taux de contrôles positifs",
}


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


def written(language: str, slug: str) -> str:
    """One lesson of the course on identification as it is written, its spaces made plain."""
    return re.sub("[\u00a0\u202f]", " ", (SHIPPED / language / "lessons" / f"{slug}.md").read_text())


def lesson(language: str, slug: str) -> str:
    """One lesson of the course on identification as people read it."""
    return REFERENCE.sub("", written(language, slug))


@pytest.mark.parametrize("name", [SHIPPED.name, *MORE])
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
    front, body = written(language, CHANGES).removeprefix("---\n").split("\n---\n", 1)
    assert set(CODE.findall(body)) <= set(CODE.findall(front))
    lines = [line for line in body[: body.index("::: case")].splitlines() if line and not FRAME.match(line)]
    assert len(lines) > 30
    assert [line for line in lines if not CODE.search(line)] == lines[:1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_one_report_alone_says_is_told_as_reported(language):
    look_up = {"": "Checklist", "fr/": "Liste des espèces CITES"}[language]
    told = {"": ("reported", f"check the {look_up}"), "fr/": ("selon", f"vérifiez la {look_up}")}[language]
    for slug, note in ((CHANGES, f"{look_up}.[^K1]"), (CHANGES, f"{look_up}.[^K16]"), ("ivory-what-it-is", "A11")):
        lines = [line for line in written(language, slug).splitlines() if note in line]
        assert any(all(word in line.lower() for word in map(str.lower, told)) for line in lines), (slug, note)


@pytest.mark.parametrize(("slug", "english", "french"), MENDED)
def test_each_place_that_was_mended_says_what_is_right_in_both_languages(slug, english, french):
    assert english in lesson("", slug)
    assert french in lesson("fr/", slug)


@pytest.mark.parametrize("name", [SHIPPED.name, *MORE])
def test_what_no_report_says_is_not_told(name):
    """The list of what is not examined names it, in the file of sources; nothing that people read does."""
    read = [(place, text) for place, text in texts_of(name) if not place.endswith("sources.yaml")]
    assert [place for place, text in read if UNSOURCED.search(text)] == []


def test_no_source_that_was_withdrawn_and_no_figure_that_rested_on_it_comes_back():
    assert [(place, said) for place, text in texts_of(SHIPPED.name) for said in WITHDRAWN.findall(text)] == []


def test_no_source_of_the_course_says_that_it_was_opened():
    """Each was taken from a fact sheet, and says from which; nobody is named as its reader."""
    sources = yaml.safe_load((SHIPPED / "sources.yaml").read_text())
    facts = {code: said for code, said in sources.items() if code != "not_examined" and said["kind"] != "own"}
    assert len(facts) > 60
    assert [code for code, said in facts.items() if said["read"] != "sheet" or not said["sheet"]] == []
    assert [code for code, said in facts.items() if {"read_on", "read_by"} & set(said)] == []


def test_the_glossary_says_in_french_what_french_customs_say():
    with (CONTENT / "glossary.csv").open(newline="") as file:
        said = {row["term_en"]: row["term_fr"] for row in csv.DictReader(file)}
    assert {term: said[term] for term in CUSTOMS_FRENCH} == CUSTOMS_FRENCH


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
        assert len(named) >= 6
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


def test_each_source_of_the_glossary_carries_a_word_and_was_read_in_a_sheet_alone():
    """Which codes a word may name is for `lms courses check`; that none is left over, and none says more, is here."""
    known = yaml.safe_load((CONTENT / "glossary-sources.yaml").read_text())
    with (CONTENT / "glossary.csv").open(newline="") as file:
        said = [one for row in csv.DictReader(file) for one in row["sources"].split("; ") if one]
    assert {one.split(":")[0] for one in said} == set(known)
    assert [code for code, one in known.items() if one["read"] != "sheet" or "read_on" in one or "read_by" in one] == []
