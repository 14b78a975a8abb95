"""The texts of a course folder are read whole, each with the line on which it stands."""

from __future__ import annotations

import pytest

from courses.impact.passages.folders import folder_passages
from courses.impact.rules.places import PassageKind, all_named, places_of, places_of_source
from courses.impact.taxa_file import read_taxa_file

TAXA = read_taxa_file().taxa
COURSE = b"slug: c\nlanguage: en\ntitle: Pangolins\n"
LESSON = """---
title: "Pangolin scales"
act: "Hold the scales."
sources: [S1,
  S2]
---
A paragraph begins here
and names a white-bellied
pangolin on its third line.[^S1:Art. III]

- a list with a tiger[^S2]

| Goods | Appendix |
|---|---|
| Jaguar [^S3] | I |

::: figure pangolin-scale.svg
alt: A pangolin scale.
caption: Look at the edge (A8).
sources: S1:preamble, S6
:::

::: case Lion bones (invented)
Nothing here. See [the lesson](lesson:pangolin-scales).
:::

::: counter
Ask about every walrus.
:::
"""
QUESTIONS = r"""- id: exam-pangolin-1
  kind: one-choice
  lesson: pangolin-scales
  stem: "He says \"saiga\" and nothing else."
  options:
    - {id: a, text: "A narwhal", right: true}
    - {id: b, text: "A hippo"}
  accepted: {Loxodonta africana: 1}
  explain: 'It''s a totoaba.'
  sources: [S1, "S7:Art. VII"]
"""
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg">\n<text>Hammer-</text>\n<text>head</text><text>Oceanic</text>\n'
    b"<text>whitetip</text></svg>"
)
GLOSSARY = 'term_en,term_fr,definition_en,sources\nHorn,Corne,"Of a\nrhino",G3:Art. I; G7\n'
FILES = {
    "course.yaml": COURSE,
    "sources.yaml": b'S1: "Report on pangolins"\nS2: {title: "A law", kind: law, grade: A, newer: S8}\n',
    "lessons/first.md": LESSON.encode(),
    "fr/lessons/first.md": b"---\ntitle: Le tigre\n---\nUn b\xc3\xa9nitier.\n",
    "questions/exam.yaml": QUESTIONS.encode(),
    "figures/fins.svg": DRAWING,
    "glossary.csv": GLOSSARY.encode(),
}


def found(word: str, kind: PassageKind | None = None) -> list[tuple[str, int]]:
    """File and line of each place that names this."""
    passages = list(folder_passages(FILES))
    ids = [one.id for one in TAXA.named(word)]
    named = all_named(passages, TAXA)
    return [(one.file, one.line) for one in places_of(named, TAXA, ids) if kind in (None, one.kind)]


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("white-bellied pangolin", [("lessons/first.md", 8)]),
        ("tiger", [("fr/lessons/first.md", 2), ("lessons/first.md", 11)]),
        ("jaguar", [("lessons/first.md", 15)]),
        ("lion", [("lessons/first.md", 23)]),
        ("walrus", [("lessons/first.md", 28)]),
        ("giant clam", [("fr/lessons/first.md", 4)]),
        ("saiga", [("questions/exam.yaml", 4)]),
        ("narwhal", [("questions/exam.yaml", 6)]),
        ("hippo", [("questions/exam.yaml", 7)]),
        ("Loxodonta africana", [("questions/exam.yaml", 8)]),
        ("totoaba", [("questions/exam.yaml", 9)]),
        ("hammerhead", [("figures/fins.svg", 2)]),
        ("oceanic whitetip", [("figures/fins.svg", 3)]),
        ("rhino", [("glossary.csv", 2)]),
    ],
)
def test_a_name_is_found_where_it_stands(word, places):
    species = [one for one in found(word) if one not in GROUPED.get(word, [])]
    assert species == places


GROUPED = {"white-bellied pangolin": [("course.yaml", 3), ("lessons/first.md", 2), ("lessons/first.md", 18),
                                      ("sources.yaml", 1)]}  # fmt: skip


def test_names_of_files_ids_and_targets_of_links_name_nothing():
    lines = found("pangolin")
    assert lines == [
        ("course.yaml", 3), ("lessons/first.md", 2), ("lessons/first.md", 8), ("lessons/first.md", 18),
        ("sources.yaml", 1),
    ]  # fmt: skip


def test_a_place_says_what_it_belongs_to_and_in_which_sentence():
    named = all_named(folder_passages(FILES), TAXA)
    places = places_of(named, TAXA, [one.id for one in TAXA.named("saiga")])
    assert [(one.kind, one.of, one.sentence, one.named) for one in places] == [
        (PassageKind.QUESTION, "exam-pangolin-1", 'He says "saiga" and nothing else.', ("saiga",))
    ]


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("S1", [("lessons/first.md", 4), ("lessons/first.md", 9), ("lessons/first.md", 20), ("questions/exam.yaml", 10),
                ("sources.yaml", 1)]),
        ("S2", [("lessons/first.md", 5), ("lessons/first.md", 11), ("sources.yaml", 2)]),
        ("S3", [("lessons/first.md", 15)]),
        ("A8", []),  # an annotation, and no source
        ("S6", [("lessons/first.md", 20)]),
        ("S7", [("questions/exam.yaml", 10)]),
        ("G3", [("glossary.csv", 2)]),
        ("G7", [("glossary.csv", 2)]),
        ("S8", [("sources.yaml", 2)]),
        ("S9", []),
    ],
)  # fmt: skip
def test_a_source_is_found_in_front_matter_text_figures_items_and_glossary(code, places):
    assert [(one.file, one.line) for one in places_of_source(folder_passages(FILES), code)] == places


def test_the_sentence_of_a_source_is_the_one_before_it():
    (_front, in_text, *_more) = places_of_source(folder_passages(FILES), "S1")
    assert in_text.sentence.startswith("A paragraph begins here and names a white-bellied pangolin")


def test_a_file_that_is_no_yaml_is_read_line_by_line_and_references_are_never_followed():
    broken = {"course.yaml": COURSE, "questions/a.yaml": b"a: &x [tiger, tiger]\nb: [*x, *x]\n"}
    named = all_named(folder_passages(broken), TAXA)
    assert [
        (one.passage.file, one.passage.line_at(one.start)) for one in named if one.passage.file != "course.yaml"
    ] == [
        ("questions/a.yaml", 1),
        ("questions/a.yaml", 1),
    ]


def test_a_drawing_or_a_glossary_that_cannot_be_read_names_nothing_and_keeps_nobody_from_reading_on():
    broken = {"course.yaml": COURSE, "figures/a.svg": b"<svg", "glossary.csv": b'"a', "lessons/a.md": b""}
    assert [one.file for one in folder_passages(broken)] == ["course.yaml"]
