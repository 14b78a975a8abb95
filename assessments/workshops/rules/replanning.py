"""Planning anew in mid-week: what is sealed stays, and as few people as possible are moved.

First whatever still stands is kept as it is, and only what cannot stay gets other people or another time. Then, where
that moves more people than it must, others may change place with them at the times that are settled; then whatever has
to do with it is opened; then everything. In each step as few people as possible have another plan afterwards, and they
as few changes as possible.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from assessments.workshops.rules import proofs
from assessments.workshops.rules.assessor_model import AssessorModel, Performance, RotationPreference, build
from assessments.workshops.rules.changes import moves, place_of
from assessments.workshops.rules.linear_program import ProgramStatus
from assessments.workshops.rules.links import parts
from assessments.workshops.rules.relaxing import breaches, breaches_of_people
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
STEP = 1.5  # seconds for a good answer of one step
PATIENCE = 10.0  # seconds for any answer of the first step, on a computer that has much else to do
ANY = 1e6  # a gap that every answer keeps
LARGEST_REPLAN = 40_000  # choices of a program with every time open


@dataclass(frozen=True)
class _Before:
    """The plan that was: what of it may change, which of that cannot stay, and which places each may take."""

    old: Mapping[Performance, RotationPlacement]
    where: Mapping[Performance, tuple[Place, ...]]
    unplaced: frozenset[Performance]  # their time or room is no more
    broken: frozenset[Performance]  # these, and those that somebody has to leave


def replan(
    workshop: RotationTask, before: Collection[RotationPlacement], kept: Collection[Performance], search: RotationSearch
) -> RotationSolution:
    """A new rotation from `workshop.from_slot` on, in which the kept performances stay as they were."""
    there = {c.key for c in workshop.candidates}
    kept = set(kept)
    sealed = tuple(p for p in before if p.performance in kept)
    workshop = replace(workshop, sealed=sealed, use_spare=True)
    was = _before(workshop, {p.performance: p for p in before if p.performance not in kept and p.candidate in there})
    deadline = SearchDeadline(search.clock, search.seconds)
    proof = proofs.by_counting(workshop)
    if proof:
        return RotationSolution(RotationVerdict.NONE_EXISTS, proof=proof)
    if not was.where:
        return RotationSolution(RotationVerdict.FOUND, sealed)
    best = _repaired(workshop, was, deadline)
    search.progress(SearchProgress(1, best))
    searched = False
    if not best or moves(before, best)[0] > _least(workshop, was, before):
        best, searched = _widened(workshop, before, was, best, search, deadline)
    if best:
        return RotationSolution(RotationVerdict.FOUND, best)
    proof = proofs.without_times(workshop, seconds=deadline.left(5.0))
    if proof or searched:
        return RotationSolution(RotationVerdict.NONE_EXISTS, proof=proof or proofs.RotationProof.SEARCHED)
    return find_rotation(workshop, replace(search, seconds=deadline.left()), _stay(was.old))


def _before(workshop: RotationTask, old: Mapping[Performance, RotationPlacement]) -> _Before:
    where = places(workshop)
    unplaced = frozenset(
        performance for performance, free in where.items() if place_of(old.get(performance)) not in free
    )
    left = frozenset(p for p in where if p not in unplaced and not _stands(workshop, old[p]))
    return _Before(old, where, unplaced, unplaced | left)


def _stands(workshop: RotationTask, placement: RotationPlacement) -> bool:
    """Whether all people of this placement are still there and may be there."""
    return placement.people <= _present(workshop, placement) and not any(breaches_of_people(workshop, placement))


def _present(workshop: RotationTask, placement: RotationPlacement) -> frozenset[int]:
    """Those who can be there at its time, and may stand before its candidate."""
    slot = workshop.slot[placement.slot]
    everybody: tuple[RotationAssessor | RotationInterpreter, ...] = (*workshop.assessors, *workshop.interpreters)
    return frozenset(
        person.key
        for person in everybody
        if person.present(slot)
        and (person.key, placement.candidate) not in workshop.conflicts
        and (person.key, *placement.performance) not in workshop.barred
    )


def _least(workshop: RotationTask, was: _Before, before: Collection[RotationPlacement]) -> int:
    """How many people have another plan at the least: all of what is gone, and who cannot be where they were."""
    people: set[int] = set()
    for placement in before:
        if placement.performance in was.unplaced or placement.performance not in was.old:
            gone = placement not in workshop.sealed
            people |= placement.people | {placement.candidate} if gone else set()
        elif placement.performance in was.broken:
            people |= placement.people - _present(workshop, placement)
    return len(people)


def _repaired(workshop: RotationTask, was: _Before, deadline: SearchDeadline) -> tuple[RotationPlacement, ...]:
    """Whatever stands is left as it is: people, and where that is not enough times, only for what cannot stay.

    These programs are small, so that an answer is there also where the computer has much else to do.
    """
    standing = tuple(was.old[p] for p in was.where if p not in was.broken)
    smaller = replace(workshop, sealed=(*workshop.sealed, *standing))
    if not was.broken:
        return _keeping_rules(workshop, smaller.sealed)
    free = places(smaller)
    for opened in (was.unplaced, was.broken) if was.unplaced != was.broken else (was.broken,):
        options = _options({p: free[p] for p in sorted(was.broken)}, was.old, opened)
        found = _small_answer(smaller, options, was, deadline) if all(options.values()) else ()
        if found:
            return _keeping_rules(workshop, found)
    return ()


def _small_answer(
    workshop: RotationTask, options: Mapping[Performance, tuple[Place, ...]], was: _Before, deadline: SearchDeadline
) -> tuple[RotationPlacement, ...]:
    """The best answer of a small program; where the computer has no time for that, any."""
    for seconds, gap in ((STEP, 0.0), (PATIENCE, ANY)):
        model = build(workshop, options, _stay(was.old))
        _count_people(model, was.old)
        status, found = linked_answer(model, deadline, each=seconds, gap=gap)
        if status is not ProgramStatus.UNKNOWN:
            return found
    return ()


def _keeping_rules(workshop: RotationTask, found: tuple[RotationPlacement, ...]) -> tuple[RotationPlacement, ...]:
    """What was found, unless what stands breaks a rule by itself.

    A load was made smaller since, or whoever went home was the only one before whom two parts of the assessors met.
    """
    apart = workshop.linked and len(parts(found)) > 1
    return () if apart or breaches(workshop, found) else found


def _widened(
    workshop: RotationTask,
    before: Collection[RotationPlacement],
    was: _Before,
    best: tuple[RotationPlacement, ...],
    search: RotationSearch,
    deadline: SearchDeadline,
) -> tuple[tuple[RotationPlacement, ...], bool]:
    """The best of what wider steps give and what is there; and whether everything was searched in vain."""
    for tried, opened in enumerate(_wider(workshop, was), start=2):
        model = build(workshop, _options(was.where, was.old, opened), _stay(was.old))
        _count_people(model, was.old)
        status, found = linked_answer(model, deadline, each=STEP)
        best = min((way for way in (best, found) if way), key=lambda way: moves(before, way), default=())
        search.progress(SearchProgress(tried, best))
        if best:
            return best, False
        if status is ProgramStatus.INFEASIBLE and len(opened) == len(was.where):
            return (), True
    return (), False


def _wider(workshop: RotationTask, was: _Before) -> Iterable[Collection[Performance]]:
    """Which performances may take another time: first what must, in the end all."""
    yield was.unplaced
    candidates, exercises = {c for c, _ in was.broken}, {e for _, e in was.broken}
    near = {p for p in was.where if p[0] in candidates or p[1] in exercises}
    if near - was.unplaced and _size(workshop, near, was.where) <= LARGEST_REPLAN:
        yield near
    if set(was.where) - near and _size(workshop, set(was.where), was.where) <= LARGEST_REPLAN:
        yield set(was.where)


def _size(
    workshop: RotationTask, opened: Collection[Performance], where: Mapping[Performance, tuple[Place, ...]]
) -> int:
    return sum(len(where[p]) if p in opened else 1 for p in where) * len(workshop.assessors)


def _options(
    where: Mapping[Performance, tuple[Place, ...]],
    old: Mapping[Performance, RotationPlacement],
    opened: Collection[Performance],
) -> dict[Performance, tuple[Place, ...]]:
    options: dict[Performance, tuple[Place, ...]] = {}
    stays = {p: place for p in where if p not in opened and (place := place_of(old.get(p))) is not None}
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
        return 0.0 if place_of(before) == place else 0.3

    def of_place(performance: Performance, place: Place) -> float:
        before = old.get(performance)
        return 0.0 if before is None or place_of(before) == place else 1.0

    return RotationPreference(of_assessor, of_place, overload=0.05)


def _count_people(model: AssessorModel, old: Mapping[Performance, RotationPlacement]) -> None:
    """A cost for each person whose plan is another afterwards."""
    program = model.program
    person: dict[int, int] = {}
    elsewhere: dict[tuple[int, Performance], list[tuple[int, float]]] = defaultdict(list)
    for (performance, place), held in model.held.items():
        if performance in old and place != place_of(old[performance]):
            elsewhere[performance[0], performance].append((held, -1.0))
    for (key, performance, place), chosen in model.assesses.items():
        before = old.get(performance)
        if before and key in before.assessors and place_of(before) == place:
            touched = _touched(model, person, key)
            program.row([(touched, 1.0), (chosen, 1.0)], low=1)
        else:
            elsewhere[key, performance].append((chosen, -1.0))
    for (key, _performance), terms in elsewhere.items():
        program.row([(_touched(model, person, key), 1.0), *terms], low=0)


def _touched(model: AssessorModel, person: dict[int, int], key: int) -> int:
    if key not in person:
        person[key] = model.program.choice(PERSON)
    return person[key]
