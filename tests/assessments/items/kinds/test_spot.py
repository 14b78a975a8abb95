"""Spots on a picture: zones, hits and misses."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.items.kinds.spot import kind as spot
from assessments.items.scoring.answers import BadAnswer
from assessments.items.scoring.reviews import Outcome
from assessments.items.scoring.zones import Shape, Zone
from tests.assessments.items.samples import PICTURE, SPOT, define, try_define
from tests.builders.kind_names import KindName


@pytest.mark.parametrize(
    ("shape", "coords", "point", "inside"),
    [
        ("rect", [10, 10, 60, 40], (10, 10), True),
        ("rect", [10, 10, 60, 40], (60, 40), True),
        ("rect", [10, 10, 60, 40], (Fraction("60.01"), 40), False),
        ("circle", [150, 100, 20], (170, 100), True),
        ("circle", [150, 100, 20], (Fraction("170.01"), 100), False),
        ("circle", [150, 100, 20], (162, 116), True),  # 12, 16, 20: on the edge
        ("ellipse", [100, 100, 50, 10], (150, 100), True),
        ("ellipse", [100, 100, 50, 10], (100, 110), True),
        ("ellipse", [100, 100, 50, 10], (140, 107), False),
        ("poly", [200, 200, 260, 200, 230, 260], (230, 220), True),
        ("poly", [200, 200, 260, 200, 230, 260], (200, 200), True),
        ("poly", [200, 200, 260, 200, 230, 260], (245, 230), True),  # on a slanting edge
        ("poly", [200, 200, 260, 200, 230, 260], (246, 230), False),
        ("poly", [0, 0, 40, 0, 40, 40, 20, 20, 0, 40], (20, 30), False),  # in the notch
        ("poly", [0, 0, 40, 0, 40, 40, 20, 20, 0, 40], (5, 30), True),
        ("poly", [0, 0, 10, 10, 20, 0], (30, 0), False),  # on the line of an edge, beyond its end
    ],
)
def test_a_zone_holds_its_edge(shape, coords, point, inside):
    zone = Zone("z", Shape(shape), tuple(Fraction(c) for c in coords))
    assert zone.holds((Fraction(point[0]), Fraction(point[1]))) is inside


@pytest.mark.parametrize(
    ("dots", "earned"),
    [
        ([[20, 20], [150, 100], [230, 220]], Fraction(1)),
        ([[170, 100]], Fraction(1, 3)),
        ([[20, 20], [21, 21], [22, 22]], Fraction(1, 3)),  # more dots in one zone change nothing
        ([[20, 20], [150, 100], [500, 300]], Fraction(1, 3)),
        ([[20, 20], [500, 300], [510, 300]], Fraction(0)),
        (None, Fraction(0)),
    ],
)
def test_spots_earn_hits_minus_misses(dots, earned):
    definition = define(KindName.SPOT)
    assert spot.score(definition, spot.check_answer(definition, dots)) == earned


@pytest.mark.parametrize(("zones", "most"), [(1, 6), (3, 6), (4, 6), (5, 7)])
def test_so_many_dots_are_taken_that_their_number_does_not_tell_how_many_zones_there_are(zones, most):
    definition = define(KindName.SPOT)
    definition = replace(definition, zones=(definition.zones * 2)[:zones])
    assert spot.check_answer(definition, [[1, 1]] * most) == [[1, 1]] * most
    with pytest.raises(BadAnswer, match=f"at most {most}"):
        spot.check_answer(definition, [[1, 1]] * (most + 1))


@pytest.mark.parametrize("raw", [[], None, ""])
def test_no_dot_is_no_answer(raw):
    assert spot.check_answer(define(KindName.SPOT), raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        [[1]],
        [[1, 2, 3]],
        [["1", "2"]],
        [[True, False]],
        [[None, 1]],
        [[float("nan"), 1]],
        [[float("inf"), 1]],
        [[-1, 5]],
        [[641, 5]],
        [[5, 400.5]],
        "5 5",
        {"x": 1},
        7,
        [[10**400, 1]],
    ],
)
def test_a_dot_that_is_no_place_on_the_picture_is_refused(raw):
    with pytest.raises(BadAnswer):
        spot.check_answer(define(KindName.SPOT), raw)


def test_the_edge_of_the_picture_is_on_it():
    assert spot.check_answer(define(KindName.SPOT), [[0, 0], [640, 400]]) == [[0, 0], [640, 400]]


def test_a_review_shows_hits_strays_and_what_was_missed():
    review = spot.review(define(KindName.SPOT), [[20, 20], [500, 300]])
    assert review.outcome is Outcome.WRONG
    assert [(part.text, part.chosen, part.right) for part in review.parts] == [
        ("1", True, True),
        ("2", True, False),
        ("A place that was not marked", False, True),
        ("A place that was not marked", False, True),
    ]
    assert [zone["missed"] for zone in review.drawing["zones"]] == [False, True, True]


def test_places_are_typed_one_a_line():
    assert spot.parse_form({"points": ["120 80\r\n\r\n 30.5, 40 \n7;9"]}) == [[120, 80], [30.5, 40], [7, 9]]
    assert spot.parse_form({"points": [" \n "]}) is None
    assert spot.parse_form({}) is None


@pytest.mark.parametrize("text", ["120", "a b", "1 2 3", "-1 5", "1e3 5", "1 2\n3"])
def test_a_line_that_is_no_place_is_named(text):
    with pytest.raises(BadAnswer, match=f"Line {len(text.splitlines())}"):
        spot.parse_form({"points": [text]})


def test_a_field_of_five_megabytes_is_refused_unread():
    with pytest.raises(BadAnswer, match="too long"):
        spot.parse_form({"points": ["1 1\n" * 1_250_000]})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[150, 100, 20]", "[630, 100, 20]", "outside the picture"),
        ("[150, 100, 20]", "[150, 100, 0]", "above 0"),
        ("[150, 100, 20]", "[150, 100]", "3 numbers, not 2"),
        ("[150, 100, 20]", "[150, 100, x]", "list of numbers"),
        ("[10, 10, 60, 40]", "[60, 40, 10, 10]", "top left"),
        ("[200, 200, 260, 200, 230, 260]", "[200, 200, 260, 200]", "three corners"),
        ("shape: circle", "shape: star", "must be one of"),
        ("id: z2", "id: z1", "Two zones"),
        ("alt: An open suitcase seen from above., ", "", "“alt” is missing"),
        ("file: suitcase.svg", "file: ../secret.svg", "not the name of a picture"),
        ("width: 640", "width: wide", "must be a number"),
        ("width: 640", "width: 640.5", "whole number"),
    ],
)
def test_a_faulty_picture_or_zone_is_told_what_is_wrong(old, new, says):
    assert old in SPOT
    _, faults = try_define(KindName.SPOT, SPOT.replace(old, new))
    assert any(says in fault.message for fault in faults), faults


def test_a_picture_without_zones_is_refused():
    _, faults = try_define(KindName.SPOT, PICTURE)
    assert any("zones" in fault.message for fault in faults)
