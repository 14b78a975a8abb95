"""Planning anew in mid-week: what is sealed stays, and as few people as possible are moved.

First only what cannot stay is given a new time; then whatever has to do with it; then everything. In each step as few
people as possible have another plan afterwards, and they as few changes as possible.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from assessments.workshops.rules import proofs
from assessments.workshops.rules.assessor_model import AssessorModel, Performance, RotationPreference, build
from assessments.workshops.rules.linear_program import ProgramStatus
from assessments.workshops.rules.rotation import RotationAssessor, RotationInterpreter, RotationPlacement, RotationTask
from assessments.workshops.rules.solving import (
    RotationSearch,
    RotationSolution,
    RotationVerdict,
    SearchDeadline,
    SearchProgress,
    find_rotation,
    linked_answer,
)
from assessments.workshops.rules.times import Place, places

PERSON = 3.0  # what it costs that one person more has another plan
STEP = 1.5  # seconds for one step; what was found by then is good enough
LARGEST_REPLAN = 40_000  # choices of a program with every time open


@dataclass(frozen=True)
class AssessorAway:
    """An assessor who is not there from this slot on."""

    person: int
    from_slot: int


@dataclass(frozen=True)
class InterpreterAway:
    """An interpreter who is not there from this slot on."""

    person: int
    from_slot: int


@dataclass(frozen=True)
class RoomStopped:
    """A room that is not used from this slot on, until another, or for good."""

    room: int
    from_slot: int
    until_slot: int | None = None


@dataclass(frozen=True)
class CandidateLate:
    """A candidate who is there from this slot on."""

    person: int
    first_slot: int


@dataclass(frozen=True)
class CandidateWithdrawn:
    """A candidate who does nothing more; what is sealed of theirs stays."""

    person: int


Disruption = AssessorAway | InterpreterAway | RoomStopped | CandidateLate | CandidateWithdrawn


@dataclass(frozen=True)
class PlanChange:
    """What changed for one person at one performance; nothing before means new, nothing after means gone."""

    before: RotationPlacement | None
    after: RotationPlacement | None


def disturbed(workshop: RotationTask, disruptions: Iterable[Disruption]) -> RotationTask:
    """The workshop as it is after what happened."""
    for event in disruptions:
        workshop = _after(workshop, event)
    return workshop


def _after(workshop: RotationTask, event: Disruption) -> RotationTask:
    match event:
        case AssessorAway(person, slot):
            there = tuple(replace(a, away_from=slot) if a.key == person else a for a in workshop.assessors)
            return replace(workshop, assessors=there)
        case InterpreterAway(person, slot):
            voices = tuple(replace(i, away_from=slot) if i.key == person else i for i in workshop.interpreters)
            return replace(workshop, interpreters=voices)
        case RoomStopped(room, slot, until):
            rooms = tuple(
                replace(r, stopped_from=slot, stopped_until=until) if r.key == room else r for r in workshop.rooms
            )
            return replace(workshop, rooms=rooms)
        case CandidateLate(person, slot):
            late = tuple(replace(c, first_slot=slot) if c.key == person else c for c in workshop.candidates)
            return replace(workshop, candidates=late)
        case CandidateWithdrawn(person):
            return replace(workshop, candidates=tuple(c for c in workshop.candidates if c.key != person))


def replan(
    workshop: RotationTask, before: Collection[RotationPlacement], kept: Collection[Performance], search: RotationSearch
) -> RotationSolution:
    """A new rotation from `workshop.from_slot` on, in which the kept performances stay as they were."""
    there = {c.key for c in workshop.candidates}
    kept = set(kept)
    sealed = tuple(p for p in before if p.performance in kept)
    workshop = replace(workshop, sealed=sealed, use_spare=True)
    old = {p.performance: p for p in before if p.performance not in kept and p.candidate in there}
    deadline = SearchDeadline(search.clock, search.seconds)
    proof = proofs.by_counting(workshop) or proofs.without_times(workshop, seconds=deadline.left(5.0))
    if proof:
        return RotationSolution(RotationVerdict.NONE_EXISTS, proof=proof)
    where = places(workshop)
    moved = {performance for performance, free in where.items() if _place(old.get(performance)) not in free}
    best: tuple[RotationPlacement, ...] = ()
    for tried, (opened, preference) in enumerate(_wider(workshop, moved, where, old), start=1):
        model = build(workshop, _options(where, old, opened), preference)
        _count_people(model, old)
        status, found = linked_answer(model, deadline, each=STEP)
        best = min((way for way in (best, found) if way), key=lambda way: moves(before, way), default=())
        search.progress(SearchProgress(tried, best))
        if best and tried > 1:
            break
        if status is ProgramStatus.INFEASIBLE and len(opened) == len(where) and tried > 1:
            return RotationSolution(RotationVerdict.NONE_EXISTS, proof=proofs.RotationProof.SEARCHED)
    if best or not where:
        return RotationSolution(RotationVerdict.FOUND, best or sealed)
    return find_rotation(workshop, replace(search, seconds=deadline.left()), _stay(old))


def _place(placement: RotationPlacement | None) -> Place | None:
    return (placement.slot, placement.room) if placement else None


def _wider(
    workshop: RotationTask,
    moved: set[Performance],
    where: Mapping[Performance, tuple[Place, ...]],
    old: Mapping[Performance, RotationPlacement],
) -> Iterable[tuple[set[Performance], RotationPreference]]:
    """Which performances may take another time, and with which preference: first what must, in the end all.

    At first the assessors of every performance that can stay as it is stay too.
    """
    stay = _stay(old)
    settled = {p: old[p].assessors for p in where if p not in moved and _still_good(workshop, old[p])}
    yield moved, replace(stay, may=lambda key, performance: key in settled.get(performance, (key,)))
    yield moved, stay
    candidates, exercises = {c for c, _ in moved}, {e for _, e in moved}
    near = {p for p in where if p[0] in candidates or p[1] in exercises}
    if near - moved and _size(workshop, near, where) <= LARGEST_REPLAN:
        yield near, stay
    if set(where) - near and _size(workshop, set(where), where) <= LARGEST_REPLAN:
        yield set(where), stay


def _still_good(workshop: RotationTask, placement: RotationPlacement) -> bool:
    """Whether everybody of this placement can still be there."""
    slot = workshop.slot[placement.slot]
    everybody: tuple[RotationAssessor | RotationInterpreter, ...] = (*workshop.assessors, *workshop.interpreters)
    free = {
        person.key
        for person in everybody
        if person.present(slot) and (person.key, placement.candidate) not in workshop.conflicts
    }
    return placement.people <= free


def _size(workshop: RotationTask, opened: set[Performance], where: Mapping[Performance, tuple[Place, ...]]) -> int:
    return sum(len(where[p]) if p in opened else 1 for p in where) * len(workshop.assessors)


def _options(
    where: Mapping[Performance, tuple[Place, ...]],
    old: Mapping[Performance, RotationPlacement],
    opened: set[Performance],
) -> dict[Performance, tuple[Place, ...]]:
    options: dict[Performance, tuple[Place, ...]] = {}
    stays = {p: place for p in where if p not in opened and (place := _place(old.get(p))) is not None}
    rooms = set(stays.values())
    candidates = {(performance[0], place[0]) for performance, place in stays.items()}
    for performance, free in where.items():
        left = (place for place in free if place not in rooms and (performance[0], place[0]) not in candidates)
        options[performance] = (stays[performance],) if performance in stays else tuple(left)
    return options


def _stay(old: Mapping[Performance, RotationPlacement]) -> RotationPreference:
    def of_assessor(key: int, performance: Performance, place: Place) -> float:
        before = old.get(performance)
        if before is None:
            return 0.2
        if key not in before.assessors:
            return 1.0
        return 0.0 if _place(before) == place else 0.3

    def of_place(performance: Performance, place: Place) -> float:
        before = old.get(performance)
        return 0.0 if before is None or _place(before) == place else 1.0

    return RotationPreference(of_assessor, of_place, overload=0.05)


def _count_people(model: AssessorModel, old: Mapping[Performance, RotationPlacement]) -> None:
    """A cost for each person whose plan is another afterwards."""
    program = model.program
    person: dict[int, int] = {}
    for (performance, place), held in model.held.items():
        if performance in old and place != _place(old[performance]):
            touched = person.setdefault(performance[0], program.choice(PERSON))
            program.row([(touched, 1.0), (held, -1.0)], low=0)
    assessor: dict[int, int] = {a.key: program.choice(PERSON) for a in model.workshop.assessors}
    for (key, performance, place), chosen in model.assesses.items():
        before = old.get(performance)
        if before and key in before.assessors and _place(before) == place:
            program.row([(assessor[key], 1.0), (chosen, 1.0)], low=1)
        else:
            program.row([(assessor[key], 1.0), (chosen, -1.0)], low=0)


def moves(before: Iterable[RotationPlacement], after: Iterable[RotationPlacement]) -> tuple[int, int]:
    """How many people have another plan, and how many changes there are in all."""
    changed = changes(before, after)
    return len(changed), sum(len(lines) for lines in changed.values())


def changes(
    before: Iterable[RotationPlacement], after: Iterable[RotationPlacement]
) -> dict[int, tuple[PlanChange, ...]]:
    """What is another for each person: a candidate sees times and rooms, the others also whom they are with."""
    old, new = {p.performance: p for p in before}, {p.performance: p for p in after}
    found: dict[int, list[PlanChange]] = defaultdict(list)
    for performance in sorted(old.keys() | new.keys()):
        was, now = old.get(performance), new.get(performance)
        if _place(was) != _place(now):
            found[performance[0]].append(PlanChange(was, now))
        people_before = was.people if was else frozenset()
        people_after = now.people if now else frozenset()
        for person in sorted(people_before | people_after):
            mine = (was if person in people_before else None, now if person in people_after else None)
            if _place(mine[0]) != _place(mine[1]):
                found[person].append(PlanChange(*mine))
    return {person: tuple(lines) for person, lines in found.items()}
