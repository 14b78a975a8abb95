"""Scheduling a workshop: a rotation in stages, within a time, or a proof that there is none.

Times by construction, then pairs for each room and half-day, then the assessors of each performance by an integer
program; the times are varied where that fails. A workshop that is small enough is searched with all its times open, so
that "none exists" can be proved. The clock and a source of chance are handed in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.workshops.rules import proofs
from assessments.workshops.rules.assessor_model import AssessorModel, Performance, RotationPreference, build
from assessments.workshops.rules.linear_program import ProgramAnswer, ProgramStatus, solve
from assessments.workshops.rules.links import bridge_for, demand_link, parts
from assessments.workshops.rules.proofs import RotationProof
from assessments.workshops.rules.room_pairs import block_of, pairs_for, stays_broken
from assessments.workshops.rules.rotation import RotationPlacement, RotationTask
from assessments.workshops.rules.times import Place, SeededChance, candidate_order, construct, places, search_times

LARGEST_SEARCH = 12_000  # choices of a program with all times open
MOST_CUTS = 8  # rounds in which parts of the assessors are joined, with times that are settled
QUICKLY = 2.0  # seconds for a good answer, before the time that is left is spent on any at all
WORTH_A_BRIDGE = 3.0  # less than the breach of a rule or one person more whose plan changes
CHEAP = 0.05  # how far an answer may be from the cheapest one
UNREST = 0.7  # what an assessor outside of the room of the half-day costs


class RotationVerdict(StrEnum):
    """How the search ended."""

    FOUND = "found"
    NONE_EXISTS = "none-exists"  # proved
    NONE_FOUND = "none-found"  # in the time given


@dataclass(frozen=True)
class SearchProgress:
    """A sign of life: how many ways were tried, and the best rotation so far."""

    tried: int
    best: tuple[RotationPlacement, ...] = ()


@dataclass(frozen=True)
class RotationSearch:
    """How long may be searched, with which clock and chance, and whom to tell how it goes.

    After a first rotation `improving` seconds more are spent on better ones.
    """

    clock: Callable[[], float]
    chance: SeededChance
    seconds: float = 60.0
    improving: float = 0.0
    progress: Callable[[SearchProgress], None] = lambda progress: None


@dataclass(frozen=True)
class RotationSolution:
    """The verdict, the whole rotation with what was sealed before, and why there is none."""

    verdict: RotationVerdict
    placements: tuple[RotationPlacement, ...] = ()
    proof: RotationProof | None = None


class SearchDeadline:
    """How many seconds of a search are left."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock = clock
        self._ends = clock() + seconds

    def left(self, most: float = float("inf")) -> float:
        """The seconds that are left, at most so many."""
        return max(min(self._ends - self._clock(), most), 0.0)


def find_rotation(
    workshop: RotationTask, search: RotationSearch, preference: RotationPreference | None = None
) -> RotationSolution:
    """A rotation of this workshop that keeps every rule, or why there is none."""
    deadline = SearchDeadline(search.clock, search.seconds)
    proof = proofs.by_counting(workshop) or proofs.without_times(workshop, seconds=deadline.left(10.0))
    if proof:
        return RotationSolution(RotationVerdict.NONE_EXISTS, proof=proof)
    if not workshop.performances:
        return RotationSolution(RotationVerdict.FOUND, tuple(sorted(workshop.sealed)))
    where = places(workshop)
    small = sum(map(len, where.values())) * len(workshop.assessors) <= LARGEST_SEARCH
    chance = search.chance
    tried = 0
    while deadline.left():
        times = construct(workshop, candidate_order(workshop, chance if tried else None), chance)
        if times is None and tried == 0:
            status, by_program = search_times(workshop, seconds=deadline.left(20.0))
            if status is ProgramStatus.INFEASIBLE:
                return RotationSolution(RotationVerdict.NONE_EXISTS, proof=RotationProof.SEARCHED)
            times = by_program or None
        found = _with_times(workshop, times, deadline, preference) if times else ()
        tried += 1
        search.progress(SearchProgress(tried, found))
        if found:
            return _improved(workshop, search, (found, chance, tried), preference)
        if small and tried == 2:
            return _whole_search(workshop, where, deadline, preference)
    return RotationSolution(RotationVerdict.NONE_FOUND)


def _with_times(
    workshop: RotationTask,
    times: Mapping[Performance, Place],
    deadline: SearchDeadline,
    preference: RotationPreference | None,
) -> tuple[RotationPlacement, ...]:
    stays = pairs_for(workshop, times, seconds=deadline.left(2.0))
    wanted = preference or RotationPreference()

    def cost(assessor: int, performance: Performance, place: Place) -> float:
        unrest = 0.0 if (assessor, *block_of(workshop, place)) in stays else UNREST
        return unrest + wanted.of_assessor(assessor, performance, place)

    model = build(workshop, {p: (place,) for p, place in times.items()}, RotationPreference(cost, wanted.of_place))
    return linked_answer(model, deadline)[1]


