"""Numbers: how they are read, and what they earn."""

from fractions import Fraction

import pytest

from assessments.items.kinds.number import kind as number
from assessments.items.parsing.exact import exact, plain
from assessments.items.scoring.answers import BadAnswer
from assessments.items.scoring.numerals import read_number
from tests.assessments.items.samples import define, try_define
from tests.builders.kind_names import KindName


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("12", ".", Fraction(12)),
        ("12.5", ".", Fraction(25, 2)),
        ("12,5", ",", Fraction(25, 2)),
        ("12,5", ".", Fraction(25, 2)),  # can only be a decimal comma
        ("1.234,5", ",", Fraction(12345, 10)),
        ("1,234.5", ".", Fraction(12345, 10)),
        ("1.234,5", ".", Fraction(12345, 10)),  # two signs: the last one is the decimal one
        ("1,234", ".", Fraction(1234)),  # both readings are possible: the locale decides
        ("1,234", ",", Fraction(1234, 1000)),
        ("1.234", ",", Fraction(1234)),
        ("1.234", ".", Fraction(1234, 1000)),
        ("0,234", ".", Fraction(234, 1000)),  # no thousands begin with 0
        ("1.234.567", ".", Fraction(1234567)),
        ("1,80,000", ".", Fraction(180000)),  # grouped as in India
        ("1 000", ".", Fraction(1000)),
        ("1\u00a0234\u202f567,8", ",", Fraction(12345678, 10)),
        ("1’234.5", ".", Fraction(12345, 10)),
        ("−4", ".", Fraction(-4)),
        ("\u20134", ".", Fraction(-4)),
        ("- 4", ".", Fraction(-4)),
        ("+4", ".", Fraction(4)),
        (".5", ".", Fraction(1, 2)),
        ("5.", ".", Fraction(5)),
        ("1e3", ".", Fraction(1000)),
        ("2.5E-1", ".", Fraction(1, 4)),
        ("١٢٫٥", ".", Fraction(25, 2)),  # Arabic-Indic figures
        ("१२३", ".", Fraction(123)),
        ("１２．５", ".", Fraction(25, 2)),  # full width
        ("\u200f12\u200e", ".", Fraction(12)),  # marks of writing direction
        ("  7 ", ".", Fraction(7)),
    ],
)
def test_a_number_is_read_as_people_write_it(text, decimal, value):
    assert read_number(text, decimal) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "twelve",
        "12 kg",
        "1/2",
        "5²",
        "½",
        "1 23",
        "12 34",
        "1,2,3",
        "1.2.3",
        "1..2",
        "--4",
        "4-",
        "1e",
        "e5",
        "1e99",
        "0x10",
        ".",
        ",",
        "1 234 5",
        "1_000",
        "1e-31",
        "9" * 41,
    ],
)
def test_what_is_not_one_number_is_refused(text):
    with pytest.raises(BadAnswer):
        read_number(text)


def test_a_refusal_shows_the_readers_own_decimal_sign():
    with pytest.raises(BadAnswer, match="12,5"):
        read_number("twelve", ",")


def answer(definition, raw, decimal="."):
    return number.check_answer(definition, raw, decimal=decimal)


def earned(text, raw, decimal="."):
    definition = define(KindName.NUMBER, f"answer: {text}\n")
    return number.score(definition, answer(definition, raw, decimal))


@pytest.mark.parametrize(
    ("text", "raw", "points"),
    [
        ("{value: 3.14159, tolerance: 0.005}", "3.14", Fraction(1)),
        ("{value: 3.14159, tolerance: 0.005}", "3.1", Fraction(0)),
        ("{value: 100, tolerance: 5}", "105", Fraction(1)),  # the edge counts
        ("{value: 100, tolerance: 5}", "105.001", Fraction(0)),
        ("{value: 100, tolerance: 0.05, tolerance_type: relative}", "95", Fraction(1)),
        ("{value: 100, tolerance: 0.05, tolerance_type: relative}", "94.9", Fraction(0)),
        ("{value: -100, tolerance: 0.05, tolerance_type: relative}", "-105", Fraction(1)),
        ("{value: 0.3, tolerance: 0.1}", "0.4", Fraction(1)),  # binary rounding must not matter
        ("{value: 0.3}", 0.1 + 0.2, Fraction(1)),
        ("{low: 10, high: 12.5}", "10", Fraction(1)),
        ("{low: 10, high: 12.5}", "12.5", Fraction(1)),
        ("{low: 10, high: 12.5}", "12.51", Fraction(0)),
        ("{low: 10, high: 12.5}", "9.99", Fraction(0)),
        ("{value: 115, bands: [[3, 1], [6, 0.5]]}", "118", Fraction(1)),
        ("{value: 115, bands: [[3, 1], [6, 0.5]]}", "118.1", Fraction(1, 2)),
        ("{value: 115, bands: [[3, 1], [6, 0.5]]}", "109", Fraction(1, 2)),
        ("{value: 115, bands: [[3, 1], [6, 0.5]]}", "121.1", Fraction(0)),
        ("{value: 5, tolerance: 1}", "", Fraction(0)),
        ("{value: 5, tolerance: 1}", None, Fraction(0)),
        ("{value: 5, tolerance: 1}", {"text": "  "}, Fraction(0)),
        ("{value: 5}", 5, Fraction(1)),
        ("{value: 5, unit: kg}", "5 kg", Fraction(1)),
        ("{value: 5, unit: kg}", "5KG", Fraction(1)),
        ("{value: 5, unit: kg}", "5", Fraction(1)),
        ("{value: 5, unit: kg, units: {kg: 1, g: 0.001}}", {"text": "5000", "unit": "g"}, Fraction(1)),
        ("{value: 5, unit: kg, units: {kg: 1, g: 0.001}}", "5000 g", Fraction(1)),
        ("{value: 5, unit: kg, units: {kg: 1, g: 0.001}}", {"text": "5000", "unit": "kg"}, Fraction(0)),
    ],
)
def test_a_number_earns_by_its_target(text, raw, points):
    assert earned(text, raw) == points


