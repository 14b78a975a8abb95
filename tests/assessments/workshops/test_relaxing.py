"""Rules that are relaxed and broken: what a workshop is without each, what a plan breaks, and what a search costs."""

from dataclasses import replace
from itertools import count
from random import Random

import pytest

from assessments.workshops.rules.proofs import RotationProof
from assessments.workshops.rules.relaxing import (
    BROKEN,
    RuleBreach,
    breaches,
    breaches_of_people,
    keeping,
    relaxations,
    without,
)
from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationInterpreter,
    RotationPlacement,
    RotationRoom,
    RotationRule,
    RotationSlot,
    RotationTask,
)
from assessments.workshops.rules.solving import (
    RotationSearch,
    RotationVerdict,
    SearchDeadline,
    find_rotation,
    unrest,
)
from tests.assessments.workshops.rotation_checker import faults_of

EN, FR, BOTH = frozenset({"en"}), frozenset({"fr"}), frozenset({"en", "fr"})
TASK = RotationTask(
    slots=tuple(RotationSlot(n, n // 2, spare=n == 3, day=n // 4) for n in range(6)),
    exercises=(RotationExercise(11), RotationExercise(10, "law")),
    rooms=(RotationRoom(21, 11), RotationRoom(20, 10, 4, 5)),
    candidates=(RotationCandidate(101, "B", EN), RotationCandidate(100, "A", FR, first_slot=1, last_slot=4)),
    assessors=(
        RotationAssessor(200, "C", FR),
        RotationAssessor(201, "D", EN, frozenset({"risk"}), frozenset({0, 1}), 3, most_a_day=2, away_from=5),
        RotationAssessor(202, "C", BOTH, most=1),
        RotationAssessor(203, "E", FR),
    ),
    interpreters=(RotationInterpreter(300, "F", BOTH, frozenset({0})), RotationInterpreter(301, "G", EN)),
    conflicts={(200, 101): ("taught",), (300, 101): ("family",)},
)
SOUND = RotationPlacement(100, 10, 1, 20, (200, 203))


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        (RotationRule.SPARE, {"use_spare": True}),
        (RotationRule.LINKS, {"linked": False}),
        (RotationRule.CONFLICT, {"conflicts": {}}),
        (RotationRule.ROOMS, {"rooms": (RotationRoom(21, 11), RotationRoom(20, 10))}),
        (RotationRule.AVAILABILITY, {"candidates": (TASK.candidates[0], RotationCandidate(100, "A", FR))}),
        (RotationRule.LANGUAGE, {"candidates": tuple(replace(c, languages=frozenset()) for c in TASK.candidates)}),
        (RotationRule.ADMINISTRATIONS, {"assessors": tuple(replace(a, administration="") for a in TASK.assessors)}),
        (RotationRule.SCOPE, {"assessors": tuple(replace(a, topics=None) for a in TASK.assessors)}),
        (RotationRule.LOAD, {"assessors": tuple(replace(a, most=None, most_a_day=None) for a in TASK.assessors)}),
        (RotationRule.PRESENCE, {
            "assessors": tuple(replace(a, half_days=None) for a in TASK.assessors),
            "interpreters": tuple(replace(i, half_days=None) for i in TASK.interpreters),
        }),
    ],
)  # fmt: skip
def test_without_a_rule_the_workshop_is_the_same_in_all_else(rule, changed):
    assert without(TASK, {rule}) == replace(TASK, **changed)
    assert without(TASK, set()) == TASK
    free = replace(TASK, use_spare=True, linked=False)
    assert (without(free, set()).use_spare, without(free, set()).linked) == (True, False)


def test_without_the_end_of_the_time_there_is_a_further_half_day_in_which_everybody_is_there():
    longer = without(TASK, {RotationRule.TIME})
    more = longer.slots[6:]
    assert longer.slots[:6] == TASK.slots
    assert [(slot.number, slot.half_day, slot.day, slot.spare) for slot in more] == [
        (6 + n, 3, 2, False) for n in range(4)
    ]  # two candidates, two exercises, and one pair at once, since one of the four is ill
    assert [a.half_days for a in longer.assessors] == [None, {0, 1, 3}, None, None]
    assert [i.half_days for i in longer.interpreters] == [{0, 3}, None]
    nothing = replace(TASK, slots=(), candidates=TASK.candidates[:1], exercises=TASK.exercises[:1])
    assert [slot.number for slot in without(nothing, {RotationRule.TIME}).slots] == [0]
    assert without(nothing, {RotationRule.TIME}).slots[0] == RotationSlot(0, 0)


@pytest.mark.parametrize(
    ("exercises", "candidates", "assessors", "expected"),
    [(1, 4, 4, 4), (1, 4, 2, 4), (3, 2, 6, 4), (2, 5, 2, 10), (2, 6, 4, 7), (1, 1, 2, 1)],
)
def test_the_further_half_day_has_slots_enough_for_everything(exercises, candidates, assessors, expected):
    task = RotationTask(
        slots=(RotationSlot(0, 0),),
        exercises=tuple(RotationExercise(n) for n in range(exercises)),
        rooms=tuple(RotationRoom(20 + n, n) for n in range(exercises)),
        candidates=tuple(RotationCandidate(100 + n) for n in range(candidates)),
        assessors=tuple(RotationAssessor(200 + n, str(n), half_days=frozenset({0})) for n in range(assessors)),
    )
    assert len(without(task, {RotationRule.TIME}).slots) - 1 == expected


