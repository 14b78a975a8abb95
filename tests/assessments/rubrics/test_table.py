"""The criteria of a rubric as rows of a table: each fault of a row by itself, at its edges."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.rubrics.rules import table
from assessments.rubrics.rules.reading import read_rubric_text
from assessments.rubrics.rules.table import criterion_rows, with_criteria
from tests.builders.rubrics import BENCH

BENCHED = read_rubric_text(BENCH)[0]
ROWS = [replace(row, number=place) for place, row in enumerate(criterion_rows(BENCHED), 2)]  # 2 to 4, 5 to 7


def told(rows):
    """What is wrong, by row: the sentences alone."""
    made, faults = with_criteria(BENCHED, rows)
    assert (made is None) == bool(faults)
    return {number: [one.text for one in some] for number, some in faults.items()}


def of_names(**values):
    return [replace(row, **values) if row.code == "names" else row for row in ROWS]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"code": "Names"}, table.BAD_CODE),
        ({"weight": Fraction(0)}, table.BAD_WEIGHT),
        ({"weight": Fraction(-1)}, table.BAD_WEIGHT),
        ({"weight": Fraction(201, 2)}, table.BAD_WEIGHT),
        ({"pass_level": 1}, table.NOT_CRITICAL),
        ({"critical": True}, table.NO_PASS_LEVEL),
        ({"critical": True, "pass_level": 3}, table.NO_PASS_LEVEL),
        ({"reason_up_to": 3}, table.BAD_REASON),
    ],
)
def test_a_fault_of_a_criterion_is_told_in_each_of_its_rows_and_nothing_else_is(values, sentence):
    assert told(of_names(**values)) == {2: [sentence], 3: [sentence], 4: [sentence]}


@pytest.mark.parametrize(
    "values",
    [{"weight": Fraction(100)}, {"critical": True, "pass_level": 2}, {"reason_up_to": 0}, {"reason_up_to": None},
     {"code": "a" * 40}],
)  # fmt: skip
def test_what_just_fits_is_taken(values):
    made, faults = with_criteria(BENCHED, of_names(**values))
    assert faults == {}
    assert {name: getattr(made.criteria[0], name) for name in values} == values


@pytest.mark.parametrize(
    "values", [{"title": {"en": "Another"}}, {"critical": True, "pass_level": 1}, {"weight": Fraction(2)},
               {"reason_up_to": 1}]
)  # fmt: skip
def test_rows_of_one_criterion_say_the_same_of_it(values):
    rows = [*ROWS[:2], replace(ROWS[2], **values), *ROWS[3:]]
    made, faults = with_criteria(BENCHED, rows)
    assert made is None
    assert {number: [(one.text, one.values) for one in some] for number, some in faults.items()} == {
        4: [(table.DIFFERS, {"code": "names", "row": 2})]
    }


def test_a_level_stands_once_for_each_criterion():
    made, faults = with_criteria(BENCHED, [*ROWS, replace(ROWS[1], number=8)])
    assert made is None
    (one,) = faults[8]
    assert (one.text, one.values) == (table.TWICE, {"code": "names", "level": 1, "row": 3})
    assert list(faults) == [8]


def test_a_level_that_is_left_out_is_told_at_the_last_row_of_its_criterion():
    made, faults = with_criteria(BENCHED, [ROWS[0], ROWS[2], *ROWS[3:]])
    assert made is None
    assert {number: [(one.text, one.values) for one in some] for number, some in faults.items()} == {
        4: [(table.LEFT_OUT, {"code": "names", "level": 1})]
    }


def many(count):
    return [replace(row, code=f"c{n}", number=n) for n in range(count) for row in ROWS[3:]]


def test_thirty_criteria_are_taken_and_one_more_is_told_at_the_last_row():
    assert len(with_criteria(BENCHED, many(30))[0].criteria) == 30
    assert told(many(31)) == {30: [table.TOO_MANY]}


def test_criteria_with_which_the_cut_is_just_reached_are_taken_and_lighter_ones_are_not():
    just = of_names(weight=Fraction(3, 4))
    assert with_criteria(BENCHED, just)[0].highest == BENCHED.cut
    assert told(of_names(weight=Fraction(7, 10))) == {7: [table.CUT_TOO_HIGH]}


def test_rows_in_any_order_make_the_same_rubric_and_keep_what_is_not_of_its_criteria():
    mixed = [ROWS[2], ROWS[0], ROWS[1], ROWS[5], ROWS[4], ROWS[3]]
    assert with_criteria(BENCHED, mixed) == (BENCHED, {})
    assert list(with_criteria(BENCHED, mixed)[0].criteria[0].descriptors) == [0, 1, 2]
    swapped = with_criteria(BENCHED, [*ROWS[3:], *ROWS[:3]])[0]
    assert swapped.codes == ("protects", "names")
    assert (swapped.cut, swapped.grades, swapped.title) == (BENCHED.cut, BENCHED.grades, BENCHED.title)
