"""taxa.csv is read with care: each fault is told with its row and its column."""

from __future__ import annotations

import csv
import io

import pytest

from courses.impact.rules.taxa import Status
from courses.impact.taxa_file import COLUMNS, SHIPPED, read_taxa, read_taxa_file

GOOD = {"id": "X1", "scientific_name": "Manis javanica", "rank": "species", "grade": "W", "source": "here"}


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_the_shipped_taxa_have_no_fault_and_come_from_every_row_of_the_sheet_but_mixtures():
    read = read_taxa_file()
    assert read.problems == ()
    ids = {one.id for one in read.taxa.rows}
    wanted = {f"T{number:02}" for number in range(1, 146)} - {"T140"}  # medicines with many taxa
    assert {one for one in wanted if not any(found.rstrip("abcdef") == one for found in ids)} == set()


def test_the_shipped_taxa_say_what_the_sheet_says_of_some():
    by_name = {one.scientific_name: one for one in read_taxa_file().taxa.rows}
    assert by_name["Carcharhinus longimanus"].status is Status.ONE
    assert (by_name["Dalbergia cochinchinensis"].status, by_name["Dalbergia cochinchinensis"].annotation) == (
        "II",
        "#4",
    )
    assert by_name["Damaliscus pygargus pygargus"].grade == "C"


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"id": ""}, "id"),
        ({"rank": "kind"}, "rank"),
        ({"rank": ""}, "rank"),
        ({"appendix": "IV", "status_date": "2026-03-05"}, "appendix"),
        ({"grade": "E"}, "grade"),
        ({"grade": ""}, "grade"),
        ({"source": ""}, "source"),
        ({"status_date": "March 2026"}, "status_date"),
        ({"status_date": "2026-13"}, "status_date"),
        ({"appendix": "I"}, "status_date"),
        ({"annotation": "15"}, "annotation"),
        ({"scientific_name": ""}, "scientific_name"),
        ({"scientific_name": "Manis"}, "scientific_name"),
        ({"en": "pangolin; pangolin"}, "en"),
        ({"within": "X9"}, "within"),
        ({"within": "X1"}, "within"),
    ],
)
def test_a_fault_names_its_row_and_its_column(changed, column):
    text = table({**GOOD, "id": "X0", "scientific_name": "Manis gigantea"}, {**GOOD, **changed})
    found = read_taxa(text).problems
    assert [(one.line, f"“{column}”" in one.message) for one in found] == [(3, True)]


def test_a_name_or_an_id_that_stands_twice_is_told_with_the_first_row():
    found = read_taxa(table(GOOD, GOOD)).problems
    assert [(one.line, "row 2" in one.message) for one in found] == [(3, True), (3, True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "missing"),
        (table(GOOD, columns=COLUMNS[1:]), "missing: id"),
        (table(GOOD, columns=(*COLUMNS, "colour")), "not known: colour"),
        (table(GOOD) + "only,three,cells\n", "3 columns"),
        (table(GOOD) + '"open', "not a table in CSV"),
    ],
)
def test_a_table_that_is_none_is_told(text, words):
    assert words in read_taxa(text).problems[0].message


def test_letters_that_are_no_utf_8_are_told(tmp_path):
    file = tmp_path / "taxa.csv"
    file.write_bytes(SHIPPED.read_text().encode("latin-1", errors="replace"))
    assert "UTF-8" in read_taxa_file(file).problems[0].message
