"""Fresh exercises of a workshop: who does one, who assesses it, when and where, and what stands in the way."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.sheets.models import Performance, Sheet
from assessments.sheets.rules.aliases import assessor_letter, candidate_code
from assessments.sheets.rules.states import Occasion, Turn
from assessments.workshops.models import FreshPlacement, PlacedPerformance
from assessments.workshops.queries.plans import PlannedPerformance
from assessments.workshops.queries.rotations import placed_in, rotation_in_use
from assessments.workshops.queries.task import WorkshopTask, placements_of
from assessments.workshops.queries.workshops import WorkshopParts
from assessments.workshops.rules.fresh import TakenSlots
from lms.errors import NotFound

PAIR = (Turn.FIRST, Turn.SECOND)


@dataclass(frozen=True)
class FreshExercise:
    """A fresh exercise with its pair, those who rated an earlier one, and its place where it has one."""

    row: Performance
    pair: tuple[int, ...]  # the people, by turn
    rated: frozenset[int]
    placed: FreshPlacement | None


def fresh_exercises(session: Session, workshop_id: int) -> list[FreshExercise]:
    """Every one of a workshop, the oldest first; three queries, however many."""
    at = (Performance.occasion == Occasion.WORKSHOP, Performance.occasion_id == workshop_id)
    rows = list(session.scalars(select(Performance).where(*at, Performance.no > 1).order_by(Performance.id)))
    if not rows:
        return []
    people = {one.person_id for one in rows}
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    earlier: dict[tuple[int | None, int | None], list[tuple[int, int]]] = defaultdict(list)
    sheets = session.execute(
        select(Sheet, Performance)
        .join(Performance, Performance.id == Sheet.performance_id)
        .where(*at, Performance.person_id.in_(people))
    )
    for sheet, row in sheets:
        earlier[row.person_id, row.exercise_id].append((row.no, sheet.assessor_id))
        if sheet.turn in PAIR:
            pairs[row.id].append((PAIR.index(Turn(sheet.turn)), sheet.assessor_id))
    found = session.scalars(
        select(FreshPlacement)
        .where(FreshPlacement.workshop_id == workshop_id)
        .execution_options(populate_existing=True)
    )
    placed = {one.performance_id: one for one in found}
    return [
        FreshExercise(
            row,
            tuple(person for _turn, person in sorted(pairs[row.id])),
            frozenset(person for no, person in earlier[row.person_id, row.exercise_id] if no < row.no),
            placed.get(row.id),
        )
        for row in rows
    ]


def fresh_exercise(session: Session, workshop_id: int, uuid: str, viewer_id: int) -> FreshExercise:
    """One of them; nobody arranges their own."""
    for one in fresh_exercises(session, workshop_id):
        if one.row.uuid == uuid and one.row.person_id != viewer_id:
            return one
    raise NotFound


def placed_in_use(session: Session, workshop_id: int) -> Sequence[PlacedPerformance]:
    """The performances of the rotation in use; none where there is none."""
    used = rotation_in_use(session, workshop_id)
    return placed_in(session, used.id) if used is not None else ()


def taken_slots(
    parts: WorkshopParts,
    whole: WorkshopTask,
    placed: Collection[PlacedPerformance],
    every: Collection[FreshExercise],
    but: int,
) -> TakenSlots:
    """What people and rooms have in which slot: by a rotation, and at fresh exercises other than this one."""
    held = placements_of(parts, placed, whole.slots)
    people = {(one.slot, person) for one in held for person in (*one.people, one.candidate)}
    rooms = {(one.slot, one.room) for one in held}
    number = {timed.begins_at: timed.slot.number for timed in whole.slots}
    voices = {one.id: one.person_id for one in parts.every_interpreter}
    for one in every:
        slot = number.get(one.placed.begins_at) if one.placed is not None else None
        if one.placed is None or slot is None or one.row.id == but:
            continue
        there = [*one.pair, one.row.person_id, voices.get(one.placed.interpreter_id or 0)]
        people |= {(slot, person) for person in there if person is not None}
        rooms.add((slot, one.placed.room_id))
    return TakenSlots(frozenset(people), frozenset(rooms))


def fresh_planned(parts: WorkshopParts, every: Collection[FreshExercise]) -> list[PlannedPerformance]:
    """Those that have their pair and, where they are not written, their place; in words, as a plan shows them."""
    return [
        _planned(parts, one)
        for one in every
        if len(one.pair) == len(PAIR) and (one.row.written or one.placed is not None)
    ]


def with_fresh(
    parts: WorkshopParts, planned: Sequence[PlannedPerformance], every: Collection[FreshExercise]
) -> list[PlannedPerformance]:
    """A plan with the fresh exercises in it, by time."""
    both = [*planned, *fresh_planned(parts, every)]
    return sorted(both, key=lambda one: (one.begins_at is None, one.begins_at, one.room, one.code))


def _planned(parts: WorkshopParts, one: FreshExercise) -> PlannedPerformance:
    candidate = next(each for each in parts.every_candidate if each.person_id == one.row.person_id)
    exercise = next(each for each in parts.every_exercise if each.id == one.row.exercise_id)
    numbers = {each.person_id: each.number for each in parts.every_assessor}
    pair = sorted(one.pair, key=lambda person: numbers[person])
    begins, ends, room, voice = _place(parts, one.placed)
    return PlannedPerformance(
        exercise_id=exercise.id,
        exercise=f"{exercise.title} ({one.row.no})",
        written=one.row.written,
        candidate_id=candidate.person_id,
        code=candidate_code(candidate.number),
        name=parts.name(candidate.person_id),
        languages=", ".join(candidate.languages),
        begins_at=begins,
        ends_at=ends,
        room_id=one.placed.room_id if one.placed else None,
        room=room,
        letters=tuple(assessor_letter(numbers[person]) for person in pair),
        assessor_ids=tuple(pair),
        assessors=tuple(parts.name(person) for person in pair),
        interpreter_ids=voice,
        interpreters=tuple(parts.name(person) for person in voice),
    )


def _place(
    parts: WorkshopParts, placed: FreshPlacement | None
) -> tuple[datetime | None, datetime | None, str, tuple[int, ...]]:
    if placed is None:
        return None, None, "", ()
    room = next(one.name for one in parts.every_room if one.id == placed.room_id)
    voices = tuple(one.person_id for one in parts.every_interpreter if one.id == placed.interpreter_id)
    return placed.begins_at, placed.ends_at, room, voices
