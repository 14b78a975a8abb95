"""Pairs that stay with their room for a half-day, and proofs that no rotation exists."""

from dataclasses import replace

import pytest

from assessments.workshops.rules.proofs import RotationProof, by_counting, without_times
from assessments.workshops.rules.room_pairs import block_of, pairs_for, stays_broken
from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationInterpreter,
    RotationPlacement,
    RotationRoom,
    RotationSlot,
    RotationTask,
)

EN, FR = frozenset({"en"}), frozenset({"fr"})
TASK = RotationTask(
    slots=tuple(RotationSlot(n, n // 2) for n in range(4)),
    exercises=(RotationExercise(10, "law"), RotationExercise(11)),
    rooms=(RotationRoom(20, 10), RotationRoom(21, 11)),
    candidates=(RotationCandidate(100, "A", EN), RotationCandidate(101, "B", EN)),
    assessors=tuple(RotationAssessor(200 + n, f"C{n}", EN) for n in range(4)),
)
TIMES = {(100, 10): (0, 20), (101, 10): (1, 20)}  # one room in one half-day
FOUR = {(100, 10): (0, 20), (101, 11): (0, 21), (101, 10): (1, 20), (100, 11): (1, 21)}


def assessors(task, number, **values):
    """The task with something else said of one assessor."""
    return replace(
        task, assessors=tuple(replace(one, **values) if one.key == number else one for one in task.assessors)
    )


def stays(task, times=TIMES):
    return sorted(pairs_for(task, times, seconds=5))


def who(task, times=TIMES):
    return [stay[0] for stay in stays(task, times)]


def test_a_place_belongs_to_its_room_and_half_day():
    assert [block_of(TASK, (slot, 20)) for slot in (1, 2)] == [(20, 0), (20, 1)]


def test_two_stay_in_each_room_in_each_half_day_and_nobody_in_two_rooms_at_once():
    found = stays(TASK, FOUR)
    assert [sum(room == each for _who, room, _half in found) for each in (20, 21)] == [2, 2]
    assert len({one for one, _room, _half in found}) == 4
    later = FOUR | {(100, 10): (2, 20), (101, 11): (2, 21)}
    assert {(room, half) for _who, room, half in stays(TASK, later)} == {(20, 0), (20, 1), (21, 0), (21, 1)}


FEW = replace(TASK, assessors=TASK.assessors[:2])


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (FEW, [200, 201]),
        (assessors(FEW, 201, half_days=frozenset({1})), [200]),
        (assessors(FEW, 201, away_from=1), [200, 201]),  # for one of the two candidates
        (replace(FEW, conflicts={(201, 100): ("x",), (201, 101): ("x",)}), [200]),
        (replace(FEW, barred=frozenset({(201, 100, 10), (201, 101, 10)})), [200]),
        (replace(FEW, barred=frozenset({(201, 100, 11), (201, 101, 11)})), [200, 201]),
        (assessors(FEW, 201, topics=frozenset({"risk"})), [200]),
        (assessors(FEW, 201, topics=frozenset({"law"})), [200, 201]),
        (assessors(FEW, 201, languages=FR), [200]),
        (replace(assessors(FEW, 201, languages=FR), interpreters=(RotationInterpreter(300),)), [200, 201]),
        (assessors(FEW, 201, administration="C0"), [200]),
        (assessors(assessors(FEW, 201, administration=""), 200, administration=""), [200, 201]),
        (assessors(FEW, 201, most=1), [200]),  # two candidates come into the room
        (assessors(FEW, 201, most=2), [200, 201]),
    ],
)
def test_only_those_stay_in_a_room_who_may_assess_somebody_there(task, expected):
    found = who(task)
    assert len(found) == len(expected)
    assert found == expected or task.assessors[0].administration == task.assessors[1].administration


def test_who_is_good_for_all_who_come_stays_rather_than_who_is_good_for_some():
    busy = {(200, 100): ("x",), (201, 101): ("x",)}
    assert who(replace(TASK, conflicts=busy)) == [202, 203]
    assert len(who(replace(TASK, conflicts=busy, assessors=TASK.assessors[:3]))) == 2
    assert 202 in who(replace(TASK, conflicts=busy, assessors=TASK.assessors[:3]))


def test_each_performance_is_judged_by_its_own_candidate_and_exercise():
    french = replace(TASK, candidates=(TASK.candidates[0], replace(TASK.candidates[1], languages=FR)))
    assert who(assessors(replace(french, assessors=FEW.assessors), 201, languages=FR), {(101, 10): (0, 20)}) == [201]
    assert who(assessors(FEW, 201, topics=frozenset({"risk"})), {(100, 11): (0, 21)}) == [200, 201]


def test_where_two_rooms_want_four_and_there_are_three_nobody_is_in_both():
    found = who(replace(TASK, assessors=TASK.assessors[:3]), FOUR)
    assert sorted(found) == [200, 201, 202]


def test_the_load_is_spread_with_what_is_held_already_in_it():
    held = tuple(RotationPlacement(100 + n, 10, 9, 20, (200, 201)) for n in range(2, 4))
    assert who(replace(TASK, sealed=held)) == [202, 203]
    assert who(replace(TASK, sealed=tuple(replace(one, assessors=(202, 203)) for one in held))) == [200, 201]
    assert who(assessors(replace(FEW, sealed=held[:1]), 201, most=1), {(100, 10): (0, 20)}) == [200]
    assert who(assessors(replace(FEW, sealed=held), 201, most=3)) == [200]
    assert who(assessors(replace(FEW, sealed=held), 201, most=4)) == [200, 201]
    assert who(assessors(replace(FEW, sealed=held), 201, most=1)) == [200]
    halves = {(100, 10): (0, 20), (101, 10): (2, 20)}  # two half-days: everybody has one of them
    assert len(set(who(TASK, halves))) == 4


