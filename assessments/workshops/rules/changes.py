"""What is another in a newer plan: for each person, and counted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.workshops.rules.rotation import RotationPlacement
from assessments.workshops.rules.times import Place


@dataclass(frozen=True)
class PlanChange:
    """What changed for one person at one performance; nothing before means new, nothing after means gone."""

    before: RotationPlacement | None
    after: RotationPlacement | None


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
        if place_of(was) != place_of(now):
            found[performance[0]].append(PlanChange(was, now))
        people_before = was.people if was else frozenset()
        people_after = now.people if now else frozenset()
        for person in sorted(people_before | people_after):
            mine = (was if person in people_before else None, now if person in people_after else None)
            if place_of(mine[0]) != place_of(mine[1]):
                found[person].append(PlanChange(*mine))
    return {person: tuple(lines) for person, lines in found.items()}


def place_of(placement: RotationPlacement | None) -> Place | None:
    """Its slot and room; none of what is not placed."""
    return (placement.slot, placement.room) if placement else None
