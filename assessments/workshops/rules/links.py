"""Links: whether the graph of assessors hangs together, and the rows that make it do so.

Two assessors are linked by each candidate whom both assess. Severity can be compared only inside one connected part, so
a rotation in two parts is refused; a bridge of fewer than three candidates is mended where that is possible.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import combinations

from assessments.statistics.severity.connectedness import connected_groups
from assessments.workshops.rules.assessor_model import AssessorModel
from assessments.workshops.rules.rotation import BRIDGE, RotationPlacement


def shared_candidates(placements: Iterable[RotationPlacement]) -> dict[tuple[int, int], int]:
    """How many candidates each two assessors share."""
    seen: dict[int, set[int]] = defaultdict(set)
    for placement in placements:
        for assessor in placement.assessors:
            seen[assessor].add(placement.candidate)
    counted = {pair: len(seen[pair[0]] & seen[pair[1]]) for pair in combinations(sorted(seen), 2)}
    return {pair: number for pair, number in counted.items() if number}


def parts(placements: Collection[RotationPlacement], *, least: int = 1) -> list[frozenset[int]]:
    """The assessors in parts that share at least so many candidates from one to the next, the smallest part first."""
    alone = [(assessor, assessor) for placement in placements for assessor in placement.assessors]
    shared = shared_candidates(placements)
    linked = [(pair, assessor) for pair, number in shared.items() if number >= least for assessor in pair]
    groups = connected_groups([*alone, *linked])
    return sorted(map(frozenset, groups), key=lambda group: (len(group), min(group)))


def bridge_for(candidates: int) -> int:
    """How many shared candidates a bridge should have; a small workshop has fewer candidates than that."""
    return min(BRIDGE, candidates)


def demand_link(model: AssessorModel, part: frozenset[int], *, least: int) -> None:
    """Demand that so many candidates are assessed inside and outside of this part, if both assess at all."""
    program = model.program
    inside, outside = _by_candidate(model, part)
    sealed_in, sealed_out = _sealed(model, part)
    shared: list[tuple[int, float]] = []
    certain = len(sealed_in & sealed_out)
    for candidate in (inside.keys() | sealed_in) & (outside.keys() | sealed_out):
        if candidate in sealed_in and candidate in sealed_out:
            continue
        both = program.choice()
        shared.append((both, 1.0))
        for variables, done in ((inside.get(candidate, []), sealed_in), (outside.get(candidate, []), sealed_out)):
            if candidate not in done:
                program.row([(both, 1.0), *((v, -1.0) for v in variables)], high=0)
    used = []
    for sides, done in ((inside, sealed_in), (outside, sealed_out)):
        at_work = program.choice()
        used.append((at_work, -float(least)))
        variables = [v for group in sides.values() for v in group]
        low = 1.0 if done else 0.0
        program.row([(at_work, 1.0)], low=low, high=1.0)
        if variables:
            program.row([(at_work, float(len(variables))), *((v, -1.0) for v in variables)], low=0)
    program.row([*shared, *used], low=-float(least) - certain)


def _by_candidate(model: AssessorModel, part: frozenset[int]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    inside: dict[int, list[int]] = defaultdict(list)
    outside: dict[int, list[int]] = defaultdict(list)
    for (assessor, performance, _), variable in model.assesses.items():
        (inside if assessor in part else outside)[performance[0]].append(variable)
    return inside, outside


def _sealed(model: AssessorModel, part: frozenset[int]) -> tuple[set[int], set[int]]:
    inside: set[int] = set()
    outside: set[int] = set()
    for placement in model.workshop.sealed:
        for assessor in placement.assessors:
            (inside if assessor in part else outside).add(placement.candidate)
    return inside, outside
