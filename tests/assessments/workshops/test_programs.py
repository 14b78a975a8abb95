"""Programs and links: what is solved, what is proved and what is left open; who hangs together through candidates."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.statistics.available import np
from assessments.workshops.rules.assessor_model import RotationPreference, build
from assessments.workshops.rules.linear_program import (
    IntegerProgram,
    ProgramAnswer,
    ProgramStatus,
    best_matching,
    solve,
)
from assessments.workshops.rules.links import bridge_for, demand_link, parts, shared_candidates
from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationPlacement,
    RotationRoom,
    RotationSlot,
    RotationTask,
)


def test_the_cheapest_choice_is_made_and_is_known_to_be_the_best():
    program = IntegerProgram()
    dear, cheap = program.choice(3.0), program.choice(1.0)
    program.row([(dear, 1.0), (cheap, 1.0)], low=1, high=1)
    answer = solve(program, seconds=5)
    assert (answer.status, answer.best, answer.cost) == (ProgramStatus.SOLVED, True, pytest.approx(1.0))
    assert [answer.chosen(dear), answer.chosen(cheap)] == [False, True]


def test_choices_are_whole_and_amounts_are_any_up_to_their_most():
    program = IntegerProgram()
    one, two = program.choice(1.0), program.choice(1.0)
    rest, most = program.amount(0.1), program.amount(0.01, most=0.5)
    program.row([(one, 1.0), (two, 1.0)], low=1.5)
    program.row([(rest, 1.0), (most, 1.0)], low=2.5)
    answer = solve(program, seconds=5, gap=0.0)
    assert [answer.chosen(one), answer.chosen(two)] == [True, True]
    assert [answer.values[rest], answer.values[most]] == [pytest.approx(2.0), pytest.approx(0.5)]


def test_a_program_without_rows_takes_nothing_that_costs_and_one_that_contradicts_itself_is_proved_to():
    program = IntegerProgram()
    choice, gain = program.choice(1.0), program.choice(-1.0)
    answer = solve(program, seconds=5)
    assert [answer.chosen(choice), answer.chosen(gain)] == [False, True]
    program.row([(choice, 1.0)], low=2)
    assert solve(program, seconds=5).status is ProgramStatus.INFEASIBLE


@pytest.mark.parametrize(("low", "high", "holds"), [(0, 0, True), (-1, 0, True), (0, 1, True), (1, 1, False),
                                                    (-1, -1, False)])  # fmt: skip
def test_rows_without_any_term_hold_where_nothing_lies_between_their_bounds(low, high, holds):
    empty, other = IntegerProgram(), IntegerProgram()
    empty.row([], low=low, high=high)
    other.choice()
    other.row([], low=low, high=high)
    expected = ProgramStatus.SOLVED if holds else ProgramStatus.INFEASIBLE
    assert [solve(empty, seconds=0).status, solve(other, seconds=5).status] == [expected, expected]
    assert solve(empty, seconds=0).best is holds


def test_without_time_nothing_is_known_and_of_no_answer_nothing_is_chosen():
    program = IntegerProgram()
    choice = program.choice()
    answer = solve(program, seconds=0)
    assert (answer.status, answer.chosen(choice), answer.best) == (ProgramStatus.UNKNOWN, False, False)
    assert solve(IntegerProgram(), seconds=0).best
    edge = ProgramAnswer(ProgramStatus.SOLVED, np.array([0.5, 0.51]))
    assert [edge.chosen(0), edge.chosen(1)] == [False, True]


@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2))
def test_a_matching_has_the_greatest_sum(rows):
    (a, b), (c, d) = rows
    chosen = best_matching(np.array(rows, float))
    assert sum(rows[row][column] for row, column in chosen) == max(a + d, b + c)
    assert sorted(column for _row, column in chosen) == [0, 1]


def placed(candidate, exercise, *assessors):
    return RotationPlacement(candidate, exercise, 0, 20, assessors)


def test_two_assessors_share_the_candidates_whom_both_assess_at_whatever_exercise():
    plan = [placed(1, 10, 7, 8), placed(1, 11, 8, 9), placed(2, 10, 7, 8), placed(3, 10, 5, 6)]
    assert shared_candidates(plan) == {(7, 8): 2, (7, 9): 1, (8, 9): 1, (5, 6): 1}


def test_parts_hang_together_by_as_many_shared_candidates_as_are_asked_for_the_smallest_first():
    plan = [placed(1, 10, 7, 8), placed(1, 11, 8, 9), placed(2, 10, 7, 8), placed(3, 10, 5, 6)]
    assert parts(plan) == [{5, 6}, {7, 8, 9}]
    assert parts(plan, least=2) == [{5}, {6}, {9}, {7, 8}]
    assert parts(plan, least=3) == [{5}, {6}, {7}, {8}, {9}]
    assert parts([]) == []
    assert [bridge_for(number) for number in (0, 2, 3, 4)] == [0, 2, 3, 3]


TWO_GROUPS = RotationTask(
    slots=tuple(RotationSlot(n, 0) for n in range(4)),
    exercises=(RotationExercise(10), RotationExercise(11)),
    rooms=(RotationRoom(20, 10), RotationRoom(21, 11)),
    candidates=(RotationCandidate(1), RotationCandidate(2)),
    assessors=tuple(RotationAssessor(key, str(key)) for key in (5, 6, 7, 8)),
)
GROUP = frozenset({5, 6})
TIMES = {(1, 10): ((0, 20),), (1, 11): ((1, 21),), (2, 10): ((1, 20),), (2, 11): ((0, 21),)}


def linked(task, times, least, part=GROUP):
    """A plan in which this part shares so many candidates with the others; none where there can be none."""
    model = build(task, times, RotationPreference())
    demand_link(model, part, least=least)
    answer = solve(model.program, seconds=10)
    return (*task.sealed, *model.placements(answer)) if answer.status is ProgramStatus.SOLVED else ()


def shared_by(plan, part=GROUP):
    """The candidates who are assessed inside of this part and outside of it."""
    inside = {one.candidate for one in plan if set(one.assessors) & part}
    return inside & {one.candidate for one in plan if set(one.assessors) - part}


@pytest.mark.parametrize("least", [1, 2])
def test_a_link_of_so_many_candidates_is_made_where_it_can_be(least):
    plan = linked(TWO_GROUPS, TIMES, least)
    assert len(plan) == 4
    assert len(shared_by(plan)) >= least


def test_more_candidates_than_there_are_link_nobody_unless_one_part_does_not_assess_at_all():
    plan = linked(TWO_GROUPS, {(1, 10): ((0, 20),)}, 2)
    assert len(plan) == 1
    assert not shared_by(plan)
    assert linked(TWO_GROUPS, TIMES, 3) == ()


def test_what_is_sealed_on_both_sides_counts_and_on_one_side_asks_for_the_other():
    sealed = (RotationPlacement(1, 10, 0, 20, (5, 7)),)
    both = replace(TWO_GROUPS, sealed=sealed)
    rest = {(1, 11): ((1, 21),), (2, 10): ((1, 20),)}
    plan = linked(both, rest, 2)
    assert shared_by(plan) == {1, 2}
    assert linked(both, {(1, 11): ((1, 21),)}, 1)
    assert linked(both, {(1, 11): ((1, 21),)}, 2) == ()  # one candidate counts once
    once = replace(TWO_GROUPS, sealed=(RotationPlacement(1, 10, 0, 20, (5, 6)),))
    busy = {(6, candidate): ("taught",) for candidate in (1, 2)}  # so that the others have something to do
    for least, shared in ((1, 1), (2, 2), (3, None)):
        plan = linked(replace(once, conflicts=busy), {(1, 11): ((1, 21),), (2, 11): ((2, 21),)}, least)
        assert (len(shared_by(plan)) >= shared) if shared else plan == ()


@pytest.mark.parametrize(("before", "later"), [((7, 8), {7, 8}), ((5, 6), {5, 6})])
def test_a_candidate_whom_one_side_assessed_before_is_shared_once_the_other_side_does(before, later):
    sealed = (RotationPlacement(1, 10, 0, 20, before),)
    task = replace(TWO_GROUPS, sealed=sealed, conflicts={(key, 1): ("taught",) for key in later})
    plan = linked(task, {(1, 11): ((1, 21),)}, 1)
    assert shared_by(plan) == {1}
    assert linked(task, {(1, 11): ((1, 21),)}, 2) == ()


def test_a_program_for_which_there_was_no_time_is_not_said_to_have_no_answer():
    program = IntegerProgram()
    numbers = [[program.choice(float((row * 7 + column * 13) % 11)) for column in range(40)] for row in range(40)]
    for line in (*numbers, *zip(*numbers, strict=True)):
        program.row([(variable, 1.0 + variable % 5) for variable in line], low=17, high=17)
    assert solve(program, seconds=1e-6).status is ProgramStatus.UNKNOWN
    easy = IntegerProgram()
    easy.row([(easy.choice(), 1.0)], low=1)
    assert solve(easy, seconds=0.9).status is ProgramStatus.SOLVED
