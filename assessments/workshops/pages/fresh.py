"""What a coordinator sees of performances: which may be recorded, and fresh exercises that want a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.sheets.rules.aliases import assessor_letter, candidate_code, shown_as
from assessments.workshops.forms import FreshForm
from assessments.workshops.labels import FRESH_FAULTS
from assessments.workshops.queries.fresh import (
    PAIR,
    FreshExercise,
    fresh_exercises,
    fresh_planned,
    placed_in_use,
    taken_slots,
)
from assessments.workshops.queries.performed import performed_at
from assessments.workshops.queries.plans import PlannedPerformance
from assessments.workshops.queries.task import WorkshopTask, workshop_task
from assessments.workshops.queries.workshops import WorkshopParts
from assessments.workshops.rules.fresh import FreshChoice, TakenSlots, fresh_faults
from assessments.workshops.rules.rotation import RotationExercise, covers
from assessments.workshops.services.fresh import FreshDraft
from lms.i18n import _
from lms.moments import said_briefly
from lms.web.api import options


@dataclass(frozen=True)
class RecordableLine:
    """A live performance: whether it was recorded, and whether the candidate agreed to that."""

    uuid: str
    candidate: str
    exercise: str
    recorded: bool
    agreed: bool


@dataclass(frozen=True)
class FreshLine:
    """A fresh exercise with its plan, or without one yet; `clash` says what does not fit any more."""

    uuid: str
    candidate: str
    exercise: str
    plan: PlannedPerformance | None
    clash: Sequence[str]


@dataclass(frozen=True)
class PerformedPage:
    """The performances of a workshop as its coordinator needs them: nothing of marks."""

    parts: WorkshopParts
    fresh: Sequence[FreshLine]
    lines: Sequence[RecordableLine]


def performed_page(session: Session, parts: WorkshopParts, viewer_id: int, now: datetime) -> PerformedPage:
    """All but one's own; a constant number of queries."""
    agreed = {one.person_id: one.recording_agreed for one in parts.every_candidate}
    exercises = {one.id: one.title for one in parts.every_exercise}
    lines = [
        RecordableLine(
            row.uuid, candidate_in_words(parts, row.person_id or 0, written=False), titled(exercises, row.exercise_id,
            row.no), row.recorded, agreed[row.person_id or 0],
        )
        for row in performed_at(session, parts.id)
        if row.person_id in agreed and row.person_id != viewer_id
    ]  # fmt: skip
    every = fresh_exercises(session, parts.id)
    mine = [one for one in every if one.row.person_id in agreed and one.row.person_id != viewer_id]
    whole = workshop_task(session, parts, now=now) if mine else None
    placed = placed_in_use(session, parts.id) if mine else ()
    fresh = [
        FreshLine(
            one.row.uuid,
            candidate_in_words(parts, one.row.person_id or 0, written=one.row.written),
            titled(exercises, one.row.exercise_id, one.row.no),
            next(iter(fresh_planned(parts, [one])), None),
            clashes(parts, whole, taken_slots(parts, whole, placed, every, one.row.id), one, now)
            if whole is not None
            else (),
        )
        for one in mine
    ]
    return PerformedPage(parts, fresh, lines)


def titled(exercises: dict[int, str], exercise_id: int | None, no: int) -> str:
    """The exercise, with its number where it is not the first."""
    title = exercises.get(exercise_id or 0, "")
    return title if no == 1 else f"{title} ({no})"


def candidate_in_words(parts: WorkshopParts, person_id: int, *, written: bool) -> str:
    """Code and name; of written work the code alone."""
    number = next(one.number for one in parts.every_candidate if one.person_id == person_id)
    return shown_as(parts.name(person_id), candidate_code(number), hidden=written)