@pytest.mark.parametrize(
    ("placement", "expected"),
    [
        (SOUND, []),
        (replace(SOUND, slot=3), [(RotationRule.SPARE, None)]),
        (replace(SOUND, candidate=101, exercise=11, room=21, slot=9, assessors=(202, 203), interpreters=(301,)),
         [(RotationRule.TIME, None), (RotationRule.LANGUAGE, 203)]),
        (replace(SOUND, slot=4), [(RotationRule.ROOMS, None)]),
        (replace(SOUND, slot=5), [(RotationRule.AVAILABILITY, 100)]),
        (replace(SOUND, slot=0), [(RotationRule.AVAILABILITY, 100)]),
        (replace(SOUND, assessors=(200, 202)), [(RotationRule.ADMINISTRATIONS, None)]),
        (replace(SOUND, assessors=(201, 203), interpreters=(300,)), [(RotationRule.SCOPE, 201)]),
        (replace(SOUND, exercise=11, room=21, assessors=(201, 203), interpreters=(300,)), []),
        (replace(SOUND, exercise=11, room=21, assessors=(201, 203)), [(RotationRule.LANGUAGE, 201)]),
        (replace(SOUND, exercise=11, room=21, assessors=(201, 203), interpreters=(301,)),
         [(RotationRule.LANGUAGE, 201)]),
        (replace(SOUND, exercise=11, room=21, slot=4, assessors=(201, 203), interpreters=(300,)),
         [(RotationRule.PRESENCE, 201)]),
        (replace(SOUND, candidate=101, exercise=11, room=21, assessors=(200, 201), interpreters=(300,)),
         [(RotationRule.CONFLICT, 200), (RotationRule.CONFLICT, 300)]),
    ],
)  # fmt: skip
def test_each_breach_of_a_plan_is_named_with_whom_it_is_about(placement, expected):
    found = breaches(TASK, [placement])
    assert sorted((one.rule, one.person or 0) for one in found) == sorted((rule, who or 0) for rule, who in expected)
    assert {one.placement for one in found} <= {placement}
    assert breaches(replace(TASK, sealed=(placement,)), [placement]) == []


def test_who_is_no_part_of_the_workshop_any_more_breaks_nothing_and_a_slot_that_is_no_more_has_nobody_away():
    assert list(breaches_of_people(TASK, replace(SOUND, assessors=(900, 203)))) == []
    assert list(breaches_of_people(TASK, replace(SOUND, exercise=11, room=21, slot=9, assessors=(201, 202),
                                                 interpreters=(300,)))) == []  # fmt: skip
    spare = replace(TASK, use_spare=True)
    assert breaches(spare, [replace(SOUND, slot=3)]) == []
    early = replace(TASK, from_slot=2)
    assert [one.rule for one in breaches(early, [SOUND])] == [RotationRule.SPARE]


def load(number, slot):
    return RotationPlacement(900 + slot, 11, slot, 21, (number, 203))


def test_more_than_was_agreed_in_all_or_on_a_day_is_a_breach_of_that_assessor_alone():
    task = replace(TASK, candidates=tuple(RotationCandidate(900 + slot) for slot in range(10)), use_spare=True)

    def loads(*placements):
        return [(one.person, one.placement) for one in breaches(task, placements) if one.rule is RotationRule.LOAD]

    two = [load(201, 0), load(201, 1)]
    assert loads(*two, load(202, 2)) == []
    assert loads(load(200, 5), *two, load(201, 2)) == [(201, two[0])]  # three on the first day, of two
    assert loads(*two, load(201, 4)) == []  # three in all, and no more than two on a day
    assert loads(*two, load(201, 4), load(201, 5)) == [(201, two[0])]
    assert loads(load(202, 0), load(202, 4)) == [(202, load(202, 0))]
    assert loads(*two, load(201, 9)) == []  # on no day that there is


def test_choices_that_break_a_rule_cost_and_others_cost_nothing():
    wish = keeping(TASK)
    performance = (100, 10)
    for assessor, expected in ((200, 0), (201, 2), (202, 0), (203, 0)):
        assert wish.of_assessor(assessor, performance, (1, 20)) == BROKEN * expected
    assert wish.of_assessor(201, (100, 11), (1, 21)) == BROKEN  # the language
    assert wish.of_assessor(201, (101, 11), (1, 21)) == 0
    assert wish.of_assessor(201, (101, 11), (4, 21)) == BROKEN  # not there
    assert wish.of_assessor(201, (101, 11), (9, 21)) == 0
    assert wish.of_assessor(200, (101, 11), (1, 21)) == BROKEN * 2
    places = ((1, 20), (0, 20), (3, 20), (5, 20), (9, 20))
    assert [wish.of_place(performance, place) for place in places] == [0, BROKEN, 1, BROKEN, BROKEN + 1]