def held(slot, room, *people):
    return RotationPlacement(100, 10, slot, room, people)


def test_whoever_comes_into_a_room_for_a_part_of_a_half_day_is_counted():
    steady = [held(0, 20, 200, 201), held(1, 20, 200, 201), held(0, 21, 202, 203), held(2, 20, 202, 203)]
    assert stays_broken(TASK, steady) == 0
    assert stays_broken(TASK, [*steady, held(1, 21, 202, 204)]) == 1
    assert stays_broken(TASK, [*steady, held(1, 21, 204, 205), held(3, 20, 204, 205)]) == 4


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (TASK, None),
        (replace(TASK, rooms=(RotationRoom(20, 10, stopped_from=0), TASK.rooms[1])), RotationProof.NO_PLACE),
        (replace(TASK, candidates=(replace(TASK.candidates[0], first_slot=3),)), RotationProof.CANDIDATE_SLOTS),
        (replace(TASK, candidates=(replace(TASK.candidates[0], first_slot=2),)), None),
        (replace(TASK, rooms=(RotationRoom(20, 10, stopped_from=1), TASK.rooms[1])), RotationProof.ROOM_SLOTS),
        (replace(TASK, rooms=(RotationRoom(20, 10, stopped_from=2), TASK.rooms[1])), None),
        (assessors(replace(TASK, assessors=TASK.assessors[:2]), 201, away_from=3), RotationProof.PAIRS),
        (replace(TASK, assessors=TASK.assessors[:2]), None),
        (replace(TASK, rooms=(RotationRoom(20, 10),), exercises=TASK.exercises[:1]), None),
    ],
)
def test_what_can_be_counted_proves_that_there_is_no_rotation(task, expected):
    assert by_counting(task) is expected


def test_more_pairs_than_rooms_help_nobody():
    crowd = replace(TASK, slots=TASK.slots[:3], exercises=TASK.exercises[:1], rooms=TASK.rooms[:1])
    four = tuple(RotationCandidate(100 + n) for n in range(4))
    assert by_counting(replace(crowd, candidates=four[:3])) is None
    assert by_counting(replace(crowd, candidates=four)) is RotationProof.ROOM_SLOTS


TWO = replace(TASK, assessors=TASK.assessors[:2])


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (TWO, None),
        (replace(TWO, conflicts={(201, 101): ("x",)}), RotationProof.NO_ASSESSORS),
        (replace(TWO, conflicts={(201, 102): ("x",)}), None),
        (replace(TWO, barred=frozenset({(201, 101, 11)})), RotationProof.NO_ASSESSORS),
        (replace(TWO, candidates=(*TWO.candidates, RotationCandidate(201))), RotationProof.NO_ASSESSORS),
        (assessors(TWO, 201, languages=FR), RotationProof.NO_ASSESSORS),
        (replace(assessors(TWO, 201, languages=FR), interpreters=(RotationInterpreter(300),)), None),
        (assessors(TWO, 201, half_days=frozenset()), RotationProof.NO_ASSESSORS),
        (assessors(TWO, 201, topics=frozenset({"risk"})), RotationProof.NO_ASSESSORS),
        (assessors(TWO, 201, administration="C0"), RotationProof.NO_ASSESSORS),
        (assessors(assessors(TWO, 201, administration=""), 200, administration=""), None),
        (assessors(TWO, 201, most=4), None),
        (assessors(TWO, 201, most=3), RotationProof.SEARCHED),
        (assessors(TWO, 201, away_from=3), RotationProof.SEARCHED),
        (replace(TASK, assessors=tuple(replace(one, most=2) for one in TASK.assessors)), None),
        (replace(TASK, assessors=tuple(replace(one, most=1) for one in TASK.assessors)), RotationProof.SEARCHED),
    ],
)
def test_who_may_assess_whom_and_how_often_proves_that_there_is_no_rotation(task, expected):
    assert without_times(task, seconds=5) is expected


def test_what_was_held_already_counts_against_the_most_that_was_agreed():
    held = (RotationPlacement(100, 10, 0, 20, (200, 201)),)
    assert without_times(replace(assessors(TWO, 201, most=4), sealed=held), seconds=5) is None
    assert without_times(replace(assessors(TWO, 201, most=3), sealed=held), seconds=5) is RotationProof.SEARCHED
    assert without_times(
        replace(assessors(TWO, 201, most=1), sealed=held, candidates=TWO.candidates[:1]), seconds=5
    ) is RotationProof.SEARCHED  # fmt: skip
    above = replace(
        assessors(TWO, 201, most=0), sealed=held, candidates=TWO.candidates[:1], exercises=TWO.exercises[:1]
    )
    assert without_times(above, seconds=5) is None


def test_two_of_three_from_two_administrations_are_one_of_each():
    three = assessors(replace(TASK, assessors=TASK.assessors[:3]), 201, administration="C0")
    assert without_times(three, seconds=5) is None
    assert without_times(assessors(three, 202, most=3), seconds=5) is RotationProof.SEARCHED
    assert without_times(TWO, seconds=0) is None