@pytest.mark.parametrize(
    "raw",
    [
        {"text": "5"},
        {"text": "5", "unit": "lb"},
        {"text": "5 g", "unit": "kg"},
        {"text": ["5"]},
        {"text": "5", "unit": 3},
        ["5"],
        True,
        float("nan"),
        float("inf"),
        pytest.param(10**5000, id="huge"),
        pytest.param("9" * 5_000_000, id="5 MB"),
        {"text": {"text": "5"}},
    ],
)
def test_a_number_that_cannot_be_taken_is_refused(raw):
    with pytest.raises(BadAnswer):
        answer(define(KindName.NUMBER), raw)


def test_what_is_stored_says_how_the_text_was_read():
    definition = define(KindName.NUMBER)
    stored = answer(definition, {"text": "1.234,5", "unit": "kg", "value": "7"}, decimal=",")
    assert stored == {"text": "1.234,5", "value": "1234.5", "unit": "kg"}


def test_a_stored_number_is_scored_without_knowing_the_locale():
    definition = define(KindName.NUMBER, "answer: {value: 1.234}\n")
    assert number.score(definition, answer(definition, "1,234", decimal=",")) == 1
    assert number.score(definition, answer(definition, "1,234", decimal=".")) == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{}", "“value” is missing"),
        ("{value: many}", "must be a number"),
        ("{value: true}", "must be a number"),
        ("{value: 5, tolerance: -1}", "at least 0"),
        ("{value: 0, tolerance: 0.1, tolerance_type: relative}", "relative tolerance"),
        ("{value: 5, tolerance_type: near}", "must be one of"),
        ("{low: 5, high: 4}", "must not be above"),
        ("{value: 5, unit: kg, units: {g: 1}}", "must name the unit"),
        ("{value: 5, unit: kg, units: {kg: 2}}", "must be 1"),
        ("{value: 5, units: {kg: 1}}", "“unit” is missing"),
        ("{value: 5, unit: kg, units: {kg: 1, g: 0}}", "above 0"),
        ("{value: 5, bands: [[6, 0.5], [3, 1]]}", "in order"),
        ("{value: 5, bands: [[3, 1], [6, 1]]}", "in order"),
        ("{value: 5, bands: [[3, 0.5]]}", "fraction 1"),
        ("{value: 5, bands: [[3, 2]]}", "at most 1"),
        ("{value: 5, bands: [3, 1]}", "pairs"),
        ("{value: 5, tolerence: 1}", "“tolerence” is not known"),
    ],
)
def test_a_faulty_target_is_told_what_is_wrong(text, says):
    _, faults = try_define(KindName.NUMBER, f"answer: {text}\n")
    assert any(says in fault.message for fault in faults), faults


def test_a_review_shows_what_was_written_beside_what_is_right():
    definition = define(KindName.NUMBER)
    parts = number.review(definition, answer(definition, {"text": "1 240", "unit": "kg"})).parts
    assert [(part.text, part.right) for part in parts] == [("1 240 kg", False), ("1234.5 ± 0.5 kg", True)]


@pytest.mark.parametrize("value", ["0", "7", "-7", "0.5", "-0.05", "1234.5", "1/3", "-22/7", "1000000"])
def test_exact_numbers_are_written_so_that_they_read_back(value):
    assert plain(exact(value)) == value


def test_what_is_no_number_is_said_before_the_unit_is_asked_for():
    definition = define(KindName.NUMBER, "answer: {value: 5, unit: kg, units: {kg: 1, g: 0.001}}\n")
    with pytest.raises(BadAnswer, match="number"):
        answer(definition, {"text": "many"})
    with pytest.raises(BadAnswer, match="Choose the unit"):
        answer(definition, {"text": "5"})