def search(seconds=500.0, improving=0.0, told=None):
    ticks = count()
    progress = told.append if told is not None else lambda progress: None
    return RotationSearch(lambda: float(next(ticks)), Random(1), seconds, improving, progress)


SMALL = RotationTask(
    slots=tuple(RotationSlot(n, n // 4) for n in range(8)),
    exercises=(RotationExercise(10), RotationExercise(11)),
    rooms=(RotationRoom(20, 10), RotationRoom(21, 11)),
    candidates=tuple(RotationCandidate(100 + n, "A", EN) for n in range(3)),
    assessors=tuple(RotationAssessor(200 + n, f"C{n}", EN) for n in range(4)),
)


def test_a_relaxation_tells_how_much_longer_the_workshop_would_be():
    short = replace(SMALL, slots=SMALL.slots[:2])
    found = {rule: one for one in relaxations(short, search()) for rule in one.rules}
    longer = found[RotationRule.TIME]
    assert longer.more_slots == max(one.slot for one in longer.placements) - 1
    assert longer.more_slots > 0
    assert {one.rule for one in longer.breaches} == {RotationRule.TIME}
    assert faults_of(without(short, {RotationRule.TIME}), longer.placements) == []
    assert relaxations(short, search(0.0)) == ()


def test_where_no_single_rule_is_enough_the_fewest_that_are_are_named():
    tight = replace(
        SMALL,
        assessors=tuple(replace(one, topics=frozenset()) for one in SMALL.assessors),
        exercises=(RotationExercise(10, "law"), RotationExercise(11)),
        rooms=(replace(SMALL.rooms[0], stopped_from=0), SMALL.rooms[1]),
        use_spare=True,
    )
    (one,) = relaxations(tight, search(2_000.0))
    assert one.rules >= {RotationRule.SCOPE}
    assert len(one.rules) == 2
    assert {breach.rule for breach in one.breaches} <= one.rules
    assert (one.more_slots > 0) == (RotationRule.TIME in one.rules)


def test_a_deadline_counts_down_to_nothing_and_answers_no_more_than_is_asked_for():
    now = [100.0]
    deadline = SearchDeadline(lambda: now[0], 10.0)
    assert [deadline.left(), deadline.left(3.0)] == [10.0, 3.0]
    now[0] = 109.0
    assert [deadline.left(), deadline.left(3.0)] == [1.0, 1.0]
    now[0] = 111.0
    assert deadline.left() == 0.0


def test_restlessness_counts_changes_of_pairs_uneven_loads_and_interpreters():
    def at(slot, room, *people, voices=()):
        return RotationPlacement(100, 10, slot, room, people, voices)

    steady = (at(0, 20, 200, 201), at(1, 20, 200, 201))
    assert unrest(replace(SMALL, assessors=()), ()) == 0
    assert unrest(SMALL, steady) == 0  # two more than nothing is even enough
    assert unrest(SMALL, (*steady, at(2, 20, 200, 201))) == 1
    assert unrest(SMALL, (at(0, 20, 200, 201), at(1, 20, 202, 203, voices=(1, 2)))) == pytest.approx(2.4)
    assert unrest(SMALL, (at(0, 20, 900, 201), at(4, 20, 200, 901))) == 0


def test_time_for_better_rotations_makes_none_that_is_more_restless_and_tells_each_try():
    told = []
    once = find_rotation(SMALL, search(told=told))
    assert [one.tried for one in told] == [1]
    more = []
    better = find_rotation(SMALL, search(improving=20.0, told=more))
    assert unrest(SMALL, better.placements) <= unrest(SMALL, once.placements)
    assert [one.tried for one in more] == list(range(1, len(more) + 1))
    assert (len(more) > 1) == (unrest(SMALL, once.placements) > 0)
    assert more[-1].best == better.placements
    assert faults_of(SMALL, better.placements) == []


def test_that_times_alone_make_a_rotation_impossible_is_proved_before_anything_is_tried():
    crowd = replace(
        SMALL, slots=SMALL.slots[:3], candidates=SMALL.candidates[:2], assessors=SMALL.assessors[:3],
        exercises=(*SMALL.exercises, RotationExercise(12)), rooms=(*SMALL.rooms, RotationRoom(22, 12)),
    )  # fmt: skip
    told = []
    solution = find_rotation(crowd, search(told=told))
    assert (solution.verdict, solution.proof, told) == (RotationVerdict.NONE_EXISTS, RotationProof.PAIRS, [])


def test_a_workshop_in_which_everything_is_held_already_has_its_rotation():
    one = RotationPlacement(100, 10, 0, 20, (200, 201))
    done = replace(SMALL, candidates=SMALL.candidates[:1], exercises=SMALL.exercises[:1], sealed=(one,))
    assert find_rotation(done, search()).verdict is RotationVerdict.FOUND


def test_a_breach_without_a_person_is_one_of_its_placement():
    assert RuleBreach(RotationRule.SPARE, SOUND).person is None
