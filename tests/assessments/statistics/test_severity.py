"""Severity of assessors: behind the gate of connectedness, drawn towards nought, with an honest error."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.statistics.matrices import as_matrix
from assessments.statistics.severity.connectedness import connected_groups
from assessments.statistics.severity.least_squares import fixed_effects
from assessments.statistics.severity.mixed_model import fit
from assessments.statistics.severity.severity import (
    GivenScore,
    SeveritySettings,
    SeverityStanding,
    design_of,
    severity_of,
)
from assessments.statistics.severity.shrinkage import shrink
from tests.assessments.statistics.published import compare, data_of

OWN = Path(__file__).resolve().parents[2] / "reference" / "practical" / "reconciliation.json"
SHRUNK = json.loads(OWN.read_text(encoding="utf-8"))["empirical_bayes"]
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
ALL = SeveritySettings(candidates_to_show=1)
TRUE = {"a": 0.8, "b": 0.3, "c": 0.0, "d": -0.3, "e": -0.8}


def scores_of(matrix):
    """A score for each cell that is filled."""
    return [
        GivenScore(row, column, value)
        for row, levels in enumerate(matrix)
        for column, value in enumerate(levels)
        if value is not None
    ]


def workshop(candidates=80, seed=5):
    """Pairs of assessors whose severity is known, at two exercises of which one is harder."""
    chance = random.Random(seed)
    return [
        GivenScore(candidate, assessor, level + TRUE[assessor] + chance.gauss(0, 0.4), exercise)
        for candidate in range(candidates)
        for exercise in (0, 1)
        for level in [chance.gauss(2.5, 0.8) - exercise]
        for assessor in chance.sample(sorted(TRUE), 2)
    ]


@pytest.mark.parametrize("case", SHRUNK, ids=lambda case: case["id"])
def test_a_mean_residual_is_drawn_towards_nought_as_published(case):
    found = shrink(case["residuals"], var_rater=case["var_rater"], var_error=case["var_error"])
    assert {"n": found.n, "raw": found.raw, "shrunk": found.shrunk, "se": found.se} == pytest.approx(case["expect"])


def test_without_a_residual_or_without_any_variance_nothing_is_shrunk():
    assert shrink([], var_rater=1, var_error=1) is None
    assert shrink([1], var_rater=0, var_error=0) is None


@pytest.mark.reference
def test_effects_by_least_squares_complete_and_with_missing_ratings():
    data = data_of("severity_shrout_fleiss")
    whole, part = (fixed_effects(as_matrix(data[name])) for name in ("ratings", "ratings_incomplete"))
    found = {
        ("rater_effect",): whole.assessors,
        ("adjusted_person_score",): whole.adjusted,
        ("rater_effect_incomplete",): part.assessors,
        ("adjusted_person_score_incomplete",): part.adjusted,
    }
    assert compare("severity_shrout_fleiss", found) == []


def test_of_complete_ratings_reml_gives_the_variances_of_the_analysis_of_variance():
    model = fit(design_of(scores_of(SHROUT_FLEISS)))
    assert model.var_error == pytest.approx(1.019444, abs=1e-4)
    assert model.var_performance == pytest.approx((11.241667 - 1.019444) / 4, abs=1e-3)
    assert model.var_rater == pytest.approx((32.486111 - 1.019444) / 6, abs=1e-3)


def test_the_effect_of_complete_ratings_is_the_shrunk_difference_from_the_mean():
    model = fit(design_of(scores_of(SHROUT_FLEISS)))
    weight = 6 * model.var_rater / (6 * model.var_rater + model.var_error)
    assert list(model.effects) == pytest.approx(
        [weight * one for one in (2.375, -2.791667, -0.958333, 1.375)], abs=1e-4
    )


def test_strict_and_lenient_assessors_are_found_again_and_hard_exercises_blame_nobody():
    report = severity_of(workshop(), SeveritySettings())
    assert {one.assessor: one.effect for one in report.assessors} == pytest.approx(TRUE, abs=0.2)
    assert {one.standing for one in report.assessors} == {SeverityStanding.USABLE}
    assert all(0.7 < one.infit < 1.4 for one in report.assessors)


def test_the_error_covers_what_was_missed_in_most_of_many_workshops():
    within = [
        abs(one.effect - TRUE[one.assessor]) < 2 * one.se
        for seed in range(20)
        for one in severity_of(workshop(40, seed), SeveritySettings()).assessors
    ]
    assert sum(within) / len(within) > 0.88


def test_assessors_without_a_shared_performance_cannot_be_compared():
    apart = [[5, 4, None, None], [3, 2, None, None], [None, None, 6, 7], [None, None, 4, 5]]
    report = severity_of(scores_of(apart), ALL)
    assert report.groups == ((0, 1), (2, 3))
    assert not report.comparable
    assert {(one.standing, one.effect) for one in report.assessors} == {(SeverityStanding.NOT_COMPARABLE, None)}
    assert fixed_effects(as_matrix(apart)) is None


def test_one_shared_performance_joins_two_groups():
    joined = [[5, 4, None, None], [3, 2, None, None], [None, None, 6, 7], [None, 3, 4, 5]]
    assert len(severity_of(scores_of(joined), ALL).groups) == 1


@pytest.mark.parametrize("scores", [[], scores_of([[5]]), scores_of([[5, 5], [5, 5], [5, 5]]), scores_of([[1, 2]])])
def test_where_nothing_can_be_told_apart_there_is_no_figure(scores):
    assert not severity_of(scores, ALL).comparable


def test_assessors_who_all_give_the_same_are_neither_strict_nor_lenient():
    levels = [[1, 1], [3, 3], [2, 2], [4, 4], [0, 1], [2, 1]]
    report = severity_of(scores_of(levels), ALL)
    assert [one.effect for one in report.assessors] == pytest.approx([0, 0], abs=0.01)


@pytest.mark.parametrize(
    ("candidates", "standing"),
    [
        (9, SeverityStanding.TOO_FEW),
        (10, SeverityStanding.SHOWN),
        (29, SeverityStanding.SHOWN),
        (30, SeverityStanding.USABLE),
    ],
)
def test_a_figure_needs_ten_candidates_to_be_shown_and_thirty_to_be_used(candidates, standing):
    chance = random.Random(1)
    levels = [[level + chance.gauss(0, 0.3), level + 1 + chance.gauss(0, 0.3)] for level in range(candidates)]
    report = severity_of(scores_of(levels), SeveritySettings())
    assert {one.standing for one in report.assessors} == {standing}
    assert (report.assessors[0].effect is None) == (standing == "too_few")


def test_a_figure_with_a_large_error_is_not_for_use():
    chance = random.Random(1)
    levels = [[level + chance.gauss(0, 3), level + 5 + chance.gauss(0, 3)] for level in range(40)]
    assert {one.standing for one in severity_of(scores_of(levels), SeveritySettings()).assessors} == {
        SeverityStanding.SHOWN
    }


def test_the_order_of_the_scores_changes_no_figure():
    scores = workshop(20)
    one = {each.assessor: each.effect for each in severity_of(scores, ALL).assessors}
    other = {each.assessor: each.effect for each in severity_of(scores[::-1], ALL).assessors}
    assert one == pytest.approx(other, abs=1e-3)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6)), max_size=20))
def test_who_rated_the_same_performance_is_in_the_same_group_and_everybody_is_in_one(pairs):
    groups = connected_groups(pairs)
    place = {assessor: no for no, group in enumerate(groups) for assessor in group}
    assert place.keys() == {assessor for _performance, assessor in pairs}
    assert sum(map(len, groups)) == len(place)
    assert all(place[a] == place[b] for p, a in pairs for q, b in pairs if p == q)
