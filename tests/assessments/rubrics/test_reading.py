"""A rubric is read from YAML: its values, its faults with their lines, and its digest."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.rubrics.rules.definition import (
    definition_as_data,
    definition_digest,
    definition_from_data,
    in_language,
    rubric_total,
)
from assessments.rubrics.rules.reading import read_rubric_text
from assessments.rubrics.rules.table import criterion_rows, with_criteria
from tests.builders.rubrics import BENCH


def bench():
    found, problems = read_rubric_text(BENCH, "bench.yaml")
    assert problems == []
    return found


def faults(text):
    found, problems = read_rubric_text(text, "bench.yaml")
    assert found is None
    return [(one.line, one.message) for one in problems]


def test_a_rubric_is_read_with_its_criteria_levels_and_the_usual_grades():
    found = bench()
    assert found.codes == ("names", "protects")
    assert found.values == (0, 1, 2)
    assert (found.criteria[1].critical, found.criteria[1].pass_level) == (True, 1)
    assert [one.code for one in found.grades] == ["fail", "borderline", "pass", "good", "excellent"]
    assert (found.highest, found.cut) == (7, Fraction(7, 2))


def test_the_total_is_weighted():
    assert rubric_total(bench(), {"names": 2, "protects": 1}) == Fraction(5, 2) * 2 + 1


def test_what_is_kept_is_the_same_rubric_and_has_the_same_digest():
    found = bench()
    again = definition_from_data(definition_as_data(found))
    assert again == found
    assert definition_digest(again) == definition_digest(read_rubric_text(BENCH + "\n# a remark\n")[0])
    assert definition_digest(replace(found, cut=Fraction(4))) != definition_digest(found)


def test_a_text_falls_back_to_english():
    assert in_language({"en": "Bench", "fr": "Banc"}, "fr-CA") == "Banc"
    assert in_language({"en": "Bench", "fr": "Banc"}, "pt") == "Bench"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("format: 1", "format: 2", 1, "“format” must be 1"),
        ("slug: bench", "slug: The Bench", 2, "“slug” must be"),
        ("cut: 3.5", "cut: 8", 4, "at most at 7"),
        ("cut: 3.5", "cut: high", 4, "“cut” must be a number"),
        ("code: protects", "code: names", 18, "“names” stands twice; the first is in line 11"),
        ("    pass_level: 1\n", "", 20, "needs “pass_level”"),
        ("pass_level: 1", "pass_level: 7", 21, "“pass_level” must be one of these levels: 0, 1, 2"),
        ("weight: 2.5", "weight: 0", 13, "“weight” must lie above 0"),
        ("weight: 2.5", "weight:", 13, "“weight” must be a number"),
        (", fr: Bon groupe", "", 16, "The text in “fr” is missing"),
        ("critical: true", "critical: true\n    heavy: true", 21, "“heavy” is not known here"),
        ("      2: {en: Species", "      9: {en: Species", 14, "Level 2 is missing"),
    ],
)
def test_a_fault_says_its_line_and_how_to_mend_it(old, new, line, said):
    assert old in BENCH
    assert any(at == line and said in message for at, message in faults(BENCH.replace(old, new, 1)))


def test_a_file_that_is_no_rubric_is_refused_with_its_first_line():
    assert faults("- a list")[0][0] == 1
    assert "not YAML" in faults("a: [")[0][1]


def test_the_rows_of_a_rubric_make_the_same_rubric():
    found = bench()
    rows = [replace(row, number=place) for place, row in enumerate(criterion_rows(found), 2)]
    assert with_criteria(found, rows) == (found, {})


def test_every_row_with_a_fault_is_named():
    found = bench()
    rows = [replace(row, number=place) for place, row in enumerate(criterion_rows(found), 2)]
    rows[0] = replace(rows[0], level=9)
    rows[4] = replace(rows[4], weight=Fraction(0))
    made, wrong = with_criteria(found, rows)
    assert made is None
    assert sorted(wrong) == [2, 4, 6]
    assert "no level" in wrong[2][0].text
    assert "lacks level" in wrong[4][0].text
