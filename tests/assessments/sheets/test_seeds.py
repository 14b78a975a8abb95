"""Seeds suspend whoever is off too often: the cases of `tests/reference/practical`, and the edges."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from assessments.sheets.rules.seeds import SeedSettings, SeedState, is_off, last_good_seed, seed_standings, standings_of

FILE = Path(__file__).resolve().parents[2] / "reference" / "practical" / "reconciliation.json"
CASES = json.loads(FILE.read_text(encoding="utf-8"))["seed_monitoring"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_published_case_comes_out_as_published(case):
    settings = SeedSettings(Fraction(case["tolerance"]), case["window"], case["limit"])
    found = seed_standings(case["errors"], settings)
    assert [{"n": one.n, "bad_in_window": one.bad_in_window, "state": str(one.state)} for one in found] == case[
        "expect"
    ]


def test_two_seeds_off_suspend_even_as_the_first_two():
    assert standings_of([True, True], SeedSettings())[-1].state is SeedState.SUSPENDED


def test_a_seed_just_at_the_tolerance_is_good():
    assert not is_off([3, 1], [2, 2], SeedSettings())
    assert is_off([4, 2], [2, 2], SeedSettings())


def test_small_errors_that_add_up_are_off_where_the_total_is_watched():
    assert is_off([3, 3, 3], [2, 2, 2], SeedSettings(total_tolerance=Fraction(2)))
    assert not is_off([3, 1, 3], [2, 2, 2], SeedSettings(total_tolerance=Fraction(2)))


def test_work_is_rated_again_from_the_last_good_seed():
    assert last_good_seed([False, True, False, True, True]) == 2
    assert last_good_seed([True, True]) is None


def test_a_seed_is_off_below_its_agreed_level_as_above_it_and_as_many_in_the_window_as_the_limit_suspend():
    assert is_off([0, 2], [2, 2], SeedSettings())
    assert is_off([1, 1, 1], [2, 2, 2], SeedSettings(total_tolerance=Fraction(2)))
    assert not is_off([1, 1], [2, 2], SeedSettings(total_tolerance=Fraction(2)))
    found = standings_of([True, False, False, True, False, True], SeedSettings(window=3))
    assert [(one.n, one.bad_in_window, one.state) for one in found] == [
        (1, 1, SeedState.ACTIVE), (2, 1, SeedState.ACTIVE), (3, 1, SeedState.ACTIVE), (4, 1, SeedState.ACTIVE),
        (5, 1, SeedState.ACTIVE), (6, 2, SeedState.SUSPENDED),
    ]  # fmt: skip
    assert standings_of([], SeedSettings()) == []


def test_an_error_just_at_the_tolerance_is_good_whichever_way_it_goes():
    found = seed_standings([-1, 1, -2, 2], SeedSettings(limit=1))
    assert [one.bad_in_window for one in found] == [0, 0, 1, 2]


@pytest.mark.parametrize(("off", "place"), [([], None), ([False], 0), ([False, True], 0), ([True, False], 1)])
def test_the_last_good_seed_may_be_the_first_or_the_last(off, place):
    assert last_good_seed(off) == place
