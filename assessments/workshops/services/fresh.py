"""A fresh exercise is given its two assessors, and a time and a room where it is not written."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.sheets.models import Sheet
from assessments.sheets.rules.states import Turn
from assessments.sheets.services.performances import SheetPlan, assign_sheets, withdraw_sheet
from assessments.workshops.events import FreshExercisePlaced
from assessments.workshops.labels import FRESH_FAULTS
from assessments.workshops.models import FreshPlacement
from assessments.workshops.queries.fresh import (
    PAIR,
    FreshExercise,
    fresh_exercise,
    fresh_exercises,
    fresh_planned,
    placed_in_use,
    taken_slots,
)
from assessments.workshops.queries.task import workshop_task
from assessments.workshops.queries.workshops import WorkshopParts, lock, workshop_by_id
from assessments.workshops.rules.frame import TimedSlot
from assessments.workshops.rules.fresh import FreshChoice, FreshFault, fresh_faults
from assessments.workshops.rules.rotation import RotationExercise
from assessments.workshops.services.messages import tell_changes
from lms import events
from lms.errors import BadInput, RuleBroken
from lms.i18n import _

FIELDS = {
    FreshFault.CANDIDATE_AWAY: "slot",
    FreshFault.CANDIDATE_BUSY: "slot",
    FreshFault.PERSON_AWAY: "slot",
    FreshFault.PERSON_BUSY: "slot",
    FreshFault.ROOM_STOPPED: "room",
    FreshFault.ROOM_BUSY: "room",
    FreshFault.LANGUAGE: "interpreter",
}  # beside which field a fault is shown; any other beside the second assessor


@dataclass(frozen=True)
class FreshDraft:
    """What a coordinator chose: people and rooms by their number, a slot by its number in the frame."""

    first: int
    second: int
    slot: int | None = None
    room: int | None = None
    interpreter: int | None = None


def place_fresh(
    session: Session, parts: WorkshopParts, uuid: str, draft: FreshDraft, *, by: int, now: datetime
) -> FreshExercise:
    """Name its assessors and say when and where; whoever has something marked already stays named.

    Refused where somebody is not independent, not qualified, not there, or has something else at that time.
    """
    lock(session, parts.id)
    parts = workshop_by_id(session, parts.id)
    if parts.row.closed_at is not None:
        raise RuleBroken(_("This workshop is closed. It cannot be changed."))
    fresh, before = fresh_exercise(session, parts.id, uuid, by), fresh_exercises(session, parts.id)
    timed = _sound(session, parts, fresh, draft, now)
    _name_pair(session, fresh, (draft.first, draft.second), by, now)
    if timed is not None and draft.room is not None:
        _keep(session, parts, fresh, draft, timed, by, now)
    session.flush()
    events.publish(
        session,
        FreshExercisePlaced(
            subject=f"workshop:{parts.id}", actor_id=by, at=now, performance_id=fresh.row.id,
            assessor_ids=[draft.first, draft.second],
            begins_at=timed.begins_at.isoformat() if timed is not None else None, room_id=draft.room,
        ),
    )  # fmt: skip
    after = fresh_exercises(session, parts.id)
    old, new = ([one for one in some if one.row.id == fresh.row.id] for some in (before, after))
    tell_changes(session, parts, fresh_planned(parts, old), fresh_planned(parts, new), now=now)
    return new[0]


def _sound(
    session: Session, parts: WorkshopParts, fresh: FreshExercise, draft: FreshDraft, now: datetime
) -> TimedSlot | None:
    """The slot that was chosen, if the whole choice is sound; none for written work."""
    whole = workshop_task(session, parts, now=now)
    timed = next((one for one in whole.slots if one.slot.number == draft.slot), None)
    if not fresh.row.written:
        if timed is None or timed.ends_at <= now:
            raise BadInput("slot", _("Choose a later time."))
        if draft.room is None:
            raise BadInput("room", _("Choose from the list."))
    if not {draft.first, draft.second} <= {one.person_id for one in parts.assessors}:
        raise BadInput("first", _("Choose from the list."))
    exercise = next(one for one in parts.every_exercise if one.id == fresh.row.exercise_id)
    candidate = fresh.row.person_id
    if candidate is None or candidate not in {one.person_id for one in parts.candidates}:
        raise RuleBroken(_("The candidate is no longer part of this workshop."))
    choice = FreshChoice(
        candidate,
        RotationExercise(exercise.id, exercise.topic),
        (draft.first, draft.second),
        None if fresh.row.written or timed is None else timed.slot.number,
        draft.room,
        draft.interpreter,
    )
    placed = placed_in_use(session, parts.id)
    taken = taken_slots(parts, whole, placed, fresh_exercises(session, parts.id), fresh.row.id)
    faults = fresh_faults(whole.task, choice, taken, rated=fresh.rated, waived=whole.waived)
    for fault, key in faults:
        name = parts.people[key].name if key in parts.people else ""
        raise BadInput(FIELDS.get(fault, "second"), str(FRESH_FAULTS[fault]) % {"name": name})
    return None if fresh.row.written else timed


def _name_pair(session: Session, fresh: FreshExercise, pair: tuple[int, int], by: int, now: datetime) -> None:
    sheets = list(session.scalars(select(Sheet).where(Sheet.performance_id == fresh.row.id, Sheet.turn.in_(PAIR))))
    for sheet in sheets:
        if sheet.assessor_id not in pair:
            withdraw_sheet(session, sheet, by_id=by, now=now)
    kept = {one.assessor_id: Turn(one.turn) for one in sheets if one.assessor_id in pair}
    free = [turn for turn in PAIR if turn not in kept.values()]
    wanted = [one for one in pair if one not in kept]
    plans = [SheetPlan(fresh.row, person, turn) for person, turn in zip(wanted, free, strict=True)]
    assign_sheets(session, plans, by_id=by, now=now)


def _keep(
    session: Session,
    parts: WorkshopParts,
    fresh: FreshExercise,
    draft: FreshDraft,
    timed: TimedSlot,
    by: int,
    now: datetime,
) -> None:
    voice = next((one.id for one in parts.interpreters if one.person_id == draft.interpreter), None)
    said = {
        "begins_at": timed.begins_at, "ends_at": timed.ends_at, "room_id": draft.room, "interpreter_id": voice,
        "by_id": by, "at": now,
    }  # fmt: skip
    if fresh.placed is None:
        session.add(FreshPlacement(performance_id=fresh.row.id, workshop_id=parts.id, **said))
        return
    for name, value in said.items():
        setattr(fresh.placed, name, value)
