"""The sample of moderation: drawn by a seed, whatever comes first; looked at one result after another."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.sheets.pages.board import board_page
from assessments.sheets.queries.sheets import newest_reconciliations
from assessments.sheets.rules.sampled import (
    LookedAt,
    as_sampled,
    margin_of,
    plan_as_data,
    plan_from_data,
    sample_standing,
)
from assessments.sheets.services.sampling import look_at, set_plan
from assessments.sheets.services.settling import settle_by_discussion
from assessments.statistics.sampling import SamplingPlan, SamplingReason
from lms.errors import BadInput, Conflict, RuleBroken
from tests.builders import people
from tests.builders.people import NOW
from tests.builders.sheets import Bench, seal_with

ALL = SamplingPlan(share=Fraction(1))
OUTCOME = {"total": "10", "critical_ok": True, "settings": {"cut": "8", "sem": "4"}}


def performance(number, **values):
    """One of an exercise of three."""
    return LookedAt(**{"uuid": f"p{number}", "exercise": str(number % 3), "outcome": OUTCOME, "final": True} | values)


@given(
    count=st.integers(0, 30),
    share=st.fractions(0, 1, max_denominator=20),
    least=st.integers(0, 3),
    chance=st.randoms(use_true_random=False),
)
def test_the_sample_never_depends_on_the_order_in_which_performances_come(count, share, least, chance):
    known = [performance(number) for number in range(count)]
    plan = SamplingPlan(share, least, near_cut=None)
    mixed = known[:]
    chance.shuffle(mixed)
    assert sample_standing(known, plan, seed="s") == sample_standing(mixed, plan, seed="s")


@given(sealed=st.sets(st.integers(0, 29)))
def test_what_is_sealed_first_changes_nothing_of_what_is_drawn_by_lot(sealed):
    plan = SamplingPlan(Fraction(1, 5), near_cut=None)
    whole = sample_standing([performance(number) for number in range(30)], plan, seed="s")
    some = sample_standing(
        [performance(n, **({} if n in sealed else {"outcome": None, "final": False})) for n in range(30)],
        plan,
        seed="s",
    )
    assert some.reasons == whole.reasons
    assert {*some.to_look_at, *some.not_ready} == set(whole.to_look_at)


def test_another_seed_draws_others():
    known = [performance(number) for number in range(90)]
    plan = SamplingPlan(Fraction(1, 4), near_cut=None)
    drawn = [set(sample_standing(known, plan, seed=str(seed)).reasons) for seed in range(2)]
    assert drawn[0] != drawn[1]


def test_what_is_risky_is_in_the_sample_with_its_reason():
    plan = SamplingPlan(Fraction(0), 0)
    known = [
        performance(1),
        performance(2, new_assessor=True),
        performance(3, outlier=True),
        performance(4, outcome=OUTCOME | {"critical_ok": False, "total": None}),
        performance(5, outcome=OUTCOME | {"total": "11", "settings": {"cut": "8", "sem": "2"}}),
    ]
    found = sample_standing(known, plan, seed="s").reasons
    assert found == {
        "p1": (SamplingReason.NEAR_CUT,),
        "p2": (SamplingReason.NEAR_CUT, SamplingReason.NEW_ASSESSOR),
        "p3": (SamplingReason.NEAR_CUT, SamplingReason.OUTLIER),
        "p4": (SamplingReason.CRITICAL,),
    }


def test_a_sample_is_complete_once_all_of_it_was_looked_at():
    known = [performance(1, agrees=True), performance(2, agrees=False)]
    assert sample_standing(known, ALL, seed="s").complete
    found = sample_standing([*known, performance(3), performance(4, final=False, outcome=None)], ALL, seed="s")
    assert (found.complete, found.done, found.to_look_at, found.not_ready, found.disagreed) == (
        False, 2, ("p3",), ("p4",), ("p2",),
    )  # fmt: skip
    assert not sample_standing([], ALL, seed="s").complete


def test_without_an_error_of_measurement_nothing_is_near_the_cut():
    assert margin_of(OUTCOME) == Fraction(1, 2)
    assert margin_of(OUTCOME | {"settings": {"cut": "8", "sem": "0"}}) is None
    assert as_sampled(performance(1, outcome=None)).margin is None


@pytest.mark.parametrize("plan", [SamplingPlan(), SamplingPlan(Fraction(1, 3), 0, None, False, False, False)])
def test_a_plan_is_kept_exactly(plan):
    assert plan_from_data(plan_as_data(plan)) == plan


@pytest.fixture
def bench(session):
    found = Bench(session)
    for sheet in (found.first, found.second):
        seal_with(session, sheet, 2, 2)
    return found


def result(bench):
    return newest_reconciliations(bench.session, [bench.performance.id])[bench.performance.id]


def look(bench, by=None, agrees=True, reason="", uuid=None):
    by = by or bench.moderator
    return look_at(
        bench.session, bench.performance, uuid or result(bench).uuid, reason, agrees=agrees, by_id=by.id, now=NOW
    )


def sample(app, bench):
    bench.session.flush()
    with app.test_request_context():
        viewer = people.viewer(bench.session, bench.moderator)
        return board_page(bench.session, viewer, bench.workshop.uuid, "en", now=NOW).sample


def test_the_seed_of_a_workshop_is_drawn_once_and_the_earlier_plan_stays(bench):
    first = set_plan(bench.session, bench.workshop, ALL, seed="a", by_id=bench.moderator.id, now=NOW)
    same = set_plan(bench.session, bench.workshop, ALL, seed="b", by_id=bench.moderator.id, now=NOW)
    other = set_plan(bench.session, bench.workshop, SamplingPlan(), seed="c", by_id=bench.moderator.id, now=NOW)
    assert (same.id, other.no, other.seed, first.seed) == (first.id, 2, "a", "a")


def test_the_board_says_what_is_to_be_looked_at_and_when_the_plan_is_done(app, bench):
    assert sample(app, bench) is None
    set_plan(bench.session, bench.workshop, ALL, seed="a", by_id=bench.moderator.id, now=NOW)
    found = sample(app, bench)
    assert (found.complete, found.done, found.wanted) == (False, 0, 1)
    assert [one.candidate for one in found.to_look_at] == ["C-01 Boupha Keo"]
    assert "at random" in [str(why) for why in found.to_look_at[0].why]
    look(bench)
    found = sample(app, bench)
    assert (found.complete, found.done, found.to_look_at) == (True, 1, ())


def test_a_newer_result_has_to_be_looked_at_anew(app, bench):
    set_plan(bench.session, bench.workshop, ALL, seed="a", by_id=bench.moderator.id, now=NOW)
    old = result(bench).uuid
    look(bench, agrees=False, reason="The bag was never sealed.")
    assert [one.candidate for one in sample(app, bench).disagreed] == ["C-01 Boupha Keo"]
    settle_by_discussion(
        bench.session, bench.performance, {"names": 1}, "The film shows it.", by_id=bench.moderator.id, now=NOW
    )
    found = sample(app, bench)
    assert (found.complete, len(found.to_look_at), found.disagreed) == (False, 1, ())
    with pytest.raises(Conflict, match="newer result"):
        look(bench, uuid=old)


def test_who_does_not_agree_says_why_and_nobody_looks_at_what_they_rated(bench):
    with pytest.raises(BadInput) as refused:
        look(bench, agrees=False, reason="no")
    assert refused.value.field == "reason"
    with pytest.raises(RuleBroken):
        look(bench, by=bench.one)


def test_there_is_nothing_to_look_at_before_both_have_sealed(session):
    bench = Bench(session)
    with pytest.raises(RuleBroken, match="no result yet"):
        look(bench, uuid="none")


def test_shuffled_lots_are_a_share_of_many():
    known = [performance(number) for number in range(3000)]
    random.Random(1).shuffle(known)
    drawn = len(sample_standing(known, SamplingPlan(Fraction(1, 10), 0, None), seed="s").reasons)
    assert 240 < drawn < 360
