"""Matching and ordering."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.items.kinds.matching import kind as matching
from assessments.items.kinds.ordering import kind as ordering
from assessments.items.kinds.ordering.kind import OrderRule, score_order
from assessments.items.parsing.entry import Entry
from assessments.items.parsing.neutral_ids import by_id, neutral_ids
from assessments.items.scoring.answers import BadAnswer
from tests.assessments.items.samples import MATCHING, ORDERING, define, try_define
from tests.builders.kind_names import KindName

FIVE = tuple("ABCDE")


@given(st.text(max_size=12), st.integers(2, 9))
def test_neutral_ids_never_follow_the_order_of_the_file(name, count):
    ids = neutral_ids(Entry({"id": name}), count)
    assert len(set(ids)) == count
    assert by_id(ids) != list(range(count))
    assert ids == neutral_ids(Entry({"id": name}), count)


def test_two_items_do_not_share_the_order_of_their_ids():
    assert len({neutral_ids(Entry({"id": f"item-{n}"}), 6) for n in range(20)}) > 10


@given(st.permutations(FIVE), st.sampled_from(OrderRule))
def test_every_order_earns_between_nothing_and_all_and_the_right_one_all(order, rule):
    assert 0 <= score_order(rule, FIVE, order) <= 1
    assert score_order(rule, FIVE, FIVE) == 1


@given(st.permutations(FIVE))
def test_by_kendall_an_order_and_its_reverse_never_both_earn(order):
    one, other = (score_order(OrderRule.KENDALL, FIVE, given) for given in (order, order[::-1]))
    assert min(one, other) == 0
    assert (one == 1) is (tuple(order) == FIVE)


@given(st.permutations(FIVE), st.integers(0, 5), st.sampled_from(OrderRule))
def test_steps_left_out_keep_an_order_between_nothing_and_all(order, left_out, rule):
    given = [None if place < left_out else step for place, step in enumerate(order)]
    assert 0 <= score_order(rule, FIVE, given) <= 1


def test_a_gap_in_an_order_keeps_the_others_at_their_places():
    assert score_order(OrderRule.ABSOLUTE, FIVE, [None, "B", None, "D"]) == Fraction(2, 5)
    assert score_order(OrderRule.KENDALL, FIVE, [None, "B", None, "D"]) == Fraction(1, 10)
    assert score_order(OrderRule.ADJACENT, FIVE, ["A", None, "B"]) == 0


def test_the_body_of_an_ordering_does_not_hold_the_steps_as_they_follow_each_other():
    definition = define(KindName.ORDERING)
    shown = tuple(one["id"] for one in ordering.body(definition)["options"])
    assert shown != definition.order
    assert sorted(shown) == sorted(definition.order)
    assert definition.never_given == definition.order


def test_places_by_number_make_the_order_and_an_empty_one_stays_empty():
    definition = define(KindName.ORDERING)
    assert ordering.check_answer(definition, {"c3": "1", "c4": "3"}) == ["c3", None, "c4"]
    assert ordering.check_answer(definition, ["c3", None, "c4", None]) == ["c3", None, "c4"]
    assert ordering.check_answer(definition, [None, None]) is None
    assert ordering.check_answer(definition, {}) is None


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"c1": "1", "c2": "1"}, "place 1"),
        ({"c1": "5"}, "from 1 to 4"),
        ({"c1": "0"}, "from 1 to 4"),
        ({"c1": 1}, "from 1 to 4"),
        ({"c9": "1"}, "This step does not exist"),
        (["c1", "c1"], "one place only"),
        (["c1", "c2", "c3", "c4", "c1"], "This step does not exist"),
        ([["c1"]], "This step does not exist"),
        ("c1", "its place"),
    ],
)
def test_a_bad_order_is_refused_with_what_is_wrong(raw, said):
    with pytest.raises(BadAnswer, match=said):
        ordering.check_answer(define(KindName.ORDERING), raw)


def test_the_review_of_an_order_names_the_place_each_step_was_given():
    review = ordering.review(define(KindName.ORDERING), ["c3", "c4", "c1"])
    assert [(part.text, part.about, part.right) for part in review.parts] == [
        ("Stop the parcel", "1", True),
        ("Photograph it", "3", False),
        ("Open it", "2", False),
        ("Seal the samples", "", False),
    ]
    assert review.fraction == Fraction(1, 6)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("scoring: kendall\n", "“order” is missing"),
        ("order: [a, b]\n", "2 steps; 3 to 8"),
        ("order: [a, b, A]\n", "Two steps say the same"),
        ('order: [a, b, ""]\n', "empty"),
        (ORDERING + "scoring: taste\n", "must be one of kendall"),
        (ORDERING + "shuffle: false\n", "not known here"),
    ],
)
def test_a_fault_of_an_ordering_is_told_with_its_line(text, fault):
    _, faults = try_define(KindName.ORDERING, text)
    assert any(fault in one.message and one.line > 0 for one in faults), faults


def test_pairs_earn_by_the_pair_or_all_together():
    each = define(KindName.MATCHING)
    assert matching.score(each, {"p1": "c3", "p2": "c3"}) == Fraction(1, 3)
    together = define(KindName.MATCHING, MATCHING + "scoring: all_or_nothing\n")
    assert matching.score(together, {"p1": "c3", "p2": "c1"}) == 0
    assert matching.score(together, dict(together.right)) == 1


def test_the_same_choice_may_fit_two_prompts():
    text = "pairs: [{prompt: a, match: x}, {prompt: b, match: x}, {prompt: c, match: y}]\nextra: [z]\n"
    definition = define(KindName.MATCHING, text)
    assert len(definition.options) == 3
    assert definition.right["p1"] == definition.right["p2"] != definition.right["p3"]


@pytest.mark.parametrize("raw", [{"p1": "c9"}, {"p9": "c1"}, {"p1": ["c1"]}, ["c1"], "c1", {"p1": 1}])
def test_an_unknown_pair_is_refused(raw):
    with pytest.raises(BadAnswer):
        matching.check_answer(define(KindName.MATCHING), raw)


def test_prompts_without_a_choice_are_left_out_of_the_answer():
    assert matching.check_answer(define(KindName.MATCHING), {"p2": "c1", "p1": ""}) == {"p2": "c1"}
    assert matching.check_answer(define(KindName.MATCHING), {"p1": "", "p2": None}) is None


def test_the_review_of_pairs_shows_the_right_choice_beside_a_wrong_one():
    review = matching.review(define(KindName.MATCHING), {"p1": "c3", "p2": "c4"})
    assert [(part.about, part.text, part.chosen, part.right) for part in review.parts] == [
        ("p1", "Crossing lines", True, True),
        ("p2", "Flat plates", True, False),
        ("p2", "Fine tubes", False, True),
        ("p3", "Flat plates", False, True),
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("extra: [a]\n", "“pairs” must be a list"),
        ("pairs: [{prompt: a, match: x}]\nextra: [y, z]\n", "1 pairs; 2 to 8"),
        ("pairs: [{prompt: a, match: x}, {prompt: b, match: y}]\n", "three different choices"),
        ("pairs: [{prompt: a, match: x}, {prompt: a, match: y}]\nextra: [z]\n", "Two prompts say “a”"),
        ("pairs: [{prompt: a, match: x}, {prompt: b, match: y}]\nextra: [x, z]\n", "in “extra”"),
        ("pairs: [{prompt: a}, {prompt: b, match: y}]\nextra: [x, z]\n", "“match” is missing"),
        (f"pairs: [{{prompt: a, match: {'x' * 81}}}, {{prompt: b, match: y}}]\nextra: [z]\n", "longer than 80"),
        (
            f"pairs: [{{prompt: a, match: x}}, {{prompt: b, match: y}}]\nextra: [{', '.join('cdefghijk')}]\n",
            "at most 10",
        ),
    ],
)
def test_a_fault_of_a_matching_is_told_with_its_line(text, fault):
    _, faults = try_define(KindName.MATCHING, text)
    assert any(fault in one.message and one.line > 0 for one in faults), faults
