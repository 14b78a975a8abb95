"""Where the shipped courses name twenty taxa, compared with a search of the raw lines that reads no taxa.csv."""

from __future__ import annotations

import re
from contextlib import chdir

import pytest

from courses.impact.course_texts import all_passages, read_courses, shipped_folders
from courses.impact.rules.places import all_named, places_of
from courses.impact.taxa_file import read_taxa_file
from tests import worlds
from tests.suite.changes import ROOT

pytestmark = pytest.mark.once  # files are read

CONTENT = ROOT / "courses" / "content"
READ_FROM = ("courses/**/*", "lms/text/**/*")
NO_TEXT = re.compile(  # what no reader sees: names of files, lessons, questions and topics
    r"[\w-]+\.(?:svg|png|jpg|webp|md)|\(lesson:[\w-]+\)|\[\^[^\]]*\]"
    r"|^::: check .*|^\s*(?:- )?(?:id|lesson|topic|kind|use|slug|checkpoint|lessons|items|final|file)\s*:.*"
    r"|(?<=[{,])\s*(?:id|topic|lesson)\s*:\s*[\w-]+|(?:items|sources): \[[^\]]*\]"
)
TAGS = re.compile(r"<(?!/?(?:text|tspan|title|desc)\b)[^>]*>|<[^>]*>")

# Each taxon with every way in which a line may name it or what includes it.
TWENTY = {
    "Manis tricuspis": r"(?<!giant )(?<!Giant )(?<!ground )(?<!African )(?<!Asian )\bpangoli(?:n|m|ns)\b"
    r"(?! géant| de Temminck| asiatique)(?!s asiatiques)|\bManis\b|African pangolin",
    "Dalbergia cochinchinensis": r"\bDalbergia\b(?! nigra)|D\. cochinchinensis"
    r"|(?<!African )(?<!Brazilian )\brosewoods?\b|palissandres?(?! du Brésil)|bois de rose(?! d[’']Afrique)",
    "Panthera tigris": r"\btigers?\b|\btigres?\b|\bcats?\b|\bfélins?\b",
    "Loxodonta cyclotis": r"(?<!Asian )(?<!savannah )\belephants?\b|éléphants?\b"
    r"(?! d[’']Asie)(?! de savane)|elefantes?\b",
    "Ceratotherium simum simum": r"(?<!black )(?<!Black )\brhino(?:s|ceros|céros)?\b|\brinocerontes?\b",
    "Carcharhinus longimanus": r"\bwhitetips?\b|(?<!whale )(?<!gulper )(?<!smoothhound )\bsharks?\b|requins? océanique"
    r"|longimanus|requins? requiem|Carcharhinidae",
    "Eretmochelys imbricata": r"hawksbill|tortoiseshell|tortues? imbriquée|écailles? de tortue|tartaruga-de-pente",
    "Anguilla anguilla": r"(?<!Japanese )(?<!American )(?<!the Japanese )\beels?\b|civelles?|enguia|meix|anguilles?\b"
    r"(?! du Japon)(?! d[’']Amérique)",
    "Hippocampus spp.": r"seahorses?|hippocampes?|cavalo-marinho",
    "Rhinoplax vigil": r"(?<!forest )\bhornbills?\b|calaos?\b(?! forestier)(?!s forestiers)|calau",
    "Odobenus rosmarus": r"\bwalrus\b|\bmorses?\b|\bmorsa\b",
    "Hippopotamus amphibius": r"\bhippo(?:s|potamus|potames?)?\b",
    "Mammuthus primigenius": r"mammoths?|mammouths?|mamute",
    "Monodon monoceros": r"narwhals?|narvals?",
    "Panthera onca": r"jaguars?|\bcats?\b|\bfélins?\b",
    "Saiga spp.": r"\bsaigas?\b|saïgas?",
    "Tridacnidae spp.": r"giant clams?|bénitiers?",
    "Paubrasilia echinata": r"pernambuco|pernambouc",
    "Orchidaceae spp.": r"orchids?\b|orchidées?|Paphiopedilum|Phragmipedium",
    "Neofelis spp.": r"clouded leopards?|panthères? nébuleuses?|\bcats?\b|\bfélins?\b",
    "Totoaba macdonaldi": r"totoaba",
    "Gekko gecko": r"(?<!leaf-tailed )geckos?\b(?! diurnes)|(?<!monitor )\blizards?\b|lézards?",
}  # fmt: skip


@pytest.fixture(scope="module")
def taxa():
    return read_taxa_file().taxa


@pytest.fixture(scope="module")
def named(taxa):
    """Every name in every course, laid until a course or what reads it changes: to read them takes ten seconds."""

    def read(_folder):
        with chdir(ROOT):
            return all_named(all_passages(read_courses(shipped_folders())), taxa)

    return worlds.laid("named-taxa", READ_FROM, read)[1]


@pytest.fixture(scope="module")
def raw_lines() -> list[tuple[str, int, str]]:
    """Every line of every file of the courses without what no reader sees."""
    found = []
    for path in sorted(CONTENT.rglob("*")):
        if path.suffix in (".md", ".yaml", ".csv", ".svg") and path.name != "taxa.csv":
            for number, line in enumerate(path.read_text().split("\n"), start=1):
                shown = TAGS.sub(" ", line) if path.suffix == ".svg" else line
                found.append((str(path), number, NO_TEXT.sub(" ", shown)))
    return found


@pytest.mark.parametrize("word", TWENTY)
def test_every_line_that_names_a_taxon_is_a_place_of_it(word, taxa, named, raw_lines):
    pattern = re.compile(TWENTY[word], re.IGNORECASE)
    expected = {(path, number) for path, number, line in raw_lines if pattern.search(line)}
    places = {(str(ROOT / one.file), one.line) for one in places_of(named, taxa, [one.id for one in taxa.named(word)])}
    assert expected, "The pattern finds nothing: the test would say nothing."
    assert sorted(expected - places) == []
