"""Exercises and rooms of a workshop: added, changed, taken out, stopped for a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from assessments.rubrics.models import RubricVersion
from assessments.workshops.events import ExerciseEnded, ExerciseSet, WorkshopRoomEnded, WorkshopRoomSet
from assessments.workshops.models import NAME_LENGTH, Exercise, WorkshopRoom
from assessments.workshops.queries.rotations import rotation_in_use
from assessments.workshops.queries.workshops import WorkshopParts, lock, workshop_by_id
from lms import events, ids
from lms.errors import BadInput, NotFound, RuleBroken
from lms.i18n import _

Part = TypeVar("Part", Exercise, WorkshopRoom)
LEAST_MINUTES, MOST_MINUTES = 5, 240


@dataclass(frozen=True)
class ExerciseDraft:
    """What is said of an exercise."""

    title: str
    rubric_version_id: int
    minutes: int
    topic: str | None
    written: bool


def set_exercise(
    session: Session, parts: WorkshopParts, draft: ExerciseDraft, uuid: str | None = None, *, by: int, now: datetime
) -> Exercise:
    """Add an exercise, or change the one with this id; while a rotation is in use, only its title and topic."""
    parts = _locked(session, parts)
    if not draft.title.strip():
        raise BadInput("title", _("Give the exercise a title."))
    if not LEAST_MINUTES <= draft.minutes <= MOST_MINUTES:
        raise BadInput("minutes", _("Use %(least)s to %(most)s minutes.", least=LEAST_MINUTES, most=MOST_MINUTES))
    if session.get(RubricVersion, draft.rubric_version_id) is None:
        raise BadInput("rubric", _("Choose from the list."))
    used = rotation_in_use(session, parts.id) is not None
    if uuid is None:
        if used:
            raise RuleBroken(_("A rotation is active. You cannot add exercises."))
        position = max((one.position for one in parts.every_exercise), default=0) + 1
        row = Exercise(uuid=ids.new_uuid(), workshop_id=parts.id, position=position, ended_at=None, **vars(draft))
        session.add(row)
    else:
        row = _one(parts.exercises, uuid)
        fixed = (draft.rubric_version_id, draft.minutes, draft.written)
        if used and fixed != (row.rubric_version_id, row.minutes, row.written):
            raise RuleBroken(_("A rotation is active. You can change only the title and the topic of an exercise."))
        for name, value in vars(draft).items():
            setattr(row, name, value)
    session.flush()
    events.publish(
        session,
        ExerciseSet(
            subject=f"workshop:{parts.id}", actor_id=by, at=now, exercise_id=row.id,
            rubric_version_id=row.rubric_version_id, minutes=row.minutes, topic=row.topic, written=row.written,
        ),
    )  # fmt: skip
    return row


def end_exercise(session: Session, parts: WorkshopParts, uuid: str, *, by: int, now: datetime) -> None:
    """Take an exercise out; not while a rotation is in use."""
    parts = _locked(session, parts)
    row = _one(parts.exercises, uuid)
    if rotation_in_use(session, parts.id) is not None:
        raise RuleBroken(_("A rotation is active. You cannot remove exercises."))
    row.ended_at = now
    session.flush()
    events.publish(session, ExerciseEnded(subject=f"workshop:{parts.id}", actor_id=by, at=now, exercise_id=row.id))


def set_room(
    session: Session,
    parts: WorkshopParts,
    name: str,
    exercise_uuid: str,
    uuid: str | None = None,
    *,
    by: int,
    now: datetime,
) -> WorkshopRoom:
    """Add a room or table for an exercise, or change the one with this id. A room that was taken out comes back."""
    parts = _locked(session, parts)
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_LENGTH:
        raise BadInput("name", _("Type the name of the room, in at most %(most)s characters.", most=NAME_LENGTH))
    exercise = next((one for one in parts.live if one.uuid == exercise_uuid), None)
    if exercise is None:
        raise BadInput("exercise", _("Choose an exercise that needs a room."))
    same = next((one for one in parts.every_room if one.name.casefold() == name.casefold()), None)
    row = _one(parts.rooms, uuid) if uuid is not None else None
    if same is not None and same is not row and (same.ended_at is None or row is not None):
        raise BadInput("name", _("There is a room of this name already."))
    if row is None and same is not None:
        row, same.ended_at = same, None
    if row is not None and row.exercise_id != exercise.id and rotation_in_use(session, parts.id) is not None:
        raise RuleBroken(_("A rotation is active. A room stays with its exercise. Add another room."))
    if row is None:
        row = WorkshopRoom(uuid=ids.new_uuid(), workshop_id=parts.id)
        session.add(row)
    row.name, row.exercise_id = name, exercise.id
    session.flush()
    _say_room(session, row, by, now)
    return row


def stop_room(
    session: Session,
    parts: WorkshopParts,
    uuid: str,
    from_at: datetime | None,
    until_at: datetime | None,
    *,
    by: int,
    now: datetime,
) -> None:
    """Say that nothing is held in a room for a time, or for good; no beginning: it is used again."""
    parts = _locked(session, parts)
    row = _one(parts.rooms, uuid)
    if until_at is not None and (from_at is None or until_at <= from_at):
        raise BadInput("until", _("Choose a time after the start of the change."))
    row.stopped_from_at, row.stopped_until_at = from_at, until_at
    session.flush()
    _say_room(session, row, by, now)


def end_room(session: Session, parts: WorkshopParts, uuid: str, *, by: int, now: datetime) -> None:
    """Take a room out; not while a rotation is in use: then it stops."""
    parts = _locked(session, parts)
    row = _one(parts.rooms, uuid)
    if rotation_in_use(session, parts.id) is not None:
        raise RuleBroken(_("A rotation is active. Use “Something changed” to say that the room is out of use."))
    row.ended_at = now
    session.flush()
    events.publish(session, WorkshopRoomEnded(subject=f"workshop:{parts.id}", actor_id=by, at=now, room_id=row.id))


def _say_room(session: Session, row: WorkshopRoom, by: int, now: datetime) -> None:
    events.publish(
        session,
        WorkshopRoomSet(
            subject=f"workshop:{row.workshop_id}", actor_id=by, at=now, room_id=row.id, exercise_id=row.exercise_id,
            stopped_from=row.stopped_from_at.isoformat() if row.stopped_from_at else None,
            stopped_until=row.stopped_until_at.isoformat() if row.stopped_until_at else None,
        ),
    )  # fmt: skip


def _locked(session: Session, parts: WorkshopParts) -> WorkshopParts:
    lock(session, parts.id)
    again = workshop_by_id(session, parts.id)
    if again.row.closed_at is not None:
        raise RuleBroken(_("This workshop is closed. It cannot be changed."))
    return again


def _one(rows: Sequence[Part], uuid: str) -> Part:
    found = next((row for row in rows if row.uuid == uuid), None)
    if found is None:
        raise NotFound
    return found
