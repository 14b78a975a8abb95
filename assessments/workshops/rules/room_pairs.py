"""Pairs that stay with their room for a half-day: the stage between the times and the assessors of each performance."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from assessments.workshops.rules.linear_program import IntegerProgram, solve
from assessments.workshops.rules.rotation import (
    ASSESSORS_EACH,
    RotationAssessor,
    RotationPlacement,
    RotationTask,
    covers,
    understands,
)
from assessments.workshops.rules.times import Place, Times

Block = tuple[int, int]  # a room in a half-day
Stay = tuple[int, int, int]  # an assessor in a room in a half-day


def block_of(workshop: RotationTask, place: Place) -> Block:
    """The room and the half-day of a place."""
    return place[1], workshop.slot[place[0]].half_day


def pairs_for(workshop: RotationTask, times: Times, *, seconds: float) -> frozenset[Stay]:
    """Two assessors for each room and half-day, with as few obstacles to those who come there as there can be."""
    blocks: dict[Block, list[tuple[tuple[int, int], Place]]] = defaultdict(list)
    for performance, place in times.items():
        blocks[block_of(workshop, place)].append((performance, place))
    program = IntegerProgram()
    stays: dict[Stay, int] = {}
    loads: dict[int, list[tuple[int, float]]] = defaultdict(list)
    half_days: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    for (room, half_day), held in blocks.items():
        by_administration: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for assessor in workshop.assessors:
            good = sum(_fits(workshop, assessor, performance, place) for performance, place in held)
            if not good:
                continue
            stay = program.choice(2.0 * (len(held) - good) - 3.0 * good)
            stays[assessor.key, room, half_day] = stay
            loads[assessor.key].append((stay, float(good)))
            half_days[assessor.key, half_day].append((stay, 1.0))
            by_administration[assessor.administration or f"#{assessor.key}"].append((stay, 1.0))
        everybody = [term for terms in by_administration.values() for term in terms]
        program.row(everybody, high=ASSESSORS_EACH)
        for terms in by_administration.values():
            program.row(terms, high=1)
    for terms in half_days.values():
        program.row(terms, high=1)
    _even(workshop, program, loads, len(times))
    answer = solve(program, seconds=seconds, gap=0.03)
    return frozenset(stay for stay, variable in stays.items() if answer.chosen(variable))


def _fits(workshop: RotationTask, assessor: RotationAssessor, performance: tuple[int, int], place: Place) -> bool:
    candidate = next(c for c in workshop.candidates if c.key == performance[0])
    exercise = next(e for e in workshop.exercises if e.key == performance[1])
    return (
        assessor.present(workshop.slot[place[0]])
        and (assessor.key, candidate.key) not in workshop.conflicts
        and (assessor.key, *performance) not in workshop.barred
        and covers(assessor, exercise)
        and (understands(assessor, candidate) or bool(workshop.interpreters))
    )


def _even(
    workshop: RotationTask, program: IntegerProgram, loads: Mapping[int, list[tuple[int, float]]], performances: int
) -> None:
    sealed = Counter(key for p in workshop.sealed for key in p.assessors)
    share = ASSESSORS_EACH * (performances + len(workshop.sealed)) / max(len(workshop.assessors), 1)
    for assessor in workshop.assessors:
        if not loads[assessor.key]:
            continue
        over = program.amount(3.0)
        program.row([*loads[assessor.key], (over, -1.0)], high=share - sealed[assessor.key])
        if assessor.most is not None:
            program.row(loads[assessor.key], high=max(assessor.most - sealed[assessor.key], 0))


def stays_broken(workshop: RotationTask, placements: Iterable[RotationPlacement]) -> int:
    """How many assessors come into a room for a part of a half-day, beyond the two who stay there."""
    seen: dict[Block, set[int]] = defaultdict(set)
    for placement in placements:
        seen[block_of(workshop, (placement.slot, placement.room))].update(placement.assessors)
    return sum(max(len(people) - ASSESSORS_EACH, 0) for people in seen.values())
