"""Connectedness: assessors can be compared only where a chain of shared performances joins them all (union-find)."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

Assessor = TypeVar("Assessor", bound=Hashable)


def connected_groups(pairs: Iterable[tuple[Hashable, Assessor]]) -> list[list[Assessor]]:
    """The groups of assessors without a link between them, from who rated which performance; one group is the aim.

    Assessors and groups come in the order in which they are first named.
    """
    leader: dict[Assessor, Assessor] = {}
    first: dict[Hashable, Assessor] = {}
    for performance, assessor in pairs:
        leader.setdefault(assessor, assessor)
        other = first.setdefault(performance, assessor)
        leader[_root(leader, assessor)] = _root(leader, other)
    groups = defaultdict(list)
    for assessor in leader:
        groups[_root(leader, assessor)].append(assessor)
    return list(groups.values())


def _root(leader: dict[Assessor, Assessor], assessor: Assessor) -> Assessor:
    """Whoever stands for the group; the way there gets shorter each time."""
    while leader[assessor] != assessor:
        leader[assessor] = leader[leader[assessor]]
        assessor = leader[assessor]
    return assessor
