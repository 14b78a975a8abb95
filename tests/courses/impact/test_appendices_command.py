"""`lms courses appendices`: a list compared with courses, from files alone."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from courses.impact.commands.appendices import appendices
from tests.builders.appendices import as_csv, row, small_list


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "tiny"
    (folder / "lessons").mkdir(parents=True)
    (folder / "course.yaml").write_text("slug: tiny\nlanguage: en\n")
    (folder / "lessons" / "a.md").write_text("---\ntitle: A\n---\nA tiger.\n\nPangolins and lions.\n")
    (tmp_path / "glossary.csv").write_text("term_en,definition_en\nHold,To keep\n")
    return folder


def run(tmp_path, content: bytes, *words):
    file = tmp_path / "Index_2026-03-05.csv"
    file.write_bytes(content)
    return CliRunner().invoke(appendices, [str(file), *map(str, words)])


def test_every_difference_is_told_with_its_places_and_the_exit_code(course, tmp_path):
    answer = run(tmp_path, small_list(), course)
    assert answer.exit_code == 1
    assert "left: Panthera tigris: courses say I, the list says none (as Panthera tigris)" in answer.output
    assert f"  {course}/lessons/a.md:4: A tiger." in answer.output
    assert "of 2026-03-05: 4 rows." in answer.output


def test_a_listing_under_a_higher_taxon_is_told_and_is_no_difference_in_law(course, tmp_path):
    good = as_csv(row("Manis spp.", "I"), row("Panthera leo", "I/II"), row("Panthera tigris", "I")).encode()
    answer = run(tmp_path, good, course, "--json")
    document = json.loads(answer.output)
    assert (answer.exit_code, document["in_law"], document["on"]) == (0, 0, "2026-03-05")
    assert {one["kind"] for one in document["differences"]} == {"higher"}
    assert {one["taxon"]["scientific_name"] for one in document["differences"]} >= {"Manis javanica"}


def test_what_an_earlier_file_had_has_left(course, tmp_path):
    earlier = tmp_path / "earlier.csv"
    earlier.write_bytes(as_csv(row("Panthera tigris", "I")).encode())
    now = as_csv(row("Manis spp.", "I"), row("Panthera leo", "I/II")).encode()
    assert "left: Panthera tigris" in run(tmp_path, now, course, "--before", earlier).output
    assert "not-found: Panthera tigris" in run(tmp_path, now, course).output


def test_another_kind_of_file_is_told_and_fails(course, tmp_path):
    answer = run(tmp_path, b"%PDF-1.4", course)
    assert (answer.exit_code, "choose the download as CSV" in answer.stderr) == (1, True)
