"""Times of a rotation by construction: slot by slot a matching of candidates and rooms, in circuits.

The candidates stand in an order. In each slot the matching takes as many pairs as there are assessors for, those who
come first in the order first, so that a group goes round all rooms before the next one begins. A candidate or an
exercise that has no slot to lose goes before everybody (Mendelsohn and Dulmage: a matching covers all of those, where
one exists for each side).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from assessments.statistics.available import np
from assessments.workshops.rules.linear_program import IntegerProgram, ProgramStatus, best_matching, solve
from assessments.workshops.rules.rotation import (
    ASSESSORS_EACH,
    RotationCandidate,
    RotationRoom,
    RotationSlot,
    RotationTask,
)

Place = tuple[int, int]  # a slot and a room
Times = Mapping[tuple[int, int], Place]  # of each performance


class SeededChance(Protocol):
    """A source of chance with a seed, such as `random.Random`."""

    def random(self) -> float:
        """A number from 0 up to 1."""
        ...

    def shuffle(self, x: Any) -> None:
        """Put a list in another order."""
        ...


_SEEN, _URGENT, _FORCED = 1_000.0, 100_000.0, 10_000_000.0


def open_slots(workshop: RotationTask) -> list[RotationSlot]:
    """The slots in which something new may be placed."""
    later = (slot for slot in workshop.slots if slot.number >= workshop.from_slot)
    return sorted(slot for slot in later if workshop.use_spare or not slot.spare)


def pairs_at_once(workshop: RotationTask, slot: RotationSlot) -> int:
    """How many pairs of assessors of different administrations there can be in a slot."""
    busy = {key for p in workshop.sealed if p.slot == slot.number for key in p.people}
    here = [a for a in workshop.assessors if a.present(slot) and a.key not in busy]
    largest = max(Counter(a.administration for a in here if a.administration).values(), default=0)
    return min(len(here) // ASSESSORS_EACH, len(here) - largest)


def places(workshop: RotationTask) -> dict[tuple[int, int], tuple[Place, ...]]:
    """For each performance the slots and rooms in which it could be held."""
    taken_rooms = {(p.slot, p.room) for p in workshop.sealed}
    taken_people = {(p.slot, p.candidate) for p in workshop.sealed}
    candidates = {c.key: c for c in workshop.candidates}
    slots = open_slots(workshop)
    return {
        (candidate, exercise): tuple(
            (slot.number, room.key)
            for slot in slots
            if candidates[candidate].available(slot.number) and (slot.number, candidate) not in taken_people
            for room in workshop.rooms_of(exercise)
            if not room.stopped(slot.number) and (slot.number, room.key) not in taken_rooms
        )
        for candidate, exercise in workshop.performances
    }


def candidate_order(workshop: RotationTask, chance: SeededChance | None) -> list[RotationCandidate]:
    """Candidates of one administration together, since the same assessors are free of them; shuffled by chance."""
    grouped = sorted(workshop.candidates, key=lambda c: (c.first_slot, c.administration, c.key))
    if chance is None:
        return grouped
    names = sorted({c.administration for c in grouped})
    chance.shuffle(names)
    if chance.random() < 0.5:
        chance.shuffle(grouped)
        return grouped
    return sorted(grouped, key=lambda c: (c.first_slot, names.index(c.administration)))


def construct(
    workshop: RotationTask, order: Sequence[RotationCandidate], chance: SeededChance
) -> dict[tuple[int, int], Place] | None:
    """A time and a room for each performance, or none where the construction ends with something left over."""
    free = {performance: frozenset(where) for performance, where in places(workshop).items()}
    left = set(free)
    found: dict[tuple[int, int], Place] = {}
    slots = open_slots(workshop)
    for number, slot in enumerate(slots):
        rooms = [room for room in workshop.rooms if not room.stopped(slot.number)]
        most = min(pairs_at_once(workshop, slot), len(rooms))
        weights = _weights(workshop, _Moment(slot, rooms, slots[number:], order), free, left)
        weights += chance_of(chance, weights.shape) * (weights > 0)
        blocked = np.full((len(rooms) - most, len(rooms)), _FORCED)
        for row, column in best_matching(np.vstack([weights, blocked])):
            if row < len(order) and weights[row, column] > 0:
                performance = (order[row].key, rooms[column].exercise)
                found[performance] = (slot.number, rooms[column].key)
                left.discard(performance)
    return None if left else found


def chance_of(chance: SeededChance, shape: tuple[int, ...]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """Numbers below 1 by chance, in this shape."""
    return np.array([chance.random() for _ in range(int(np.prod(shape)))]).reshape(shape)


class _Moment:
    """One slot on the way, with the rooms that are open in it and the slots that are still to come."""

    def __init__(
        self,
        slot: RotationSlot,
        rooms: Sequence[RotationRoom],
        to_come: Sequence[RotationSlot],
        order: Sequence[RotationCandidate],
    ) -> None:
        self.slot = slot
        self.rooms = rooms
        self.to_come = to_come
        self.order = order


def _weights(
    workshop: RotationTask,
    moment: _Moment,
    free: Mapping[tuple[int, int], frozenset[Place]],
    left: set[tuple[int, int]],
) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    candidates_left = Counter(candidate for candidate, _ in left)
    exercises_left = Counter(exercise for _, exercise in left)
    urgent_exercises = {
        exercise.key
        for exercise in workshop.exercises
        if exercises_left[exercise.key]
        >= sum(not room.stopped(slot.number) for room in workshop.rooms_of(exercise.key) for slot in moment.to_come)
    }
    weights = np.zeros((len(moment.order), len(moment.rooms)))
    for row, candidate in enumerate(moment.order):
        slots_left = sum(candidate.available(slot.number) for slot in moment.to_come)
        urgent = candidates_left[candidate.key] >= slots_left
        for column, room in enumerate(moment.rooms):
            performance = (candidate.key, room.exercise)
            if performance in left and (moment.slot.number, room.key) in free[performance]:
                rank = 2.0 * (len(moment.order) - row)
                both = urgent + (room.exercise in urgent_exercises)
                weights[row, column] = _SEEN + rank + _URGENT * both
    return weights


def search_times(workshop: RotationTask, *, seconds: float) -> tuple[ProgramStatus, dict[tuple[int, int], Place]]:
    """Times by an integer program, where the construction fails: found, proved that there are none, or unknown."""
    program = IntegerProgram()
    chosen: dict[tuple[tuple[int, int], Place], int] = {}
    per_room: dict[Place, list[tuple[int, float]]] = {}
    per_candidate: dict[Place, list[tuple[int, float]]] = {}
    per_slot: dict[int, list[tuple[int, float]]] = {}
    for performance, where in places(workshop).items():
        for place in where:
            term = (program.choice(), 1.0)
            chosen[performance, place] = term[0]
            per_room.setdefault(place, []).append(term)
            per_candidate.setdefault((place[0], performance[0]), []).append(term)
            per_slot.setdefault(place[0], []).append(term)
        program.row([(chosen[performance, place], 1.0) for place in where], low=1, high=1)
    for terms in (*per_room.values(), *per_candidate.values()):
        program.row(terms, high=1)
    for number, terms in per_slot.items():
        program.row(terms, high=pairs_at_once(workshop, workshop.slot[number]))
    answer = solve(program, seconds=seconds)
    times = {performance: place for (performance, place), variable in chosen.items() if answer.chosen(variable)}
    return answer.status, times
