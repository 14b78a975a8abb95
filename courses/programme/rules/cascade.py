"""The cascade: who was trained by whom and trains others now, generation by generation, and what is shown of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from courses.surveys.rules.suppression import suppressed


@dataclass(frozen=True)
class Training:
    """A trainer had an officer in a cohort, who led cohorts of their own later."""

    trainer_id: int
    officer_id: int
    cohort_id: int


@dataclass(frozen=True)
class CohortLead:
    """Somebody led a cohort, from a moment on."""

    person_id: int
    cohort_id: int
    since: datetime


@dataclass(frozen=True)
class OfficerPlace:
    """Somebody belongs to a cohort as an officer, which they joined at a moment."""

    person_id: int
    cohort_id: int
    joined_at: datetime


def trainings_of(leads: Iterable[CohortLead], places: Iterable[OfficerPlace]) -> list[Training]:
    """Who trained whom: the officer led another cohort only after they had joined; in the order of the places."""
    by_cohort: dict[int, list[int]] = defaultdict(list)
    by_person: dict[int, list[CohortLead]] = defaultdict(list)
    for lead in leads:
        by_cohort[lead.cohort_id].append(lead.person_id)
        by_person[lead.person_id].append(lead)
    return [
        Training(trainer_id, place.person_id, place.cohort_id)
        for place in places
        if any(own.cohort_id != place.cohort_id and own.since > place.joined_at for own in by_person[place.person_id])
        for trainer_id in sorted(by_cohort[place.cohort_id])
        if trainer_id != place.person_id
    ]


def trained_by(trainings: Iterable[Training], trainer_id: int) -> tuple[int, ...]:
    """Those whom a trainer trained and who train others now, each once, in the order of the trainings."""
    return tuple(dict.fromkeys(one.officer_id for one in trainings if one.trainer_id == trainer_id))


def trainers_of(trainings: Iterable[Training], officer_id: int) -> tuple[int, ...]:
    """By whom a trainer was trained, each once."""
    return tuple(dict.fromkeys(one.trainer_id for one in trainings if one.officer_id == officer_id))


def generations(trainings: Iterable[Training], root: int) -> list[frozenset[int]]:
    """The trainers below one, those of the first generation first; each stands where they come first.

    Two who trained each other end no tree: nobody stands in it twice, and never whoever it begins with.
    """
    below: dict[int, set[int]] = defaultdict(set)
    for one in trainings:
        below[one.trainer_id].add(one.officer_id)
    found, seen, last = list[frozenset[int]](), {root}, {root}
    while last := set().union(*(below[one] for one in last)) - seen:
        found.append(frozenset(last))
        seen |= last
    return found


@dataclass(frozen=True)
class CountedGroup:
    """How many officers are in a group, how many of them passed, and whether the reader sees it person by person."""

    officers: int
    passed: int
    seen: bool


@dataclass(frozen=True)
class ShownGroups:
    """What may be shown of some groups; none stands for a number that is left out."""

    officers: tuple[int | None, ...]  # group by group
    passed: tuple[int | None, ...]
    total: int | None
    total_passed: int | None


def shown_groups(groups: Sequence[CountedGroup]) -> ShownGroups:
    """Groups that one sees with exact numbers; the others in counts of five or more, so that no total tells of fewer.

    Of who passed in those others only the sum is told, beside the sum of who did not.
    """
    far = [one for one in groups if not one.seen]
    cells = suppressed([one.officers for one in far])
    left = iter(cells.cells)
    officers = tuple(one.officers if one.seen else next(left) for one in groups)
    passed = tuple(one.passed if one.seen else None for one in groups)
    near, near_passed = (sum(getattr(one, name) for one in groups if one.seen) for name in ("officers", "passed"))
    if not far:
        return ShownGroups(officers, passed, near, near_passed)
    passes = sum(one.passed for one in far)
    split = suppressed([passes, sum(one.officers for one in far) - passes])
    total = None if cells.total is None else near + cells.total
    with_passes = None if split.cells[0] is None else near_passed + split.cells[0]
    return ShownGroups(officers, passed, total, with_passes)
