"""What a search for a rotation starts from: the task, and in a replan what is kept of the rotation in use."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.sheets.models import Performance, Sheet, SheetEvent
from assessments.sheets.queries.moderators import moderating
from assessments.sheets.rules.states import Occasion
from assessments.workshops.models import PlacedPerformance, Rotation
from assessments.workshops.queries.rotations import placed_in
from assessments.workshops.queries.task import WorkshopTask, placements_of, workshop_task
from assessments.workshops.queries.workshops import WorkshopParts, workshop_by_id
from assessments.workshops.rules.frame import slot_at
from assessments.workshops.rules.rotation import RotationPlacement, RotationTask
from assessments.workshops.rules.standing import RotationStage

Kept = tuple[int, int]  # the person and the exercise


@dataclass(frozen=True)
class RotationStart:
    """A task to be solved; of a replan also what was before, and which performances and written pairs stay.

    `digest` is that of the task as the rows say it, without what a replan adds.
    """

    rotation_id: int
    stage: RotationStage
    seed: int
    whole: WorkshopTask
    task: RotationTask
    digest: str
    before: tuple[RotationPlacement, ...] = ()
    kept: frozenset[Kept] = frozenset()
    written_kept: Mapping[Kept, tuple[int, int]] = field(default_factory=dict)


def rotation_start(session: Session, rotation: Rotation, *, now: datetime) -> RotationStart:
    """Everything that a search needs, so that it needs no database while it runs."""
    parts = workshop_by_id(session, rotation.workshop_id)
    whole = workshop_task(session, parts, now=now)
    stage = RotationStage(rotation.stage)
    rated = performances_rated(session, parts)
    task = replace(whole.task, barred=_barred(session, parts, whole, rated))
    if rotation.before_id is None or rotation.from_at is None:
        return RotationStart(rotation.id, stage, rotation.seed, whole, task, whole.digest)
    placed = placed_in(session, rotation.before_id)
    before = placements_of(parts, placed, whole.slots)
    begun = {timed.slot.number for timed in whole.slots if timed.begins_at <= rotation.from_at}
    kept = frozenset(one.performance for one in before if one.slot in begun or one.performance in rated)
    task = replace(
        task,
        from_slot=slot_at(whole.slots, rotation.from_at),
        sealed=tuple(one for one in before if one.performance in kept),
        use_spare=True,
    )
    pairs = _written_kept(parts, placed, whole, rated)
    return RotationStart(rotation.id, stage, rotation.seed, whole, task, whole.digest, tuple(before), kept, pairs)


def _barred(
    session: Session, parts: WorkshopParts, whole: WorkshopTask, rated: Collection[Kept]
) -> frozenset[tuple[int, int, int]]:
    """Who moderates may have read what was marked: on a performance that has begun they keep only their own sheet."""
    moderators = moderating(session, parts.id, [one.key for one in whole.task.assessors]) if rated else ()
    if not moderators:
        return frozenset()
    rows = session.execute(
        select(Sheet.assessor_id, Performance.person_id, Performance.exercise_id)
        .join(Performance, Performance.id == Sheet.performance_id)
        .where(
            Performance.occasion == Occasion.WORKSHOP.value,
            Performance.occasion_id == parts.id,
            Performance.no == 1,
            Sheet.assessor_id.in_(moderators),
        )
    )
    own = {tuple(row) for row in rows}
    return frozenset((one, *pair) for one in moderators for pair in rated if (one, *pair) not in own)


def _written_kept(
    parts: WorkshopParts, placed: Collection[PlacedPerformance], whole: WorkshopTask, rated: Collection[Kept]
) -> dict[Kept, tuple[int, int]]:
    """The pairs of written work that stay: whoever wrote on a sheet, and all of whom both are still there."""
    candidates = {one.id: one.person_id for one in parts.candidates}
    assessors = {one.id: one.person_id for one in parts.every_assessor}
    gone = {one.key for one in whole.task.assessors if one.away_from is not None and one.away_until is None}
    there = {one.key for one in whole.task.assessors} - gone
    found = {}
    for one in placed:
        if one.slot is None and one.candidate_id in candidates:
            performance = (candidates[one.candidate_id], one.exercise_id)
            pair = (assessors[one.first_assessor_id], assessors[one.second_assessor_id])
            if performance in rated or set(pair) <= there:
                found[performance] = pair
    return found


def performances_rated(session: Session, parts: WorkshopParts) -> frozenset[Kept]:
    """The performances of a workshop on whose sheets somebody wrote already, sealed or not."""
    rows = session.execute(
        select(Performance.person_id, Performance.exercise_id)
        .join(Sheet, Sheet.performance_id == Performance.id)
        .join(SheetEvent, SheetEvent.sheet_id == Sheet.id)
        .where(Performance.occasion == Occasion.WORKSHOP.value, Performance.occasion_id == parts.id)
        .distinct()
    )
    return frozenset((person, exercise) for person, exercise in rows if person and exercise)
