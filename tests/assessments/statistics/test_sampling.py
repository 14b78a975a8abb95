"""The sampling plan: by lot and by risk, the same whatever comes later, complete when all is done."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.statistics.sampling import SampledPerformance, SamplingPlan, SamplingReason, coverage, reasons_for

LOT = SamplingPlan(share=Fraction(1, 5), least=2)
NAMES = st.lists(st.text("abcdef", min_size=1, max_size=6), unique=True, max_size=30)


def performances(names, exercise="x"):
    return [SampledPerformance(name, exercise) for name in names]


@pytest.mark.parametrize(
    ("one", "reasons"),
    [
        (SampledPerformance("p", "x", margin=Fraction(9, 10)), (SamplingReason.NEAR_CUT,)),
        (SampledPerformance("p", "x", margin=Fraction(-9, 10)), (SamplingReason.NEAR_CUT,)),
        (SampledPerformance("p", "x", margin=Fraction(1)), ()),
        (SampledPerformance("p", "x", critical_failure=True), (SamplingReason.CRITICAL,)),
        (SampledPerformance("p", "x", new_assessor=True), (SamplingReason.NEW_ASSESSOR,)),
        (SampledPerformance("p", "x"), ()),
    ],
)
def test_what_is_risky_is_in_the_sample(one, reasons):
    assert reasons_for(one, SamplingPlan()) == reasons


def test_a_plan_may_leave_risks_out():
    plan = SamplingPlan(near_cut=None, critical=False, new_assessors=False)
    assert reasons_for(SampledPerformance("p", "x", Fraction(0), True, True), plan) == ()


@given(NAMES)
def test_each_exercise_has_at_least_as_many_as_the_plan_says(names):
    assert len(coverage(performances(names), LOT, seed="w").wanted) >= min(2, len(names))


@given(NAMES)
def test_the_order_never_matters(names):
    one, other = (coverage(performances(each), LOT, seed="w").wanted for each in (names, names[::-1]))
    assert one == other


@given(NAMES, NAMES)
def test_a_lot_within_the_share_stays_whatever_comes_later(names, later):
    plan = replace(LOT, least=0)
    before = coverage(performances(names), plan, seed="w").wanted
    after = coverage(performances(dict.fromkeys([*names, *later])), plan, seed="w").wanted
    assert before.keys() <= after.keys()


def test_a_share_by_lot_is_about_that_share():
    found = coverage(performances([str(no) for no in range(2000)]), LOT, seed="w").wanted
    assert 330 < len(found) < 470


def test_another_seed_draws_others():
    names = [str(no) for no in range(100)]
    assert coverage(performances(names), LOT, seed="w").wanted != coverage(performances(names), LOT, seed="v").wanted


def test_a_plan_is_complete_when_all_that_it_wants_was_looked_at():
    open_ones = [SampledPerformance("p", "x", critical_failure=True), SampledPerformance("q", "x")]
    plan = SamplingPlan(share=Fraction(0), least=0)
    found = coverage(open_ones, plan, seed="w")
    assert (found.complete, found.missing) == (False, ("p",))
    assert coverage([replace(open_ones[0], moderated=True), open_ones[1]], plan, seed="w").complete


def test_a_plan_over_nothing_is_complete():
    assert coverage([], LOT, seed="w").complete
