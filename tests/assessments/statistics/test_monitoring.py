"""The moderator's board: counts for few, coefficients with intervals for enough, lights, rates."""

import random

import pytest

from assessments.statistics.monitoring import (
    BoardSettings,
    GivenRating,
    Light,
    board_figures,
    enough_for_coefficients,
    light,
    rate_of,
    worst,
)
from assessments.statistics.severity.severity import SeverityStanding

SETTINGS = BoardSettings(resamples=200)


def ratings(candidates, *, slip=0.1, assessors="abcd", sheets=2, seed=4):
    """Sealed sheets of some candidates at two exercises with three criteria; some ratings are a level off."""
    chance = random.Random(seed)
    return [
        GivenRating(candidate, exercise, assessor, criterion, max(0, level - (chance.random() < slip)))
        for candidate in range(candidates)
        for exercise in ("x", "y")
        for criterion, level in [(name, chance.randrange(5)) for name in ("order", "safety", "words")]
        for assessor in chance.sample(assessors, sheets)
    ]


def figures(given):
    return board_figures(given, SETTINGS, seed=1)


def test_below_ten_candidates_rated_twice_there_are_counts_and_no_coefficient():
    found = figures(ratings(9))
    assert (found.overall.candidates, found.overall.pairs, found.doubly_rated) == (9, 54, 18)
    assert found.overall.exact_pairs > 40
    for one in (found.overall, *found.criteria):
        assert (one.exact, one.adjacent, one.weighted_kappa, one.alpha, one.alpha_interval) == (None,) * 5
        assert one.light is Light.NONE
    assert {one.standing for one in found.severity.assessors} <= {
        SeverityStanding.TOO_FEW,
        SeverityStanding.NOT_COMPARABLE,
    }


def test_ten_candidates_are_enough():
    assert [enough_for_coefficients(n, SETTINGS) for n in (9, 10)] == [False, True]
    overall = figures(ratings(10)).overall
    assert overall.exact == overall.exact_pairs / overall.pairs
    assert overall.alpha_interval[0] <= overall.alpha <= overall.alpha_interval[1]


def test_a_candidate_with_one_sheet_is_no_candidate_rated_twice():
    found = figures([*ratings(9), *ratings(30, sheets=1, seed=9)[9 * 6 :]])
    assert found.overall.candidates == 9
    assert found.overall.alpha is None


def test_each_criterion_has_its_own_line():
    given = [
        GivenRating(
            one.candidate, one.exercise, one.assessor, one.criterion, 4 if one.criterion == "safety" else one.level
        )
        for one in ratings(20)
    ]
    safety = next(one for one in figures(given).criteria if one.criterion == "safety")
    assert (safety.exact, safety.alpha) == (1, None)
    assert safety.light is Light.GREEN


def test_the_order_in_which_sheets_arrive_changes_no_figure():
    given = ratings(15)
    one, other = figures(given).overall, figures(given[::-1]).overall
    assert (one.exact_pairs, one.adjacent_pairs) == (other.exact_pairs, other.adjacent_pairs)
    assert (one.alpha, one.weighted_kappa) == pytest.approx((other.alpha, other.weighted_kappa))


def test_of_three_sheets_every_pair_counts():
    found = figures(ratings(12, sheets=3))
    assert found.overall.pairs == 12 * 2 * 3 * 3


def test_nothing_sealed_is_nothing_to_show():
    found = figures([])
    assert (found.overall.pairs, found.criteria, found.severity.assessors, found.doubly_rated) == (0, (), (), 0)


def test_assessors_who_share_no_performance_cannot_be_compared():
    apart = [*ratings(12, assessors="ab"), *ratings(12, assessors="cd")]
    apart = [
        GivenRating((one.candidate, one.assessor in "ab"), one.exercise, one.assessor, one.criterion, one.level)
        for one in apart
    ]
    severity = figures(apart).severity
    assert len(severity.groups) == 2
    assert {one.standing for one in severity.assessors} == {SeverityStanding.NOT_COMPARABLE}


def test_a_strict_assessor_is_seen_on_the_board():
    given = [
        GivenRating(one.candidate, one.exercise, one.assessor, one.criterion, one.level - (one.assessor == "d"))
        for one in ratings(40)
    ]
    effects = {one.assessor: one.effect for one in figures(given).severity.assessors}
    assert min(effects, key=effects.get) == "d"
    assert effects["d"] < -0.5


@pytest.mark.parametrize(
    ("value", "lit"),
    [(0.8, Light.GREEN), (0.79, Light.AMBER), (0.67, Light.AMBER), (0.66, Light.RED), (None, Light.NONE)],
)
def test_a_light_changes_at_its_line_and_the_line_is_on_the_better_side(value, lit):
    assert light(value, SETTINGS.alpha) is lit


def test_the_worst_light_leads_and_one_that_is_not_lit_does_not():
    assert worst(Light.GREEN, Light.AMBER) is Light.AMBER
    assert worst(Light.NONE, Light.GREEN) is Light.GREEN
    assert worst(Light.RED, Light.NONE) is Light.RED


def test_a_rate_has_its_interval_and_one_of_nothing_has_none():
    found = rate_of(3, 20)
    assert found.share == 0.15
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3604), abs=1e-3)
    assert rate_of(0, 10).low == 0
    assert rate_of(0, 0).share is None
