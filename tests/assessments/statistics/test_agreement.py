"""Agreement: what is undefined is nothing, and laws that hold for any ratings."""

import math
import random
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.statistics.agreement.bootstrap import Resampling
from assessments.statistics.agreement.intraclass import intraclass, one_way
from assessments.statistics.agreement.summary import agreement_of
from assessments.statistics.agreement.tables import Weights
from assessments.statistics.matrices import as_matrix, from_table

RESAMPLING = Resampling(seed=7, times=50)
LEVEL = st.none() | st.integers(0, 4)
RATINGS = st.integers(2, 4).flatmap(
    lambda markers: st.lists(st.lists(LEVEL, min_size=markers, max_size=markers), min_size=1, max_size=12)
)
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def agreement(ratings, weights=Weights.QUADRATIC):
    return agreement_of(ratings, weights=weights, resampling=RESAMPLING)


def figures(found):
    """All figures of an answer by name."""
    flat = asdict(replace(found, alpha_interval=None))
    return {
        f"{name} {key}": one
        for name, value in flat.items()
        for key, one in (value.items() if isinstance(value, dict) else [("", value)])
    }


def same(one, other):
    first, second = figures(one), figures(other)
    return first.keys() == second.keys() and all(
        (a is None) == (b is None) and (a is None or math.isclose(a, b, abs_tol=1e-9))
        for a, b in ((first[name], second[name]) for name in first)
    )


@given(RATINGS)
def test_no_figure_is_ever_anything_but_a_number_or_nothing(ratings):
    assert all(one is None or math.isfinite(one) for one in figures(agreement(ratings)).values())


@given(RATINGS, st.randoms(use_true_random=False))
def test_the_order_of_the_subjects_never_matters(ratings, chance):
    shuffled = list(ratings)
    chance.shuffle(shuffled)
    assert same(agreement(ratings), agreement(shuffled))


@given(RATINGS, st.randoms(use_true_random=False))
def test_the_order_of_the_markers_never_matters(ratings, chance):
    order = list(range(len(ratings[0])))
    chance.shuffle(order)
    assert same(agreement(ratings), agreement([[row[place] for place in order] for row in ratings]))


@given(RATINGS)
def test_a_subject_whom_nobody_rated_changes_nothing(ratings):
    assert same(agreement(ratings), agreement([*ratings, [None] * len(ratings[0])]))


@given(RATINGS)
def test_whoever_counts_the_levels_from_one_instead_of_nought_finds_the_same(ratings):
    moved = [[None if one is None else one + 1 for one in row] for row in ratings]
    assert same(agreement(ratings), agreement(moved))


@given(st.lists(st.integers(0, 4), min_size=2, max_size=12).filter(lambda levels: len(set(levels)) > 1))
def test_markers_who_always_agree_have_every_coefficient_at_one(levels):
    found = figures(agreement([[level, level] for level in levels]))
    assert all(
        math.isclose(one, 1) for name, one in found.items() if not name.startswith(("subj", "mark", "rated", "alpha"))
    )


def test_all_the_same_rating_is_full_agreement_and_no_coefficient():
    found = agreement([[5, 5], [5, 5], [5, 5]])
    assert (found.exact, found.cohen_kappa, found.icc["ICC(1)"]) == (1, None, None)
    assert set(found.krippendorff_alpha.values()) == {None}
    assert found.kendall_w is None


def test_the_same_value_with_an_odd_last_binary_figure_is_no_variance():
    assert set(intraclass(as_matrix([[0.1 + 0.2, 0.3], [0.3, 0.3], [0.3, 0.3]])).values()) == {None}


@pytest.mark.parametrize("ratings", [[], [[None, None]], [[1, None], [None, 2]], [[3]]])
def test_too_little_to_compare_answers_without_a_coefficient(ratings):
    found = agreement(ratings)
    assert (found.cohen_kappa, found.fleiss_kappa, found.kendall_w) == (None, None, None)


def test_a_subject_that_only_one_person_rated_is_a_subject():
    assert agreement([[1, 2, 2], [None, 2, None]]).subjects == 2


def test_what_needs_complete_ratings_is_left_out_where_one_is_missing():
    found = agreement([[1, 2], [2, 2], [3, None], [4, 3]])
    assert (found.fleiss_kappa, found.kendall_w, set(found.icc.values())) == (None, None, {None})
    assert found.cohen_kappa is not None
    assert found.icc_one_way is not None


def test_kappa_is_of_two_markers():
    found = agreement(SHROUT_FLEISS)
    assert (found.cohen_kappa, found.weighted_kappa) == (None, None)


def test_without_weights_weighted_kappa_is_the_one_of_cohen():
    found = agreement(from_table([[7, 7, 2], [2, 8, 3], [1, 5, 4]]), Weights.NONE)
    assert found.weighted_kappa == pytest.approx(found.cohen_kappa)


def test_a_level_that_nobody_gave_still_lies_between_its_neighbours():
    assert agreement([[0, 0], [2, 2], [2, 3], [3, 2]]).adjacent == 1
    assert agreement([[0, 2], [2, 2], [2, 3], [3, 2]]).adjacent == 0.75


def test_with_assessors_who_differ_by_candidate_only_the_one_way_form_stands():
    spread = [[9, 2, None, None], [None, 1, 3, None], [None, None, 6, 8], [7, None, None, 6]]
    found = agreement(spread)
    assert set(found.icc.values()) == {None}
    assert found.icc_one_way == pytest.approx(one_way(as_matrix([[9, 2], [1, 3], [6, 8], [7, 6]])))


def test_one_way_of_complete_ratings_is_the_first_form():
    found = agreement(SHROUT_FLEISS)
    assert found.icc_one_way == pytest.approx(found.icc["ICC(1)"])


def test_the_same_seed_gives_the_same_interval_and_it_holds_the_coefficient():
    chance = random.Random(3)
    ratings = [
        [level, min(4, level + chance.choice([0, 0, 0, 1]))] for level in (chance.randrange(5) for _ in range(60))
    ]
    found, again = agreement(ratings), agreement(ratings)
    low, high = found.alpha_interval
    assert found.alpha_interval == again.alpha_interval
    assert low < found.krippendorff_alpha["ordinal"] < high


def test_more_subjects_of_the_same_kind_make_the_interval_narrower():
    ratings = [[0, 0], [1, 1], [2, 3], [3, 3], [4, 3], [1, 0], [2, 2], [4, 4]]
    few, many = agreement(ratings).alpha_interval, agreement(ratings * 8).alpha_interval
    assert many[1] - many[0] < few[1] - few[0]


def test_names_without_an_order_have_no_figure_that_needs_one():
    found = agreement_of([[0, 0], [1, 2], [2, 2]], weights=Weights.QUADRATIC, resampling=RESAMPLING, ordered=False)
    assert (found.adjacent, found.weighted_kappa, found.kendall_w) == (None, None, None)
    assert found.krippendorff_alpha["ordinal"] is None
    assert found.krippendorff_alpha["nominal"] is not None
    assert found.exact == pytest.approx(2 / 3)
