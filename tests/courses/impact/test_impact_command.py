"""`lms courses impact`: what it prints, and how it ends."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from courses.impact.commands.impact import impact
from courses.impact.taxa_file import SHIPPED


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "tiny"
    (folder / "lessons").mkdir(parents=True)
    (folder / "course.yaml").write_text("slug: tiny\nlanguage: en\n")
    (folder / "sources.yaml").write_text('S1: "A law"\n')
    (folder / "lessons" / "a.md").write_text(
        "---\ntitle: A\nsources: [S1]\n---\nA tiger.[^S1:Art. II] All pangolins.\n"
    )
    (tmp_path / "glossary.csv").write_text("term_en,definition_en\nTiger,A cat\n")
    return folder


def run(*words):
    return CliRunner().invoke(impact, [str(word) for word in words])


def test_a_place_is_a_line_with_file_line_and_sentence(course):
    answer = run("Panthera tigris", course)
    assert answer.exit_code == 0
    assert f"{course}/lessons/a.md:5: lesson a [en]: A tiger." in answer.output
    assert f"{course.parent}/glossary.csv:2: word Tiger [en]: Tiger" in answer.output


def test_json_is_one_document_with_the_taxon_and_every_place(course):
    document = json.loads(run("Manis javanica", course, "--json").output)
    assert (document["is"], document["taxa"][0]["appendix"], document["count"]) == ("taxon", "I", 1)
    assert (document["places"][0]["line"], document["places"][0]["through"]) == (5, "group")


def test_a_source_is_found_by_its_code(course):
    document = json.loads(run("S1", course, "--json").output)
    assert (document["is"], document["taxa"]) == ("source", [])
    assert [(one["kind"], one["line"]) for one in document["places"]] == [("lesson", 3), ("lesson", 5), ("source", 1)]


def test_what_is_not_examined_yet_is_no_source(course):
    (course / "sources.yaml").write_text("not_examined: []\n")
    assert run("not_examined", course).exit_code == 1


def test_a_word_that_is_neither_is_told_with_what_is_near(course):
    answer = run("pangolyn", course)
    assert (answer.exit_code, "Did you mean pangolin" in answer.stderr) == (1, True)


def test_a_taxon_that_no_course_names_has_no_place_and_is_no_fault(course):
    answer = run("okapi", course)
    assert (answer.exit_code, "0 places" in answer.output) == (0, True)


def test_a_file_of_taxa_with_a_fault_is_refused_row_by_row(course, tmp_path):
    file = tmp_path / "taxa.csv"
    file.write_text(SHIPPED.read_text().replace('"family"', '"familly"', 1))
    answer = run("tiger", course, "--taxa", file)
    assert answer.exit_code == 1
    assert "Column “rank”: “familly” must be one of" in answer.stderr


def test_a_glossary_beside_two_courses_is_told_once(course):
    other = course.parent / "other"
    other.mkdir()
    (other / "course.yaml").write_text("slug: other\nlanguage: en\n")
    (other / "lessons").mkdir()
    (other / "lessons" / "a.md").write_text("Nothing\n")
    assert run("tiger", course, other).output.count("glossary.csv:2") == 2  # the term, and the cat of its meaning