def _whole_search(
    workshop: RotationTask,
    where: Mapping[Performance, tuple[Place, ...]],
    deadline: SearchDeadline,
    preference: RotationPreference | None,
) -> RotationSolution:
    """Every time of every performance open: what is found here is whole, and so is the proof that nothing is."""
    for seconds in (QUICKLY, deadline.left()):
        model = build(workshop, where, preference or RotationPreference())
        status, placements = linked_answer(model, deadline, each=seconds, most_cuts=MOST_CUTS * 100)
        if placements or status is ProgramStatus.INFEASIBLE:
            break
    if placements:
        return RotationSolution(RotationVerdict.FOUND, placements)
    if status is ProgramStatus.INFEASIBLE:
        return RotationSolution(RotationVerdict.NONE_EXISTS, proof=RotationProof.SEARCHED)
    return RotationSolution(RotationVerdict.NONE_FOUND)


def linked_answer(
    model: AssessorModel,
    deadline: SearchDeadline,
    *,
    each: float = 10.0,
    most_cuts: int = MOST_CUTS,
    gap: float = CHEAP,
) -> tuple[ProgramStatus, tuple[RotationPlacement, ...]]:
    """A cheap answer of the program whose assessors hang together; the whole rotation, sealed placements among it."""
    workshop = model.workshop
    answer = solve(model.program, seconds=deadline.left(each), gap=gap)
    cuts = 0
    while answer.status is ProgramStatus.SOLVED and workshop.linked:
        whole = _whole(model, answer)
        apart = parts(whole)
        if len(apart) <= 1:
            return ProgramStatus.SOLVED, _bridged(model, answer, deadline)
        if cuts == most_cuts or not deadline.left():
            return ProgramStatus.UNKNOWN, ()
        for part in apart if len(apart) > 2 else apart[:1]:
            demand_link(model, part, least=1)
        cuts += 1
        answer = solve(model.program, seconds=deadline.left(each), gap=gap)
    if answer.status is ProgramStatus.SOLVED:
        return ProgramStatus.SOLVED, _whole(model, answer)
    return answer.status, ()


def _bridged(model: AssessorModel, answer: ProgramAnswer, deadline: SearchDeadline) -> tuple[RotationPlacement, ...]:
    """The same with bridges of three candidates, where a few rounds find that at a small cost; else as it was."""
    least = bridge_for(len(model.workshop.candidates))
    whole, cost = _whole(model, answer), answer.cost
    for _ in range(2):
        thin = parts(whole, least=least)
        if len(thin) <= 1 or not deadline.left():
            return whole
        demand_link(model, thin[0], least=least)
        better = solve(model.program, seconds=deadline.left(2.0), gap=CHEAP)
        if better.status is not ProgramStatus.SOLVED or better.cost > cost + WORTH_A_BRIDGE:
            return whole
        if len(parts(_whole(model, better))) > 1:
            return whole
        whole = _whole(model, better)
    return whole


def _whole(model: AssessorModel, answer: ProgramAnswer) -> tuple[RotationPlacement, ...]:
    return tuple(sorted((*model.workshop.sealed, *model.placements(answer))))


def _improved(
    workshop: RotationTask,
    search: RotationSearch,
    so_far: tuple[tuple[RotationPlacement, ...], SeededChance, int],
    preference: RotationPreference | None,
) -> RotationSolution:
    best, chance, tried = so_far
    deadline = SearchDeadline(search.clock, search.improving)
    while deadline.left() and unrest(workshop, best) > 0:
        times = construct(workshop, candidate_order(workshop, chance), chance)
        found = _with_times(workshop, times, deadline, preference) if times else ()
        tried += 1
        if found and unrest(workshop, found) < unrest(workshop, best):
            best = found
        search.progress(SearchProgress(tried, best))
    return RotationSolution(RotationVerdict.FOUND, best)


def unrest(workshop: RotationTask, placements: tuple[RotationPlacement, ...]) -> float:
    """How restless a rotation is: changes of pairs within half-days, uneven loads, interpreters; less is better."""
    loads = [0] * len(workshop.assessors)
    position = {a.key: number for number, a in enumerate(workshop.assessors)}
    for placement in placements:
        for assessor in placement.assessors:
            if assessor in position:
                loads[position[assessor]] += 1
    spread = max(loads, default=0) - min(loads, default=0)
    return stays_broken(workshop, placements) + max(spread - 2, 0) + 0.2 * sum(len(p.interpreters) for p in placements)
