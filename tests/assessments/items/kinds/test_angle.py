"""Angles: measured by points or typed, and what Schreger angles tell."""

from fractions import Fraction

import pytest

from assessments.items.kinds.angle import kind as angle
from assessments.items.parsing.exact import exact
from assessments.items.scoring.answers import BadAnswer
from assessments.items.scoring.schreger import Reading, Thresholds, read_angle_set, read_one_angle
from tests.assessments.items.samples import PICTURE, define, try_define
from tests.builders.kind_names import KindName


@pytest.mark.parametrize(
    ("points", "degrees"),
    [
        ([[500, 300], [400, 300], [400, 200]], Fraction(90)),
        ([[500, 300], [400, 300], [300, 300]], Fraction(180)),
        ([[500, 300], [400, 300], [600, 300]], Fraction(0)),
        ([[500, 300], [400, 300], [500, 200]], Fraction(45)),
        ([[500, 200], [400, 300], [500, 300]], Fraction(45)),  # either arm first
        ([[300, 300], [400, 300], [500, 200]], Fraction(135)),
        ([[229, 213], [320, 162], [411, 213]], Fraction("121.46")),
    ],
)
def test_three_points_measure_an_angle(points, degrees):
    assert angle.measured([(Fraction(x), Fraction(y)) for x, y in points]) == degrees


@pytest.mark.parametrize(
    ("typed", "earned"),
    [
        ("121", Fraction(1)),
        ("126", Fraction(1)),
        ("126.01", Fraction(1, 2)),
        ("131", Fraction(1, 2)),
        ("131,1", Fraction(0)),
        ("111", Fraction(1, 2)),
        ("121°", Fraction(1)),
    ],
)
def test_an_angle_earns_by_its_band_edge_included(typed, earned):
    definition = define(KindName.ANGLE)
    assert angle.score(definition, angle.check_answer(definition, {"typed": typed})) == earned


def test_the_points_win_over_a_typed_figure_and_a_figure_that_the_page_computed():
    definition = define(KindName.ANGLE, PICTURE + "answer: {value: 20, bands: [[5, 1], [10, 0.5]]}\n")
    raw = {"points": [[500, 300], [400, 300], [400, 200]], "angle": 20, "typed": "20"}
    stored = angle.check_answer(definition, raw)
    assert stored == {"points": [[500, 300], [400, 300], [400, 200]]}
    assert angle.score(definition, stored) == 0


def test_a_typed_angle_is_stored_with_the_value_it_was_read_as():
    assert angle.check_answer(define(KindName.ANGLE), {"typed": "121,5"}, decimal=",") == {
        "typed": "121,5",
        "value": "121.5",
    }


@pytest.mark.parametrize(
    "raw",
    [
        {"points": [[400, 300], [400, 300], [400, 200]]},  # an arm without length
        {"points": [[500, 300], [400, 300], [400, 300]]},
        {"points": [[500, 300], [400, 300]]},
        {"points": [[1, 1], [2, 2], [3, 1], [4, 4]]},
        {"points": [[500, 300], [400, 300], [400, float("nan")]]},
        {"points": [[500, 300], [400, 300], [400, 2000]]},
        {"points": "500 300"},
        {"typed": "181"},
        {"typed": "-1"},
        {"typed": "nan"},
        {"typed": "wide"},
        {"typed": ["121"]},
        {"typed": True},
        {"typed": 10**5000},
        {"typed": "1" * 5_000_000},
        "121",
        [121],
        121,
    ],
)
def test_what_is_no_angle_is_refused(raw):
    with pytest.raises(BadAnswer):
        angle.check_answer(define(KindName.ANGLE), raw)


@pytest.mark.parametrize("raw", [None, "", {}, {"points": []}, {"points": None, "typed": " "}])
def test_nothing_measured_is_no_answer(raw):
    assert angle.check_answer(define(KindName.ANGLE), raw) is None


def test_a_review_shows_the_measured_and_the_true_angle():
    review = angle.review(define(KindName.ANGLE), {"typed": "128", "value": "128"})
    assert [(part.text, part.chosen, part.right) for part in review.parts] == [
        ("128°", True, False),
        ("121°", False, True),
    ]


@pytest.mark.parametrize("value", ["181", "-1"])
def test_a_key_that_is_no_angle_is_refused(value):
    _, faults = try_define(KindName.ANGLE, PICTURE + f"answer: {{value: {value}, bands: [[5, 1]]}}\n")
    assert faults


@pytest.mark.parametrize(
    ("degrees", "reading"),
    [
        ("115.01", Reading.ELEPHANT),
        ("115", Reading.NOTHING),  # the thresholds themselves decide nothing
        ("97", Reading.NOTHING),
        ("90", Reading.NOTHING),
        ("89.99", Reading.MAMMOTH),
    ],
)
def test_one_outer_angle_points_a_way_only_beyond_the_thresholds(degrees, reading):
    assert read_one_angle(exact(degrees)) is reading


@pytest.mark.parametrize(
    ("every", "reading"),
    [
        ("122", Reading.ELEPHANT),
        ("103.01", Reading.ELEPHANT),
        ("103", Reading.LABORATORY),
        ("100", Reading.LABORATORY),
        ("97", Reading.LABORATORY),
        ("96.99", Reading.MAMMOTH),
    ],
)
def test_a_set_is_divided_at_100_with_a_margin_for_the_laboratory(every, reading):
    assert read_angle_set([exact(every)] * 5, [exact(every)] * 5).reading is reading


@pytest.mark.parametrize(("concave", "convex"), [(4, 5), (5, 4), (0, 20)])
def test_too_few_of_either_sort_give_no_mean(concave, convex):
    got = read_angle_set([Fraction(120)] * concave, [Fraction(120)] * convex)
    assert (got.mean, got.reading) == (None, Reading.TOO_FEW)


def test_an_item_may_carry_its_own_margin():
    assert (
        read_angle_set([Fraction(104)] * 5, [Fraction(104)] * 5, Thresholds(margin=Fraction(5))).reading
        is Reading.LABORATORY
    )
