"""A fresh exercise after a disagreement: which choice of assessors, room and time is sound.

The facts are those of the rotation, so that a performance outside of it keeps the same rules.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationExercise,
    RotationInterpreter,
    RotationRule,
    RotationTask,
    bridges,
    covers,
    understands,
)


class FreshFault(StrEnum):
    """What is wrong with a choice."""

    SAME = "same"  # one person twice
    RATED_BEFORE = "rated-before"  # rated an earlier performance of this exercise: is not blind to it
    CONFLICT = "conflict"
    SCOPE = "scope"
    ADMINISTRATIONS = "administrations"
    LANGUAGE = "language"
    CANDIDATE_AWAY = "candidate-away"
    CANDIDATE_BUSY = "candidate-busy"
    PERSON_AWAY = "person-away"
    PERSON_BUSY = "person-busy"
    ROOM_STOPPED = "room-stopped"
    ROOM_BUSY = "room-busy"


@dataclass(frozen=True)
class FreshChoice:
    """Who assesses a candidate at a fresh exercise, and where; written work has no slot and no room."""

    candidate: int
    exercise: RotationExercise
    assessors: tuple[int, int]
    slot: int | None = None
    room: int | None = None
    interpreter: int | None = None


@dataclass(frozen=True)
class TakenSlots:
    """Which people and rooms have something else in which slot."""

    people: frozenset[tuple[int, int]] = frozenset()  # slot, person
    rooms: frozenset[tuple[int, int]] = frozenset()  # slot, room


def fresh_faults(
    task: RotationTask,
    choice: FreshChoice,
    taken: TakenSlots,
    *,
    rated: Collection[int],
    waived: Collection[RotationRule] = (),
) -> list[tuple[FreshFault, int]]:
    """Everything that is wrong, each with the person or room that it is about; nothing where the choice is sound."""
    if choice.assessors[0] == choice.assessors[1]:
        return [(FreshFault.SAME, choice.assessors[0])]
    return [*_of_people(task, choice, rated, waived), *_of_time(task, choice, taken)]


def _of_people(
    task: RotationTask, choice: FreshChoice, rated: Collection[int], waived: Collection[RotationRule]
) -> list[tuple[FreshFault, int]]:
    pair = [one for one in task.assessors if one.key in choice.assessors]
    voice = next((one for one in task.interpreters if one.key == choice.interpreter), None)
    candidate = next(one for one in task.candidates if one.key == choice.candidate)
    found = [(FreshFault.RATED_BEFORE, one.key) for one in pair if one.key in rated]
    barred = [*choice.assessors, *([choice.interpreter] if choice.interpreter is not None else [])]
    found += [(FreshFault.CONFLICT, one) for one in barred if (one, choice.candidate) in task.conflicts]
    if RotationRule.SCOPE not in waived:
        found += [(FreshFault.SCOPE, one.key) for one in pair if not covers(one, choice.exercise)]
    places = [one.administration for one in pair if one.administration]
    if len(places) > len(set(places)) and RotationRule.ADMINISTRATIONS not in waived:
        found.append((FreshFault.ADMINISTRATIONS, choice.assessors[1]))

    def speaks(one: RotationAssessor) -> bool:
        return understands(one, candidate) or (voice is not None and bridges(voice, one, candidate))

    if choice.slot is not None and RotationRule.LANGUAGE not in waived:
        found += [(FreshFault.LANGUAGE, one.key) for one in pair if not speaks(one)]
    return found


def _of_time(task: RotationTask, choice: FreshChoice, taken: TakenSlots) -> list[tuple[FreshFault, int]]:
    if choice.slot is None or choice.room is None:
        return []
    number, slot = choice.slot, task.slot[choice.slot]
    candidate = next(one for one in task.candidates if one.key == choice.candidate)
    busy = [
        (FreshFault.CANDIDATE_AWAY, candidate.key, not candidate.available(number)),
        (FreshFault.CANDIDATE_BUSY, candidate.key, (number, candidate.key) in taken.people),
    ]
    acting = [one for one in task.assessors if one.key in choice.assessors]
    voices = [one for one in task.interpreters if one.key == choice.interpreter]
    there: list[RotationAssessor | RotationInterpreter] = [*acting, *voices]
    for one in there:
        busy.append((FreshFault.PERSON_AWAY, one.key, not one.present(slot)))
        busy.append((FreshFault.PERSON_BUSY, one.key, (number, one.key) in taken.people))
    room = next((one for one in task.rooms if one.key == choice.room), None)
    busy.append((FreshFault.ROOM_STOPPED, choice.room, room is None or room.stopped(number)))
    busy.append((FreshFault.ROOM_BUSY, choice.room, (number, choice.room) in taken.rooms))
    return [(fault, key) for fault, key, holds in busy if holds]
