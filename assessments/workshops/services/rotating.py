"""Rotations: asked for, worked out piece by piece by a job, kept as rows, put in use once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.workshops.events import RotationAsked, RotationUsed
from assessments.workshops.models import PlacedPerformance, Rotation
from assessments.workshops.queries.rotations import placed_in, rotation_in_use, rotations_of
from assessments.workshops.queries.searching import RotationStart, performances_rated
from assessments.workshops.queries.task import WorkshopTask, workshop_task
from assessments.workshops.queries.workshops import WorkshopParts, lock, workshop_by_id
from assessments.workshops.rules.rotation import RotationPlacement
from assessments.workshops.rules.standing import RotationStage, RotationStanding
from lms import events, ids
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.inserts import insert_many
from lms.queue.jobs import enqueue

ROTATION_JOB = "workshop-rotation"
LEAST_PEOPLE = 2  # assessors, since each performance has two


@dataclass(frozen=True)
class FoundRotation:
    """What the search has found: placements with times, pairs for written work, and what to say of it."""

    placements: Sequence[RotationPlacement]
    written: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    tried: int = 0


def ask_rotation(
    session: Session, parts: WorkshopParts, *, seed: int, by: int, now: datetime, from_at: datetime | None = None
) -> Rotation:
    """Have a rotation worked out; with a moment, the one in use is planned anew from then on."""
    lock(session, parts.id)
    parts = workshop_by_id(session, parts.id)
    if parts.row.closed_at is not None:
        raise RuleBroken(_("This workshop is closed. It cannot be changed."))
    if from_at is None:
        demand_ready(parts)
    used, before = rotation_in_use(session, parts.id), rotations_of(session, parts.id)
    if any(one.standing == RotationStanding.WORKING for one in before):
        raise Conflict(_("A rotation is already being made. Load the page again."))
    if from_at is None and used is not None:
        raise RuleBroken(_("A rotation is active. Use “Something changed”. Then it is planned again."))
    if from_at is not None and used is None:
        raise RuleBroken(_("No rotation is active yet, so there is nothing to plan again."))
    stage = RotationStage.FIRST if from_at is None else RotationStage.REPLAN
    row = Rotation(
        uuid=ids.new_uuid(), workshop_id=parts.id, no=max((one.no for one in before), default=0) + 1,
        stage=stage.value, standing=RotationStanding.WORKING.value, before_id=used.id if used else None,
        from_at=from_at, seed=seed, digest="", tried=0, report={}, by_id=by, made_at=now, told_at=now,
        used_at=None, used_by_id=None,
    )  # fmt: skip
    session.add(row)
    try:
        session.flush()
    except IntegrityError as fault:
        raise Conflict(_("A rotation is already being made. Load the page again.")) from fault
    enqueue(session, ROTATION_JOB, {"rotation_id": row.id}, now=now)
    events.publish(
        session,
        RotationAsked(subject=f"workshop:{parts.id}", actor_id=by, at=now, rotation_id=row.id, stage=stage.value),
    )
    return row


def demand_ready(parts: WorkshopParts) -> None:
    """Refuse to search where something is missing that somebody has to add first, and say what."""
    rooms = {one.exercise_id for one in parts.rooms}
    without = next((one.title for one in parts.live if one.id not in rooms), None)
    for fault, words in (
        (not parts.exercises, _("Add an exercise first.")),
        (not parts.candidates, _("Add a candidate first.")),
        (len(parts.assessors) < LEAST_PEOPLE, _("Add two assessors first.")),
        (without is not None, _("Give the exercise “%(title)s” a room first.", title=without)),
        (bool(parts.live) and not parts.slots, _("First say when exercises are held: the times of the workshop.")),
    ):
        if fault:
            raise RuleBroken(words)


def keep_found(session: Session, start: RotationStart, found: FoundRotation, *, now: datetime) -> bool:
    """Keep what was found so far, in place of what was found before; answers whether the search still matters."""
    alive = _while_working(session, start.rotation_id, tried=found.tried, told_at=now, digest=start.digest)
    if alive and (found.placements or found.written):
        row = session.get_one(Rotation, start.rotation_id)
        _write(session, workshop_by_id(session, row.workshop_id), row, found, start.whole)
    return alive


def end_search(
    session: Session,
    start: RotationStart,
    standing: RotationStanding,
    report: dict[str, Any],
    *,
    tried: int,
    now: datetime,
) -> bool:
    """Say how the search ended; without a rotation nothing of it is left but the reasons."""
    alive = _while_working(
        session,
        start.rotation_id,
        tried=tried,
        told_at=now,
        digest=start.digest,
        report=report,
        standing=standing.value,
    )
    if alive and standing is not RotationStanding.PROPOSED:
        session.execute(delete(PlacedPerformance).where(PlacedPerformance.rotation_id == start.rotation_id))
    return alive


def stop_search(session: Session, parts: WorkshopParts, rotation: Rotation) -> None:
    """Stop a search; nothing of it is left. What the queue still finds of it is thrown away."""
    lock(session, parts.id)
    if not _while_working(session, rotation.id, standing=RotationStanding.FAILED.value, report={"stopped": True}):
        raise Conflict(_("This search is already over. Load the page again."))
    session.execute(delete(PlacedPerformance).where(PlacedPerformance.rotation_id == rotation.id))


def _while_working(session: Session, rotation_id: int, **values: Any) -> bool:
    changed = session.scalars(
        update(Rotation)
        .where(Rotation.id == rotation_id, Rotation.standing == RotationStanding.WORKING.value)
        .values(**values)
        .returning(Rotation.id)
        .execution_options(synchronize_session="fetch")
    ).one_or_none()
    return changed is not None


def _write(session: Session, parts: WorkshopParts, row: Rotation, found: FoundRotation, whole: WorkshopTask) -> None:
    """Every performance as a row; what was kept of an older rotation keeps its moments."""
    session.execute(delete(PlacedPerformance).where(PlacedPerformance.rotation_id == row.id))
    candidates = {one.person_id: one.id for one in parts.every_candidate}
    assessors = {one.person_id: one.id for one in parts.every_assessor}
    interpreters = {one.person_id: one.id for one in parts.every_interpreter}
    times = {timed.slot.number: timed for timed in whole.slots}
    rows: list[dict[str, Any]] = []
    for one in found.placements:
        timed = times[one.slot]
        first, second = (assessors[key] for key in one.assessors)
        voices = [interpreters[key] for key in one.interpreters]
        rows.append(
            {
                "candidate_id": candidates[one.candidate],
                "exercise_id": one.exercise,
                "slot": one.slot,
                "begins_at": timed.begins_at,
                "ends_at": timed.ends_at,
                "room_id": one.room,
                "first_assessor_id": first,
                "second_assessor_id": second,
                "interpreter_id": voices[0] if voices else None,
                "other_interpreter_id": voices[1] if len(voices) > 1 else None,
            }
        )
    empty = dict.fromkeys(("slot", "begins_at", "ends_at", "room_id", "interpreter_id", "other_interpreter_id"))
    for (candidate, exercise), (one_assessor, another) in found.written.items():
        rows.append(
            {
                **empty,
                "candidate_id": candidates[candidate],
                "exercise_id": exercise,
                "first_assessor_id": assessors[one_assessor],
                "second_assessor_id": assessors[another],
            }
        )
    insert_many(session, PlacedPerformance, [{"rotation_id": row.id, **one} for one in rows])


def put_in_use(session: Session, parts: WorkshopParts, rotation: Rotation, *, by: int, now: datetime) -> Rotation:
    """Put a proposed rotation in use, in place of the one that was; of two people at once one succeeds."""
    lock(session, parts.id)
    parts = workshop_by_id(session, parts.id)
    session.refresh(rotation)
    if rotation.standing != RotationStanding.PROPOSED:
        raise Conflict(_("This rotation is no longer proposed. Load the page again."))
    used = rotation_in_use(session, parts.id)
    if (used.id if used else None) != rotation.before_id:
        raise Conflict(_("Another rotation was activated. Plan again from that one."))
    if workshop_task(session, parts, now=now).digest != rotation.digest:
        raise Conflict(_("People, rooms, times or facts have changed since this rotation was made. Make it again."))
    if used is not None:
        _demand_untouched(session, parts, used, rotation, now)
        used.standing = RotationStanding.REPLACED.value
        session.flush()
    rotation.standing, rotation.used_at, rotation.used_by_id = RotationStanding.IN_USE.value, now, by
    session.flush()
    session.execute(
        update(Rotation)
        .where(
            Rotation.workshop_id == parts.id,
            Rotation.standing == RotationStanding.PROPOSED.value,
            Rotation.id != rotation.id,
        )
        .values(standing=RotationStanding.REPLACED.value)
        .execution_options(synchronize_session="fetch")
    )
    events.publish(
        session,
        RotationUsed(
            subject=f"workshop:{parts.id}", actor_id=by, at=now, rotation_id=rotation.id,
            before_id=used.id if used else None, digest=rotation.digest,
        ),
    )  # fmt: skip
    return rotation


def _demand_untouched(
    session: Session, parts: WorkshopParts, used: Rotation, rotation: Rotation, now: datetime
) -> None:
    """Refuse a replan that moves what began, or what somebody wrote about, since it was made."""
    rated = performances_rated(session, parts)
    people = {one.id: one.person_id for one in parts.every_candidate}
    after = {(one.candidate_id, one.exercise_id): _told(one) for one in placed_in(session, rotation.id)}
    for one in placed_in(session, used.id):
        moved = after.get((one.candidate_id, one.exercise_id)) not in (_told(one), None)
        begun = one.begins_at is not None and one.begins_at <= now
        if moved and (begun or (people[one.candidate_id], one.exercise_id) in rated):
            raise Conflict(_("Something that this plan moves has already started. Plan again from now on."))


def _told(one: PlacedPerformance) -> tuple[Any, ...]:
    return one.begins_at, one.room_id, frozenset((one.first_assessor_id, one.second_assessor_id))


def demand_reason(text: str, most: int) -> str:
    """A reason, in words that fit."""
    words = text.strip()
    if not 0 < len(words) <= most:
        raise BadInput("reason", _("Say why, in at most %(most)s characters.", most=most))
    return words
