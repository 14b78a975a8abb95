"""Relaxing: which rule, or which few rules together, stand in the way of a rotation, and what that would cost.

A relaxed workshop is the same one without a rule. Its rotation still keeps the rule wherever that is cheap, so what is
left of breaches is what somebody has to decide about.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from assessments.workshops.rules.assessor_model import Performance, RotationPreference
from assessments.workshops.rules.rotation import (
    ASSESSORS_EACH,
    RotationAssessor,
    RotationCandidate,
    RotationPlacement,
    RotationRoom,
    RotationRule,
    RotationSlot,
    RotationTask,
    bridges,
    covers,
    understands,
)
from assessments.workshops.rules.solving import RotationSearch, RotationVerdict, SearchDeadline, find_rotation
from assessments.workshops.rules.times import Place, open_slots, pairs_at_once

BROKEN = 6.0  # what a choice costs that breaks a rule


@dataclass(frozen=True, order=True)
class RuleBreach:
    """A rule that a placement does not keep, and the person of whom that is true, where it is of one."""

    rule: RotationRule
    placement: RotationPlacement
    person: int | None = None


@dataclass(frozen=True)
class RotationRelaxation:
    """Rules without which there is a rotation, that rotation, and where it breaks them."""

    rules: frozenset[RotationRule]
    placements: tuple[RotationPlacement, ...]
    breaches: tuple[RuleBreach, ...]
    more_slots: int = 0


def without(workshop: RotationTask, rules: Collection[RotationRule]) -> RotationTask:
    """The same workshop where these rules need not be kept."""
    if RotationRule.TIME in rules:
        workshop = _longer(workshop)
    return replace(
        workshop,
        use_spare=workshop.use_spare or RotationRule.SPARE in rules,
        linked=workshop.linked and RotationRule.LINKS not in rules,
        conflicts={} if RotationRule.CONFLICT in rules else workshop.conflicts,
        rooms=tuple(
            RotationRoom(room.key, room.exercise) if RotationRule.ROOMS in rules else room for room in workshop.rooms
        ),
        candidates=tuple(_freed_candidate(c, rules) for c in workshop.candidates),
        assessors=tuple(_freed_assessor(a, rules) for a in workshop.assessors),
        interpreters=tuple(
            replace(i, half_days=None) if RotationRule.PRESENCE in rules else i for i in workshop.interpreters
        ),
    )


def _freed_candidate(candidate: RotationCandidate, rules: Collection[RotationRule]) -> RotationCandidate:
    if RotationRule.AVAILABILITY in rules:
        candidate = replace(candidate, first_slot=0, last_slot=None)
    return replace(candidate, languages=frozenset()) if RotationRule.LANGUAGE in rules else candidate


def _freed_assessor(assessor: RotationAssessor, rules: Collection[RotationRule]) -> RotationAssessor:
    return replace(
        assessor,
        administration="" if RotationRule.ADMINISTRATIONS in rules else assessor.administration,
        topics=None if RotationRule.SCOPE in rules else assessor.topics,
        half_days=None if RotationRule.PRESENCE in rules else assessor.half_days,
        most=None if RotationRule.LOAD in rules else assessor.most,
        most_a_day=None if RotationRule.LOAD in rules else assessor.most_a_day,
    )


def _longer(workshop: RotationTask) -> RotationTask:
    """A further half-day with slots enough, in which every assessor and interpreter is there who is not ill."""
    last = max((slot.number for slot in workshop.slots), default=-1)
    half_day = max((slot.half_day for slot in workshop.slots), default=-1) + 1
    day = max((slot.day for slot in workshop.slots), default=-1) + 1
    extra = RotationSlot(last + 1, half_day, day=day)
    everybody = tuple(replace(a, half_days=None) for a in workshop.assessors)
    pairs = max(pairs_at_once(replace(workshop, assessors=everybody), extra), 1)
    rooms = min((len(workshop.rooms_of(e.key)) for e in workshop.exercises), default=1) or 1
    wanted = len(workshop.performances)
    number = min(
        max(len(workshop.exercises), -(-len(workshop.candidates) // rooms), -(-wanted // pairs)) + 1, max(wanted, 1)
    )
    more = tuple(RotationSlot(last + 1 + i, half_day, day=day) for i in range(number))
    return replace(
        workshop,
        slots=(*workshop.slots, *more),
        assessors=tuple(
            a if a.half_days is None else replace(a, half_days=a.half_days | {half_day}) for a in workshop.assessors
        ),
        interpreters=tuple(
            i if i.half_days is None else replace(i, half_days=i.half_days | {half_day}) for i in workshop.interpreters
        ),
    )


def relaxations(workshop: RotationTask, search: RotationSearch) -> tuple[RotationRelaxation, ...]:
    """Each rule without which alone there is a rotation; where no one rule is enough, one smallest set that is."""
    deadline = SearchDeadline(search.clock, search.seconds)
    relevant = [rule for rule in RotationRule if without(workshop, {rule}) != workshop]
    singles = []
    for number, rule in enumerate(relevant):
        if not deadline.left():
            break
        part = deadline.left() / max(len(relevant) - number, 1)
        found = _relaxed(workshop, frozenset({rule}), replace(search, seconds=max(part, 0.5), improving=0.0))
        if found:
            singles.append(found)
    if singles:
        return tuple(singles)
    smallest = _smallest(workshop, relevant, search, deadline)
    return (smallest,) if smallest else ()


def _smallest(
    workshop: RotationTask, relevant: list[RotationRule], search: RotationSearch, deadline: SearchDeadline
) -> RotationRelaxation | None:
    """Start without any rule, and take back, dearest first, each rule that can be kept after all."""
    kept_out = frozenset(relevant)
    each = search.seconds / (len(relevant) + 1)
    best = _relaxed(workshop, kept_out, replace(search, seconds=each, improving=0.0))
    for rule in reversed(relevant):
        if best is None or not deadline.left():
            return best
        fewer = kept_out - {rule}
        found = _relaxed(workshop, fewer, replace(search, seconds=each, improving=0.0)) if fewer else None
        if found:
            best, kept_out = found, fewer
    return best


def _relaxed(
    workshop: RotationTask, rules: frozenset[RotationRule], search: RotationSearch
) -> RotationRelaxation | None:
    freed = without(workshop, rules)
    found = find_rotation(freed, search, keeping(workshop))
    if found.verdict is not RotationVerdict.FOUND:
        return None
    last = max((slot.number for slot in workshop.slots), default=-1)
    more = max((p.slot for p in found.placements), default=last) - last
    return RotationRelaxation(rules, found.placements, tuple(breaches(workshop, found.placements)), max(more, 0))


def keeping(workshop: RotationTask) -> RotationPreference:
    """Choices that keep the rules of this workshop, wherever there are such."""
    assessors = {a.key: a for a in workshop.assessors}
    slots = {slot.number: slot for slot in open_slots(workshop)}
    candidates = {c.key: c for c in workshop.candidates}
    exercises = {e.key: e for e in workshop.exercises}

    def of_assessor(key: int, performance: Performance, place: Place) -> float:
        assessor = assessors[key]
        broken = (
            ((key, performance[0]) in workshop.conflicts)
            + (not covers(assessor, exercises[performance[1]]))
            + (not understands(assessor, candidates[performance[0]]))
            + (place[0] in slots and not assessor.present(slots[place[0]]))
        )
        return BROKEN * broken

    def of_place(performance: Performance, place: Place) -> float:
        late = not candidates[performance[0]].available(place[0])
        return BROKEN * late + (0.0 if place[0] in slots else 1.0)

    return RotationPreference(of_assessor, of_place)


def breaches(workshop: RotationTask, placements: Iterable[RotationPlacement]) -> list[RuleBreach]:
    """Where a rotation breaks a rule of this workshop: for those who decide whether that may be."""
    found: list[RuleBreach] = []
    slots = {slot.number: slot for slot in open_slots(workshop)}
    rooms = {room.key: room for room in workshop.rooms}
    candidates = {c.key: c for c in workshop.candidates}
    sealed = set(workshop.sealed)
    loads: Counter[int] = Counter()
    days: Counter[tuple[int, int]] = Counter()
    for placement in placements:
        loads.update(placement.assessors)
        if placement.slot in workshop.slot:
            days.update((key, workshop.slot[placement.slot].day) for key in placement.assessors)
        if placement in sealed:
            continue
        if placement.slot not in slots:
            known = placement.slot in workshop.slot
            found.append(RuleBreach(RotationRule.SPARE if known else RotationRule.TIME, placement))
        if rooms[placement.room].stopped(placement.slot):
            found.append(RuleBreach(RotationRule.ROOMS, placement))
        if not candidates[placement.candidate].available(placement.slot):
            found.append(RuleBreach(RotationRule.AVAILABILITY, placement, placement.candidate))
        found.extend(breaches_of_people(workshop, placement))
    found.extend(
        RuleBreach(RotationRule.LOAD, next(p for p in placements if a.key in p.assessors), a.key)
        for a in workshop.assessors
        if (a.most is not None and loads[a.key] > a.most) or _long_day(a, days)
    )
    return found


def _long_day(assessor: RotationAssessor, days: Mapping[tuple[int, int], int]) -> bool:
    """Whether an assessor has more on some day than was agreed."""
    most = assessor.most_a_day
    return most is not None and any(number > most for (key, _day), number in days.items() if key == assessor.key)


def breaches_of_people(workshop: RotationTask, placement: RotationPlacement) -> Iterable[RuleBreach]:
    """Where the people of one placement break a rule; those who are no part of the workshop any more are left out."""
    assessors = [a for a in workshop.assessors if a.key in placement.assessors]
    voices = [i for i in workshop.interpreters if i.key in placement.interpreters]
    candidate = next(c for c in workshop.candidates if c.key == placement.candidate)
    exercise = next(e for e in workshop.exercises if e.key == placement.exercise)
    slot = workshop.slot.get(placement.slot)
    for assessor in assessors:
        if (assessor.key, candidate.key) in workshop.conflicts:
            yield RuleBreach(RotationRule.CONFLICT, placement, assessor.key)
        if not covers(assessor, exercise):
            yield RuleBreach(RotationRule.SCOPE, placement, assessor.key)
        if not understands(assessor, candidate) and not any(bridges(i, assessor, candidate) for i in voices):
            yield RuleBreach(RotationRule.LANGUAGE, placement, assessor.key)
        if slot and not assessor.present(slot):
            yield RuleBreach(RotationRule.PRESENCE, placement, assessor.key)
    named = [a.administration for a in assessors if a.administration]
    if len(named) == ASSESSORS_EACH and len(set(named)) < ASSESSORS_EACH:
        yield RuleBreach(RotationRule.ADMINISTRATIONS, placement)
    for interpreter in voices:
        if (interpreter.key, candidate.key) in workshop.conflicts:
            yield RuleBreach(RotationRule.CONFLICT, placement, interpreter.key)