def clashes(
    parts: WorkshopParts,
    whole: WorkshopTask,
    taken: TakenSlots,
    one: FreshExercise,
    now: datetime,
) -> list[str]:
    """What a plan that changed since makes impossible, in words; nothing once the exercise is over."""
    placed = one.placed
    slot = next((timed.slot.number for timed in whole.slots if placed and timed.begins_at == placed.begins_at), None)
    here = {each.person_id for each in parts.candidates}
    over = placed is None or placed.ends_at <= now or len(one.pair) != len(PAIR)
    if placed is None or slot is None or over or one.row.person_id not in here:
        return []
    topic = next(each.topic for each in parts.every_exercise if each.id == one.row.exercise_id)
    voice = next((each.person_id for each in parts.interpreters if each.id == placed.interpreter_id), None)
    choice = FreshChoice(
        one.row.person_id or 0, RotationExercise(one.row.exercise_id or 0, topic), (one.pair[0], one.pair[1]), slot,
        placed.room_id, voice,
    )  # fmt: skip
    found = fresh_faults(whole.task, choice, taken, rated=one.rated, waived=whole.waived)
    return [
        str(FRESH_FAULTS[fault]) % {"name": parts.people[key].name if key in parts.people else ""}
        for fault, key in found
    ]


def fill_fresh(session: Session, parts: WorkshopParts, one: FreshExercise, form: FreshForm, now: datetime) -> None:
    """Who may assess it, and for what is not written the times to come, those kept free first, and the rooms."""
    whole = workshop_task(session, parts, now=now)
    topic = next(each.topic for each in parts.every_exercise if each.id == one.row.exercise_id)
    exercise = RotationExercise(one.row.exercise_id or 0, topic)
    free = {
        each.key
        for each in whole.task.assessors
        if each.key not in one.rated
        and covers(each, exercise)
        and (each.key, one.row.person_id or 0) not in whole.task.conflicts
    }
    people = [
        (str(each.person_id), f"{assessor_letter(each.number)} {parts.name(each.person_id)}")
        for each in parts.assessors
        if each.person_id in free
    ]
    form.first.choices = form.second.choices = options([("", _("choose")), *people])
    if one.row.written:
        del form.slot, form.room, form.interpreter
        return
    coming = sorted((timed for timed in whole.slots if timed.ends_at > now), key=lambda timed: not timed.slot.spare)
    form.slot.choices = options(
        [("", _("choose")), *((str(timed.slot.number), slot_in_words(parts, timed.begins_at, spare=timed.slot.spare))
         for timed in coming)]
    )  # fmt: skip
    form.room.choices = options([("", _("choose")), *((str(each.id), each.name) for each in parts.rooms)])
    voices = [(str(each.person_id), parts.name(each.person_id)) for each in parts.interpreters]
    form.interpreter.choices = options([("", _("none")), *voices])


def slot_in_words(parts: WorkshopParts, begins: datetime, *, spare: bool) -> str:
    """When a slot begins, and whether it is kept free for this."""
    moment = said_briefly(begins, parts.row.time_zone)
    return _("%(moment)s, kept free", moment=moment) if spare else moment


def fresh_typed(form: FreshForm, *, written: bool) -> FreshDraft:
    """What was chosen."""
    pair = int(form.first.data), int(form.second.data)
    if written:
        return FreshDraft(*pair)
    voice = int(form.interpreter.data) if form.interpreter.data else None
    return FreshDraft(*pair, int(form.slot.data), int(form.room.data), voice)


def show_fresh(parts: WorkshopParts, one: FreshExercise, form: FreshForm) -> None:
    """What was chosen before, in the form."""
    for name, person in zip(("first", "second"), one.pair, strict=False):
        form[name].data = str(person)
    if one.placed is not None and not one.row.written:
        begins = one.placed.begins_at
        form.slot.data = next((str(timed.slot.number) for timed in parts.slots if timed.begins_at == begins), "")
        form.room.data = str(one.placed.room_id)
        voice = next((each.person_id for each in parts.interpreters if each.id == one.placed.interpreter_id), "")
        form.interpreter.data = str(voice)
