"""Times of a rotation: which places there are, and what is true of all times that are found."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.workshops.rules.linear_program import ProgramStatus
from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationPlacement,
    RotationRoom,
    RotationSlot,
    RotationTask,
)
from assessments.workshops.rules.times import (
    candidate_order,
    chance_of,
    construct,
    open_slots,
    pairs_at_once,
    places,
    search_times,
)
from tests.assessments.workshops.random_workshops import workshop_of

TASK = RotationTask(
    slots=tuple(RotationSlot(n, n // 2, spare=n == 2) for n in range(4)),
    exercises=(RotationExercise(10), RotationExercise(11)),
    rooms=(RotationRoom(20, 10), RotationRoom(21, 11)),
    candidates=(RotationCandidate(100, "A"), RotationCandidate(101, "B")),
    assessors=(RotationAssessor(200, "C"), RotationAssessor(201, "D")),
)


class Dice:
    """Chance that always falls the same way, and turns lists round."""

    def __init__(self, number):
        self.number = number

    def random(self):
        return self.number

    def shuffle(self, x):
        x.reverse()


@pytest.mark.parametrize(
    ("from_slot", "use_spare", "expected"),
    [(0, False, [0, 1, 3]), (0, True, [0, 1, 2, 3]), (1, False, [1, 3]), (2, True, [2, 3]), (4, True, [])],
)
def test_slots_are_open_from_the_first_that_may_be_used_and_spare_ones_where_they_may(from_slot, use_spare, expected):
    task = replace(TASK, slots=TASK.slots[::-1], from_slot=from_slot, use_spare=use_spare)
    assert [slot.number for slot in open_slots(task)] == expected


@pytest.mark.parametrize(
    ("administrations", "expected"),
    [("", 0), ("A", 0), ("AB", 1), ("AA", 0), ("AAB", 1), ("AABB", 2), ("AAAB", 1), ("ABCD", 2), ("ABCDE", 2),
     ("--", 1), ("----", 2), ("A-", 1), ("AA-", 1), ("AAAA--", 2)],
)  # fmt: skip
def test_there_are_as_many_pairs_as_two_of_different_administrations_can_be_found(administrations, expected):
    assessors = tuple(RotationAssessor(n, name.strip("-")) for n, name in enumerate(administrations))
    assert pairs_at_once(replace(TASK, assessors=assessors), TASK.slots[0]) == expected


def test_who_is_away_or_busy_with_what_is_sealed_in_that_slot_is_in_no_pair():
    four = tuple(RotationAssessor(n, str(n)) for n in range(4))
    ill = replace(TASK, assessors=(replace(four[0], away_from=1), *four[1:]))
    assert [pairs_at_once(ill, slot) for slot in TASK.slots] == [2, 1, 1, 1]
    held = RotationPlacement(100, 10, 1, 20, (0, 1), (2,))
    busy = replace(TASK, assessors=four, sealed=(held,))
    assert [pairs_at_once(busy, slot) for slot in TASK.slots] == [2, 0, 2, 2]
    assert [pairs_at_once(replace(busy, sealed=(replace(held, interpreters=()),)), s) for s in TASK.slots] == [
        2, 1, 2, 2,
    ]  # fmt: skip


def test_places_leave_out_what_is_stopped_taken_or_before_a_candidate_comes():
    assert places(TASK)[100, 10] == ((0, 20), (1, 20), (3, 20))
    late = replace(TASK, candidates=(replace(TASK.candidates[0], first_slot=1), TASK.candidates[1]))
    assert (places(late)[100, 10], places(late)[101, 11]) == (((1, 20), (3, 20)), ((0, 21), (1, 21), (3, 21)))
    stopped = replace(TASK, rooms=(replace(TASK.rooms[0], stopped_from=1), TASK.rooms[1]))
    assert (places(stopped)[100, 10], places(stopped)[100, 11]) == (((0, 20),), ((0, 21), (1, 21), (3, 21)))
    sealed = replace(TASK, sealed=(RotationPlacement(100, 10, 1, 20, (200, 201)),))
    assert places(sealed) == {
        (100, 11): ((0, 21), (3, 21)),
        (101, 10): ((0, 20), (3, 20)),
        (101, 11): ((0, 21), (1, 21), (3, 21)),
    }


def test_candidates_stand_by_when_they_come_and_by_administration_and_chance_turns_that_round():
    candidates = (
        RotationCandidate(1, "B"), RotationCandidate(2, "A"), RotationCandidate(3, "A", first_slot=1),
        RotationCandidate(4, "B"), RotationCandidate(5, "C"),
    )  # fmt: skip
    task = replace(TASK, candidates=candidates)

    def order(chance):
        return [one.key for one in candidate_order(task, chance)]

    assert order(None) == [2, 1, 4, 5, 3]
    assert order(Dice(0.49)) == [3, 5, 4, 1, 2]
    assert order(Dice(0.5)) == [5, 1, 4, 2, 3]


def test_numbers_by_chance_fill_a_shape():
    assert chance_of(Dice(0.25), (2, 3)).tolist() == [[0.25] * 3] * 2


def faults(task, times):
    """What is wrong with times: a place that there is not, somebody or a room twice, more than there are pairs."""
    where = places(task)
    yield from (performance for performance in where if times.get(performance) not in where[performance])
    yield from times.keys() - where.keys()
    for seen in (
        Counter(times.values()),
        Counter((performance[0], place[0]) for performance, place in times.items()),
    ):
        yield from (one for one, number in seen.items() if number > 1)
    for slot, number in Counter(place[0] for place in times.values()).items():
        if number > pairs_at_once(task, task.slot[slot]):
            yield f"{number} at once in {slot}"


@given(seed=st.integers(0, 5_000), chance=st.integers(0, 3), sealed=st.booleans())
def test_times_are_places_that_there_are_with_everybody_in_one_at_a_time(seed, chance, sealed):
    task, dice = workshop_of(seed), Random(chance)
    times = construct(task, candidate_order(task, None), dice)
    if times and sealed:  # the first slot is held already, and the rest planned anew
        held = [(performance, place) for performance, place in times.items() if place[0] == 0]
        pair = (task.assessors[0].key, task.assessors[1].key)
        task = replace(task, sealed=tuple(RotationPlacement(*p, *place, pair) for p, place in held[:1]), from_slot=1)
        times = construct(task, candidate_order(task, None), dice)
    status, by_program = search_times(task, seconds=20)
    assert not times or (not list(faults(task, times)) and status is ProgramStatus.SOLVED)
    assert bool(by_program) == (status is ProgramStatus.SOLVED and bool(places(task)))
    assert status is not ProgramStatus.SOLVED or not list(faults(task, by_program))


def test_who_comes_first_in_the_order_goes_first_and_as_many_at_once_as_there_are_pairs():
    rooms = tuple(RotationRoom(20 + n, 10 + n) for n in range(3))
    task = replace(
        TASK,
        slots=tuple(RotationSlot(n, 0) for n in range(20)),
        exercises=tuple(RotationExercise(10 + n) for n in range(3)),
        rooms=rooms,
        candidates=tuple(RotationCandidate(100 + n) for n in range(4)),
        assessors=tuple(RotationAssessor(200 + n, str(n)) for n in range(4)),
    )
    for seed in range(5):
        times = construct(task, task.candidates[::-1], Random(seed))
        by_slot = [{key[0] for key, place in times.items() if place[0] == number} for number in range(5)]
        assert by_slot[:2] == [{103, 102}, {103, 102}]
        assert [len(people) for people in by_slot] == [2] * 5


@pytest.mark.parametrize("seed", range(3))
def test_who_has_no_slot_to_lose_goes_before_everybody(seed):
    hurried = replace(TASK, candidates=(TASK.candidates[0], replace(TASK.candidates[1], last_slot=1)), use_spare=True)
    times = construct(hurried, hurried.candidates, Random(seed))
    assert {key[0]: place[0] for key, place in sorted(times.items(), key=lambda one: one[1])} == {101: 1, 100: 3}


@pytest.mark.parametrize("seed", range(3))
def test_an_exercise_that_has_no_slot_to_lose_goes_before_the_others(seed):
    closing = replace(TASK, rooms=(replace(TASK.rooms[0], stopped_from=2), TASK.rooms[1]), use_spare=True)
    times = construct(closing, closing.candidates, Random(seed))
    assert {times[100, 10][0], times[101, 10][0]} == {0, 1}


def test_a_candidate_and_an_exercise_that_both_have_no_slot_to_lose_go_before_all_others():
    held = (RotationPlacement(100, 10, 9, 20, (200, 201)), RotationPlacement(101, 11, 9, 21, (200, 201)))
    task = replace(
        TASK,
        rooms=(replace(TASK.rooms[0], stopped_from=1), TASK.rooms[1]),
        candidates=(TASK.candidates[0], replace(TASK.candidates[1], last_slot=0)),
        sealed=held,
    )
    assert construct(task, task.candidates, Random(1)) == {(101, 10): (0, 20), (100, 11): (1, 21)}


def test_where_something_is_left_over_there_are_no_times_and_a_program_proves_it():
    three = replace(TASK, slots=TASK.slots[:2] + TASK.slots[3:])  # four performances, one pair in each of three slots
    assert construct(three, three.candidates, Random(1)) is None
    assert search_times(three, seconds=5) == (ProgramStatus.INFEASIBLE, {})
    assert search_times(TASK, seconds=0)[0] is ProgramStatus.UNKNOWN
    status, times = search_times(replace(TASK, use_spare=True), seconds=5)
    assert (status, sorted(place[0] for place in times.values())) == (ProgramStatus.SOLVED, [0, 1, 2, 3])
    four = tuple(RotationAssessor(200 + n, str(n)) for n in range(4))
    status, times = search_times(replace(TASK, assessors=four, slots=TASK.slots[:2]), seconds=5)
    assert sorted(times.values()) == [(0, 20), (0, 21), (1, 20), (1, 21)]
