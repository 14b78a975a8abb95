"""Which choice for a fresh exercise is sound: each fault alone, with the one whom it is about."""

from dataclasses import replace

import pytest

from assessments.workshops.rules.fresh import FreshChoice, FreshFault, TakenSlots, fresh_faults
from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationInterpreter,
    RotationRoom,
    RotationRule,
    RotationSlot,
    RotationTask,
)

EN, FR, BOTH = frozenset({"en"}), frozenset({"fr"}), frozenset({"en", "fr"})
LAW = RotationExercise(9, "law")
TASK = RotationTask(
    slots=(RotationSlot(0, 0), RotationSlot(1, 0), RotationSlot(2, 1)),
    exercises=(LAW,),
    rooms=(RotationRoom(7, 9), RotationRoom(8, 9)),
    candidates=(RotationCandidate(11, "A", EN), RotationCandidate(1, "A", FR)),
    assessors=(RotationAssessor(2, "B", FR), RotationAssessor(3, "C", FR), RotationAssessor(4, "D", FR)),
    interpreters=(RotationInterpreter(10, "E", BOTH), RotationInterpreter(12, "F", EN)),
)
SOUND = FreshChoice(1, LAW, (2, 3), slot=1, room=8)
WRITTEN = replace(SOUND, slot=None, room=None)


def assessor(number, **values):
    """The task with an assessor of whom something else is true."""
    there = tuple(replace(one, **values) if one.key == number else one for one in TASK.assessors)
    return replace(TASK, assessors=there)


def found(task=TASK, choice=SOUND, *, people=(), rooms=(), rated=(), waived=()):
    return fresh_faults(task, choice, TakenSlots(frozenset(people), frozenset(rooms)), rated=rated, waived=waived)


def test_a_sound_choice_has_no_fault_whatever_others_do():
    others = replace(assessor(4, topics=frozenset(), administration="B", away_from=0, languages=EN), conflicts={
        (4, 1): ("taught",), (2, 11): ("taught",), (10, 1): ("taught",),
    })  # fmt: skip
    elsewhere = [(0, 1), (0, 2), (2, 3), (1, 4), (1, 11), (1, 10)]
    assert found(others, people=elsewhere, rooms=[(0, 8), (1, 7)], rated=(4,)) == []
    assert found(others, WRITTEN, people=elsewhere) == []


@pytest.mark.parametrize(
    ("task", "said", "expected"),
    [
        (TASK, {"choice": replace(SOUND, assessors=(3, 3)), "rated": (3,)}, [(FreshFault.SAME, 3)]),
        (TASK, {"rated": (3, 4)}, [(FreshFault.RATED_BEFORE, 3)]),
        (replace(TASK, conflicts={(3, 1): ("taught",)}), {}, [(FreshFault.CONFLICT, 3)]),
        (assessor(2, topics=frozenset({"risk"})), {}, [(FreshFault.SCOPE, 2)]),
        (assessor(2, administration="C"), {}, [(FreshFault.ADMINISTRATIONS, 3)]),
        (assessor(3, languages=EN), {}, [(FreshFault.LANGUAGE, 3)]),
        (assessor(3, languages=EN), {"choice": replace(SOUND, interpreter=12)}, [(FreshFault.LANGUAGE, 3)]),
        (replace(TASK, candidates=(TASK.candidates[0], RotationCandidate(1, "A", FR, first_slot=2))), {},
         [(FreshFault.CANDIDATE_AWAY, 1)]),
        (TASK, {"people": [(1, 1)]}, [(FreshFault.CANDIDATE_BUSY, 1)]),
        (assessor(2, half_days=frozenset({1})), {}, [(FreshFault.PERSON_AWAY, 2)]),
        (TASK, {"people": [(1, 2), (1, 4)]}, [(FreshFault.PERSON_BUSY, 2)]),
        (TASK, {"choice": replace(SOUND, interpreter=10), "people": [(1, 10)]}, [(FreshFault.PERSON_BUSY, 10)]),
        (replace(TASK, rooms=(RotationRoom(8, 9, 1, 2),)), {}, [(FreshFault.ROOM_STOPPED, 8)]),
        (replace(TASK, rooms=(RotationRoom(7, 9),)), {}, [(FreshFault.ROOM_STOPPED, 8)]),
        (TASK, {"rooms": [(1, 8)]}, [(FreshFault.ROOM_BUSY, 8)]),
    ],
)  # fmt: skip
def test_each_fault_is_said_alone_with_whom_or_what_it_is_about(task, said, expected):
    assert found(task, **said) == expected


def test_an_interpreter_helps_where_both_are_understood_and_is_independent_too():
    deaf = assessor(3, languages=EN)
    helped = replace(SOUND, interpreter=10)
    assert found(deaf, helped) == []
    assert found(replace(deaf, conflicts={(10, 1): ("family",)}), helped) == [(FreshFault.CONFLICT, 10)]
    assert found(replace(deaf, conflicts={(12, 1): ("family",)}), helped) == []
    ill = tuple(replace(one, away_from=1) if one.key == 10 else one for one in TASK.interpreters)
    assert found(replace(deaf, interpreters=ill), helped) == [(FreshFault.PERSON_AWAY, 10)]


@pytest.mark.parametrize(
    ("task", "rule"),
    [
        (assessor(2, topics=frozenset({"risk"})), RotationRule.SCOPE),
        (assessor(2, administration="C"), RotationRule.ADMINISTRATIONS),
        (assessor(3, languages=EN), RotationRule.LANGUAGE),
    ],
)
def test_a_rule_that_was_waived_need_not_be_kept_and_the_others_must(task, rule):
    assert found(task, waived={rule}) == []
    assert len(found(task, waived={*RotationRule} - {rule})) == 1


def test_written_work_asks_for_no_language_no_time_and_no_room():
    deaf = assessor(3, languages=EN, away_from=0)
    taken = {"people": [(1, 1), (1, 2), (1, 3)], "rooms": [(1, 8)]}
    assert found(deaf, WRITTEN, **taken) == []
    assert found(deaf, replace(WRITTEN, room=8), **taken) == []
    assert found(deaf, replace(SOUND, room=None), **taken) == [(FreshFault.LANGUAGE, 3)]
    assert found(assessor(2, topics=frozenset({"risk"})), WRITTEN) == [(FreshFault.SCOPE, 2)]


def test_two_of_no_administration_may_sit_together():
    nowhere = tuple(replace(one, administration="") for one in TASK.assessors)
    assert found(replace(TASK, assessors=nowhere)) == []
