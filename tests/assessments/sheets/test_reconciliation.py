"""Two blind sheets become one result, or say why they cannot: the cases of `tests/reference/practical`, and laws."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.items.parsing.exact import exact
from assessments.sheets.rules.reconciliation import (
    ReconciliationSettings,
    ReconciliationStatus,
    ReconciliationTrigger,
    alone_at,
    reconcile,
    settle_by_panel,
    settle_without_third,
    with_levels,
)

FILE = Path(__file__).resolve().parents[2] / "reference" / "practical" / "reconciliation.json"
PUBLISHED = json.loads(FILE.read_text(encoding="utf-8"))
CONFIG = PUBLISHED["config"]
STATION = ReconciliationSettings(
    levels=tuple(CONFIG["levels"]),
    n_criteria=CONFIG["n_criteria"],
    cut=exact(CONFIG["cut"]),
    critical=frozenset(CONFIG["critical"]),
    critical_pass_level=CONFIG["critical_pass_level"],
    total_tolerance=exact(CONFIG["total_tolerance"]),
    sem=exact(CONFIG["sem"]),
    border_z=exact(CONFIG["border_z"]),
)
TWO = ReconciliationSettings(levels=(0, 1, 2, 3, 4), n_criteria=2, cut=Fraction(4), total_tolerance=Fraction(2))
TWO_OF_THREE = ReconciliationSettings(levels=(0, 1, 2, 3, 4), n_criteria=3, cut=Fraction(4))
SHEETS = st.lists(st.integers(0, 4), min_size=6, max_size=6)


def shown(result):
    """A result as the file writes it: what is not known is not in it."""
    found = {
        "differences": list(result.differences),
        "totals": list(result.totals),
        "triggers": [str(trigger) for trigger in result.triggers],
        "third_needed": result.third_needed,
        "status": str(result.status),
        "criteria": result.criteria and list(result.criteria),
        "panel_criteria": list(result.panel_criteria),
        "total": result.total,
        "passed": result.passed,
        "critical_ok": result.critical_ok,
        "within_1_sem": result.within_1_sem,
    }
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize("case", PUBLISHED["cases"], ids=lambda case: f"{case['id']} {case['why']}")
def test_a_published_case_comes_out_as_published(case):
    found = shown(reconcile(case["a"], case["b"], case["c"], STATION))
    assert {name: found.get(name) for name in case["expect"]} == case["expect"]
    if case["expect"]["status"] in ("third_marking", "panel"):
        assert "total" not in found
        assert "passed" not in found


@given(SHEETS, SHEETS, st.none() | SHEETS)
def test_the_order_of_the_two_assessors_never_matters(first, second, third):
    one, other = reconcile(first, second, third, STATION), reconcile(second, first, third, STATION)
    assert shown(one) | {"totals": sorted(one.totals)} == shown(other) | {"totals": sorted(other.totals)}


@given(SHEETS, SHEETS, SHEETS)
def test_whoever_was_the_third_of_three_the_levels_are_the_same(first, second, third):
    found = {
        result.criteria
        for result in (reconcile(first, second, third, STATION), reconcile(third, second, first, STATION))
        if result.status in (ReconciliationStatus.RESOLVED, ReconciliationStatus.PANEL_WANTED)
    }
    assert len(found) <= 1


@given(SHEETS)
def test_two_equal_sheets_are_agreed_unless_the_total_is_too_near_to_the_cut(levels):
    result = reconcile(levels, levels, None, STATION)
    assert set(result.triggers) <= {ReconciliationTrigger.BORDERLINE}
    assert result.status is ReconciliationStatus.AGREED or abs(sum(levels) - STATION.cut) < STATION.sem


@given(SHEETS, SHEETS)
def test_a_result_is_final_only_without_a_trigger(first, second):
    result = reconcile(first, second, None, STATION)
    assert result.is_final == (result.triggers == ())


@given(SHEETS, SHEETS, SHEETS)
def test_the_final_level_of_a_criterion_lies_between_those_that_were_given(first, second, third):
    result = reconcile(first, second, third, STATION)
    for given_levels, level in zip(zip(first, second, third, strict=True), result.criteria or (), strict=False):
        assert min(given_levels) <= level <= max(given_levels)


def test_a_mean_is_kept_as_it_is_without_rounding():
    assert reconcile([3, 2], [2, 2], None, TWO).total == Fraction(9, 2)


def test_the_cut_itself_passes():
    assert reconcile([2, 2], [2, 2], None, TWO).passed


def test_a_failed_critical_criterion_fails_a_high_total():
    settings = ReconciliationSettings(levels=(0, 1, 2, 3, 4), n_criteria=2, cut=Fraction(4), critical=frozenset({1}))
    result = reconcile([4, 1], [4, 1], None, settings)
    assert (result.total, result.critical_ok, result.passed) == (5, False, False)


def test_a_tolerance_of_the_total_that_nobody_set_is_a_tenth_of_the_maximum():
    settings = ReconciliationSettings(levels=(0, 1, 2, 3, 4), n_criteria=5, cut=Fraction(0))
    assert settings.tolerance == 2
    assert reconcile([2] * 5, [3, 3, 2, 2, 2], None, settings).triggers == ()
    assert reconcile([2] * 5, [3, 3, 3, 2, 2], None, settings).triggers == (ReconciliationTrigger.TOTAL_DIFFERENCE,)


def test_weights_count_in_the_totals_and_not_in_the_differences():
    settings = ReconciliationSettings(
        levels=(0, 1, 2, 3, 4), n_criteria=2, cut=Fraction(6), weights=(Fraction(3), Fraction(1, 2)), gap=3
    )
    result = reconcile([2, 4], [2, 2], None, settings)
    assert (result.differences, result.totals, result.status) == ((0, 2), (8, 7), ReconciliationStatus.AGREED)


def test_another_gap_calls_for_a_third_earlier():
    settings = ReconciliationSettings(
        levels=(1, 2, 3), n_criteria=2, cut=Fraction(2), gap=1, total_tolerance=Fraction(9)
    )
    assert reconcile([3, 3], [3, 2], None, settings).triggers == (ReconciliationTrigger.NON_ADJACENT,)


def test_a_third_that_nobody_needed_changes_nothing():
    with_third, without = reconcile([4, 4], [4, 3], [0, 0], TWO), reconcile([4, 4], [4, 3], None, TWO)
    assert (with_third.status, with_third.criteria) == (without.status, without.criteria)


def test_a_panel_decides_what_the_third_left_open_and_the_rest_keeps_its_median():
    result = reconcile([4, 2], [0, 2], [2, 3], TWO)
    assert (result.status, result.panel_criteria) == (ReconciliationStatus.PANEL_WANTED, (0,))
    settled = settle_by_panel(result, {0: 3}, TWO)
    assert (settled.status, settled.criteria, settled.total) == (ReconciliationStatus.SETTLED, (3, 2), 5)


def test_a_panel_settles_nothing_where_none_is_wanted():
    with pytest.raises(ValueError, match="No panel is wanted"):
        settle_by_panel(reconcile([2, 4], [2, 2], [2, 4], TWO), {0: 3, 1: 3}, TWO)


def test_a_panel_that_leaves_a_criterion_open_settles_nothing():
    result = reconcile([4, 2], [0, 2], [2, 3], TWO)
    with pytest.raises(ValueError, match="criterion 1"):
        settle_by_panel(result, {1: 3}, TWO)


@pytest.mark.parametrize(
    ("levels", "told"), [([2], "2 criteria and 1 ratings"), ([2, 5], "from 0 to 4"), ([-1, 2], "Criterion 1")]
)
def test_a_sheet_that_does_not_fit_the_rubric_is_refused(levels, told):
    with pytest.raises(ValueError, match=told):
        reconcile(levels, [2, 2], None, TWO)


@pytest.mark.parametrize(
    "wrong", [{"weights": (Fraction(1),)}, {"critical": frozenset({2})}, {"critical": frozenset({-1})}]
)
def test_settings_that_do_not_fit_their_criteria_are_refused(wrong):
    with pytest.raises(ValueError, match="criteria"):
        ReconciliationSettings(levels=(0, 1), n_criteria=2, cut=Fraction(1), **wrong)


@pytest.mark.parametrize("levels", [[0, 2], [4, 2], [2, 5]])
def test_the_lowest_and_the_highest_level_are_of_the_rubric_and_what_lies_beyond_is_not(levels):
    settings = ReconciliationSettings(levels=(1, 2, 3), n_criteria=2, cut=Fraction(3), gap=9)
    assert reconcile([1, 3], [1, 3], None, settings).criteria == (1, 3)
    with pytest.raises(ValueError, match=r"from 1 to 3"):
        reconcile(levels, [2, 2], None, settings)


def test_a_third_is_alone_where_it_is_as_far_as_the_gap_from_both_and_not_where_it_is_near_to_one():
    levels = [[Fraction(one) for one in given_levels] for given_levels in ([4, 4, 2], [0, 2, 2], [2, 2, 0])]
    assert alone_at(*levels, TWO_OF_THREE) == (0, 2)


def test_a_mean_as_far_from_the_cut_as_the_error_allows_is_not_borderline_and_a_nearer_one_is():
    def triggers(second, **settings):
        near = ReconciliationSettings(
            levels=(0, 1, 2, 3, 4), n_criteria=2, cut=Fraction(4), total_tolerance=Fraction(9), gap=9, **settings
        )
        return reconcile([3, 3], [3, second], None, near).triggers

    assert triggers(3, sem=Fraction(2)) == ()
    assert triggers(3, sem=Fraction(2), border_z=Fraction(11, 10)) == (ReconciliationTrigger.BORDERLINE,)
    assert triggers(2, sem=Fraction(2)) == (ReconciliationTrigger.BORDERLINE,)
    assert triggers(2, sem=Fraction(2), border_z=Fraction(0)) == ()


def test_a_total_is_within_the_error_of_measurement_on_either_side_of_the_cut_and_not_at_its_end():
    found = {
        total: settled_at(total, ReconciliationSettings((0, 1, 2, 3, 4), 2, Fraction(4), sem=Fraction(2))).within_1_sem
        for total in range(9)
    }
    assert found == {total: 2 < total < 6 for total in range(9)}


def settled_at(total, settings):
    """Two sheets that both give this total, settled as a panel would."""
    levels = [total - total // 2, total // 2]
    result = reconcile(levels, levels, None, settings)
    if result.is_final:
        return result
    return settle_without_third(result, dict(enumerate(levels)), settings)


def test_without_a_third_a_panel_decides_every_criterion_within_the_rubric():
    result = reconcile([4, 2], [0, 2], None, TWO)
    assert result.status is ReconciliationStatus.THIRD_WANTED
    settled = settle_without_third(result, {0: 3, 1: 2}, TWO)
    assert (settled.status, settled.criteria, settled.total, settled.passed) == (
        ReconciliationStatus.SETTLED, (3, 2), 5, True,
    )  # fmt: skip
    assert (settled.triggers, settled.totals) == (result.triggers, result.totals)
    with pytest.raises(ValueError, match="criterion 2"):
        settle_without_third(result, {0: 3}, TWO)
    with pytest.raises(ValueError, match="criterion 1"):
        settle_without_third(result, {1: 3}, TWO)
    with pytest.raises(ValueError, match="level 5"):
        settle_without_third(result, {0: 3, 1: 5}, TWO)
    with pytest.raises(ValueError, match="No third rating is wanted"):
        settle_without_third(settled, {0: 3, 1: 2}, TWO)


def test_a_discussion_changes_levels_of_a_final_result_and_of_no_other():
    final = reconcile([3, 2], [2, 2], None, TWO)
    changed = with_levels(final, {1: 0}, TWO)
    assert (changed.status, changed.criteria, changed.total, changed.passed) == (
        ReconciliationStatus.SETTLED, (Fraction(5, 2), 0), Fraction(5, 2), False,
    )  # fmt: skip
    with pytest.raises(ValueError, match="level 9"):
        with_levels(final, {0: 9}, TWO)
    for third in (None, [2, 3]):
        with pytest.raises(ValueError, match="no result yet"):
            with_levels(reconcile([4, 2], [0, 2], third, TWO), {0: 2}, TWO)


def test_a_panel_decides_within_the_rubric_too():
    with pytest.raises(ValueError, match="level 5"):
        settle_by_panel(reconcile([4, 2], [0, 2], [2, 3], TWO), {0: 5}, TWO)


def test_a_critical_criterion_has_the_level_that_it_names_or_that_of_all():
    settings = ReconciliationSettings(
        (0, 1, 2, 3, 4), 2, Fraction(0), frozenset({0, 1}), critical_pass_level=3, pass_levels={1: 1}, gap=9,
        total_tolerance=Fraction(9),
    )  # fmt: skip
    passing = {(first, second) for first in (2, 3) for second in (0, 1) if settings.critical_ok([first, second])}
    assert passing == {(3, 1)}
    assert reconcile([3, 1], [3, 2], None, settings).triggers == ()
    for other in ([2, 1], [3, 0]):
        found = reconcile([3, 1], other, None, settings).triggers
        assert found == (ReconciliationTrigger.CRITICAL_DISAGREEMENT,)
