"""Rotations by size, slots included, and the rest planned anew at half: seconds, and processor time beside them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from assessments.workshops.rules.changes import moves
from assessments.workshops.rules.disruptions import (
    AssessorAway,
    CandidateLate,
    Disruption,
    RoomStopped,
    disturbed,
)
from assessments.workshops.rules.replanning import replan
from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationPlacement,
    RotationRoom,
    RotationSlot,
    RotationTask,
)
from assessments.workshops.rules.solving import RotationSearch, RotationSolution, RotationVerdict, find_rotation
from tests.benchmarks.figures import Report, at_most, say

HALF_DAYS, SLOTS = 10, 6  # of a workshop of five days; the last slot of each half-day is spare
ADMINISTRATIONS = 12
TAUGHT = 0.05  # of all pairs, beside those of one administration


@dataclass(frozen=True)
class RotationSize:
    """Candidates, exercises with a room each, assessors; the seconds that a first one and a replan may take."""

    candidates: int
    exercises: int
    assessors: int
    first: float | None = None
    again: float | None = None


SIZES = (RotationSize(10, 3, 6), RotationSize(20, 6, 12), RotationSize(40, 8, 20, 10, 5))


def measure(report: Report, *, pg: bool) -> None:
    """Each size once, from the same seed; rules alone, without a database."""
    say("Measuring rotations")
    del pg
    for size in SIZES:
        name = f"{size.candidates} × {size.exercises} × {size.assessors}"
        task = task_of(size)
        found, took, busy = timed(lambda task=task: find_rotation(task, searching()))
        if found.verdict is not RotationVerdict.FOUND:
            raise RuntimeError(f"No rotation for {name}: {found.verdict}.")
        report.add(f"a first rotation, {name}", took, "s", aim=size.first and at_most(size.first))
        report.add(f"a first rotation, {name}, processor", busy, "s", aim=size.first and at_most(size.first))
        half = sorted(one.slot for one in found.placements)[len(found.placements) // 2]
        after = at_half(task, half)
        kept = {one.performance for one in found.placements if one.slot < half}
        again, took, busy = timed(
            lambda after=after, found=found, kept=kept: replan(after, found.placements, kept, searching())
        )
        if again.verdict is not RotationVerdict.FOUND:
            raise RuntimeError(f"No replan for {name}: {again.verdict}.")
        report.add(f"a replan at half, {name}", took, "s", aim=size.again and at_most(size.again))
        report.add(f"a replan at half, {name}, processor", busy, "s", aim=size.again and at_most(size.again))
        report.add(f"moved by that replan, {name}", moved(found.placements, again.placements), "performances")
    one_by_one(report, name, task, found.placements)


def one_by_one(report: Report, name: str, task: RotationTask, before: tuple[RotationPlacement, ...]) -> None:
    """What each thing that happened moves by itself, beside how many performances it hits."""
    half = sorted(one.slot for one in before)[len(before) // 2]
    kept = {one.performance for one in before if one.slot < half}
    for what, event in zip(
        ("one ill assessor", "one room stopped", "one late candidate"), events(task, half), strict=True
    ):
        after = replace(disturbed(task, (event,)), from_slot=half)
        again = replan(after, before, kept, searching()).placements
        report.add(f"hit by {what}, {name}", hit(before, event, half), "performances")
        report.add(f"moved for {what}, {name}", moved(before, again), "performances")
        report.add(f"another plan for {what}, {name}", moves(before, again)[0], "people")


def hit(before: tuple[RotationPlacement, ...], event: Disruption, half: int) -> int:
    """How many performances cannot stay as they were."""
    match event:
        case AssessorAway(person, slot):
            return sum(person in one.assessors and one.slot >= slot for one in before)
        case RoomStopped(room, slot, until):
            return sum(one.room == room and slot <= one.slot < (until or one.slot + 1) for one in before)
        case CandidateLate(person, slot):
            return sum(one.candidate == person and half <= one.slot < slot for one in before)
    raise RuntimeError(f"Nothing is hit by {event}.")


def task_of(size: RotationSize) -> RotationTask:
    """A workshop of this size, by chance and always the same."""
    chance = Random(7)
    candidates = tuple(
        RotationCandidate(1000 + n, f"administration {n % ADMINISTRATIONS}", frozenset({"en"}))
        for n in range(size.candidates)
    )
    assessors = tuple(
        RotationAssessor(2000 + n, f"administration {n % (ADMINISTRATIONS - 2)}", frozenset({"en", "fr"}))
        for n in range(size.assessors)
    )
    conflicts = {
        (one.key, other.key): ("a fact",)
        for one in assessors
        for other in candidates
        if one.administration == other.administration or chance.random() < TAUGHT
    }
    exercises = tuple(RotationExercise(100 + n, None) for n in range(size.exercises))
    return RotationTask(
        slots=tuple(RotationSlot(n, n // SLOTS, spare=n % SLOTS == SLOTS - 1) for n in range(HALF_DAYS * SLOTS)),
        exercises=exercises,
        rooms=tuple(RotationRoom(200 + n, one.key) for n, one in enumerate(exercises)),
        candidates=candidates,
        assessors=assessors,
        conflicts=conflicts,
    )


def at_half(task: RotationTask, half: int) -> RotationTask:
    """The workshop once half is held: somebody fell ill, a room stops for some hours, a candidate comes late."""
    return replace(disturbed(task, events(task, half)), from_slot=half)


def events(task: RotationTask, half: int) -> tuple[Disruption, Disruption, Disruption]:
    """What happens at half."""
    return (
        AssessorAway(task.assessors[0].key, half),
        RoomStopped(task.rooms[0].key, half, half + SLOTS // 2),
        CandidateLate(task.candidates[-1].key, half + 2),
    )


def searching() -> RotationSearch:
    """A minute at most, the same chance each time, no more than the first that is found."""
    return RotationSearch(clock=time.monotonic, chance=Random(1), seconds=60.0)


def timed(act: Callable[[], RotationSolution]) -> tuple[RotationSolution, float, float]:
    """What it answers, seconds by the wall, seconds of processors."""
    begun, busy = time.perf_counter(), time.process_time()
    found = act()
    return found, time.perf_counter() - begun, time.process_time() - busy


def moved(before: tuple[RotationPlacement, ...], after: tuple[RotationPlacement, ...]) -> int:
    """How many performances have another time, room or pair."""
    old = {one.performance: one for one in before}
    return sum(old.get(one.performance) != one for one in after)
