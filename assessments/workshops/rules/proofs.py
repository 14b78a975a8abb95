"""Proofs that no rotation exists: by counting, and by a program that leaves the times out."""

from collections import Counter, defaultdict
from enum import StrEnum

from assessments.workshops.rules.linear_program import IntegerProgram, ProgramStatus, solve
from assessments.workshops.rules.rotation import ASSESSORS_EACH, RotationTask, covers, understands
from assessments.workshops.rules.times import open_slots, pairs_at_once, places


class RotationProof(StrEnum):
    """Why there can be none."""

    NO_PLACE = "no-place"  # a performance has no slot and room at all
    CANDIDATE_SLOTS = "candidate-slots"  # a candidate has fewer slots than exercises
    ROOM_SLOTS = "room-slots"  # the rooms of an exercise have fewer slots than candidates
    PAIRS = "pairs"  # fewer pairs of assessors in all slots together than performances
    NO_ASSESSORS = "no-assessors"  # a performance has fewer than two assessors who may
    SEARCHED = "searched"  # every possibility was searched


def by_counting(workshop: RotationTask) -> RotationProof | None:
    """A proof that takes no search, or none."""
    where = places(workshop)
    if not all(where.values()):
        return RotationProof.NO_PLACE
    needed = Counter(candidate for candidate, _ in where)
    wanted = Counter(exercise for _, exercise in where)
    slots: dict[int, set[int]] = defaultdict(set)
    rooms: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for (candidate, exercise), free in where.items():
        slots[candidate].update(slot for slot, _ in free)
        rooms[exercise].update(free)
    if any(len(slots[candidate]) < number for candidate, number in needed.items()):
        return RotationProof.CANDIDATE_SLOTS
    if any(len(rooms[exercise]) < number for exercise, number in wanted.items()):
        return RotationProof.ROOM_SLOTS
    if sum(min(pairs_at_once(workshop, slot), len(workshop.rooms)) for slot in open_slots(workshop)) < len(where):
        return RotationProof.PAIRS
    return None


def without_times(workshop: RotationTask, *, seconds: float) -> RotationProof | None:
    """A proof by a program that knows who may assess whom and how often in all, but no times."""
    program = IntegerProgram()
    candidates = {c.key: c for c in workshop.candidates}
    exercises = {e.key: e for e in workshop.exercises}
    loads: dict[int, list[tuple[int, float]]] = defaultdict(list)
    sealed = Counter(key for p in workshop.sealed for key in p.assessors)
    times = {a.key: sum(a.present(slot) for slot in open_slots(workshop)) for a in workshop.assessors}
    for candidate, exercise in workshop.performances:
        both: list[tuple[int, float]] = []
        by_administration: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for assessor in workshop.assessors:
            helped = understands(assessor, candidates[candidate]) or workshop.interpreters
            free = assessor.key != candidate and (assessor.key, candidate) not in workshop.conflicts
            free = free and (assessor.key, candidate, exercise) not in workshop.barred
            if not free or not helped or not times[assessor.key] or not covers(assessor, exercises[exercise]):
                continue
            term = (program.choice(), 1.0)
            both.append(term)
            loads[assessor.key].append(term)
            by_administration[assessor.administration or f"#{assessor.key}"].append(term)
        if len(by_administration) < ASSESSORS_EACH:
            return RotationProof.NO_ASSESSORS
        program.row(both, low=ASSESSORS_EACH, high=ASSESSORS_EACH)
        for terms in by_administration.values():
            program.row(terms, high=1)
    for assessor in workshop.assessors:
        most = times[assessor.key]
        if assessor.most is not None:
            most = min(most, max(assessor.most - sealed[assessor.key], 0))
        program.row(loads[assessor.key], high=most)
    found = solve(program, seconds=seconds, gap=1.0)
    return RotationProof.SEARCHED if found.status is ProgramStatus.INFEASIBLE else None
