"""Drawing a paper."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.exams.rules.blueprint import Blueprint, BlueprintCut, Cell
from assessments.exams.rules.paper import PoolItem, draw_paper, in_order
from assessments.items.item import Use
from lms.errors import RuleBroken

CUT = BlueprintCut(Fraction(70), "Course authors", "Provisional")
EXAM = Blueprint("final", "Final exam", Use.EXAM, (Cell(4, topic="ivory"), Cell(2, topic="horn")), CUT)
POOL = [
    *(PoolItem(f"ivory-{n}", "ivory", "one", 2, ("a", "b", "c", "d")) for n in range(12)),
    *(PoolItem(f"horn-{n}", "horn", "two") for n in range(6)),
]
TOPIC = {item.id: item.topic for item in POOL}
PAPER_OF_42 = ["ivory-11", "ivory-0", "ivory-1", "horn-3", "horn-2", "ivory-6"]


def names(paper):
    return [one.item for one in paper.items]


@given(st.integers(0, 2**63), st.randoms(use_true_random=False))
def test_a_seed_draws_the_same_paper_whatever_the_order_of_the_pool(seed, random):
    assert draw_paper(EXAM, random.sample(POOL, len(POOL)), seed) == draw_paper(EXAM, POOL, seed)


@given(st.integers(0, 2**63))
def test_a_paper_holds_what_its_cells_ask_and_nothing_twice(seed):
    paper = draw_paper(EXAM, POOL, seed)
    assert Counter(TOPIC[name] for name in names(paper)) == {"ivory": 4, "horn": 2}
    assert len(set(names(paper))) == 6
    assert [one.position for one in paper.items] == [1, 2, 3, 4, 5, 6]
    assert paper.points == 10


MIXED = [
    *(PoolItem(f"{topic}-{kind}-{n}", topic, "one", kind=kind)
      for topic in ("ivory", "horn") for kind in ("one-choice", "permit", "manifest", "ordering") for n in range(6)),
]  # fmt: skip
OF_KINDS = (Cell(2, topic="ivory"), Cell(1, topic="ivory", kinds=("permit",)), Cell(1, kinds=("manifest", "ordering")),
            Cell(1, topic="horn"))  # fmt: skip


@given(st.integers(0, 2**63))
def test_a_question_belongs_to_the_cell_that_names_its_kind(seed):
    blueprint = Blueprint("final", "Final exam", Use.EXAM, OF_KINDS, CUT)
    drawn = Counter(tuple(name.rpartition("-")[0].split("-", 1)) for name in names(draw_paper(blueprint, MIXED, seed)))
    assert drawn["ivory", "permit"] == 1
    assert drawn["ivory", "one-choice"] == 2
    assert sum(count for (_topic, kind), count in drawn.items() if kind in ("manifest", "ordering")) == 1
    assert drawn["horn", "one-choice"] + drawn["horn", "permit"] == 1
    assert drawn.total() == 5


def test_this_seed_draws_this_paper_for_ever():
    assert names(draw_paper(EXAM, POOL, 42)) == PAPER_OF_42


def test_seeds_draw_different_papers_and_use_the_whole_pool():
    papers = [draw_paper(EXAM, POOL, seed) for seed in range(100)]
    assert len({tuple(sorted(names(paper))) for paper in papers}) > 80
    assert {name for paper in papers for name in names(paper)} == set(TOPIC)


def test_every_item_is_drawn_about_as_often():
    drawn = Counter(name for seed in range(600) for name in names(draw_paper(EXAM, POOL, seed)))
    assert all(150 < drawn[item.id] < 250 for item in POOL)  # 200 expected, standard deviation 11.5


def test_options_come_in_every_order_and_none_is_lost():
    orders = {one.option_order for seed in range(100) for one in draw_paper(EXAM, POOL, seed).items if one.option_order}
    assert len(orders) == 24
    assert {frozenset(order) for order in orders} == {frozenset("abcd")}


def test_options_that_have_an_order_of_their_own_keep_it():
    pool = [PoolItem(f"ivory-{n}", "ivory", "", 1, ("a", "b", "c"), shuffled=False) for n in range(6)]
    blueprint = Blueprint("final", "Final exam", Use.EXAM, (Cell(6),), CUT)
    assert {one.option_order for one in draw_paper(blueprint, pool, 7).items} == {("a", "b", "c")}


@given(st.integers(0, 2**63), st.integers(0, 2**63), st.integers(0, 2**63))
def test_three_attempts_ask_three_times_something_new(one, two, three):
    seen: Counter[str] = Counter()
    for seed in (one, two, three):
        seen.update(names(draw_paper(EXAM, POOL, seed, seen)))
    assert set(seen.values()) == {1}


def test_a_cell_may_name_a_module_or_a_list():
    cells = (Cell(2, items=("horn-1", "horn-2")), Cell(3, module="one"))
    paper = draw_paper(Blueprint("quiz", "Quiz", Use.CHECKPOINT, cells, CUT), POOL, 1)
    assert {"horn-1", "horn-2"} <= set(names(paper))
    assert len([name for name in names(paper) if TOPIC[name] == "ivory"]) == 3


def test_cells_that_overlap_do_not_draw_an_item_twice():
    cells = (Cell(6, topic="horn"), Cell(12))
    assert len(set(names(draw_paper(Blueprint("quiz", "Quiz", Use.CHECKPOINT, cells, CUT), POOL, 1)))) == 18


def test_too_few_items_are_told_in_a_sentence():
    with pytest.raises(RuleBroken, match="waits for its author"):
        draw_paper(EXAM, POOL[:3], 1)


def test_what_the_stored_order_does_not_know_stays_behind():
    assert in_order(["a", "b", "x", "c"], ["c", "a", "b"]) == ["c", "a", "b", "x"]
