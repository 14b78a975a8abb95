"""Workshops with all that belongs to them, as who runs them and who takes part in them finds them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from assessments.workshops import policy
from assessments.workshops.models import (
    Exercise,
    Workshop,
    WorkshopAssessor,
    WorkshopCandidate,
    WorkshopInterpreter,
    WorkshopRoom,
)
from assessments.workshops.rules.frame import TimedSlot, frame_fault, slots_of
from assessments.workshops.rules.settings import WorkshopFrame, frame_of
from lms.access import Viewer
from lms.errors import NotFound
from lms.people.api import PersonInfo, people_info

Part = TypeVar("Part")
AS_IT_STANDS = {"populate_existing": True}  # read again after a lock, rows are what others made of them meanwhile


@dataclass(frozen=True)
class WorkshopParts:
    """A workshop with its exercises, rooms and people; those that were taken out are among them, for the record."""

    row: Workshop
    every_exercise: tuple[Exercise, ...]
    every_room: tuple[WorkshopRoom, ...]
    every_candidate: tuple[WorkshopCandidate, ...]
    every_assessor: tuple[WorkshopAssessor, ...]
    every_interpreter: tuple[WorkshopInterpreter, ...]
    people: Mapping[int, PersonInfo]

    @property
    def id(self) -> int:
        """Its number inside."""
        return self.row.id

    @property
    def zone(self) -> ZoneInfo:
        """By whose clock it is held."""
        return ZoneInfo(self.row.time_zone)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """What every candidate does."""
        return tuple(one for one in self.every_exercise if one.ended_at is None)

    @property
    def live(self) -> tuple[Exercise, ...]:
        """The exercises that need a time and a room."""
        return tuple(one for one in self.exercises if not one.written)

    @property
    def written(self) -> tuple[Exercise, ...]:
        """The exercises that are marked from paper or file."""
        return tuple(one for one in self.exercises if one.written)

    @property
    def rooms(self) -> tuple[WorkshopRoom, ...]:
        """The rooms that there are."""
        return tuple(one for one in self.every_room if one.ended_at is None)

    @property
    def candidates(self) -> tuple[WorkshopCandidate, ...]:
        """Who is assessed."""
        return tuple(one for one in self.every_candidate if one.withdrawn_at is None)

    @property
    def assessors(self) -> tuple[WorkshopAssessor, ...]:
        """Who assesses."""
        return tuple(one for one in self.every_assessor if one.ended_at is None)

    @property
    def interpreters(self) -> tuple[WorkshopInterpreter, ...]:
        """Who interprets."""
        return tuple(one for one in self.every_interpreter if one.ended_at is None)

    @cached_property
    def frame(self) -> WorkshopFrame:
        """When exercises are held."""
        return frame_of(self.row.settings, self.row.starts_on, self.row.ends_on)

    @cached_property
    def slots(self) -> tuple[TimedSlot, ...]:
        """The slots of the frame; none where it makes none yet."""
        minutes = [one.minutes for one in self.live]
        frame = self.frame
        if frame_fault(frame.half_days, minutes, frame.change, frame.spare) is not None:
            return ()
        return slots_of(frame.half_days, minutes, frame.change, frame.spare, self.zone)

    @property
    def taking_part(self) -> frozenset[int]:
        """Everybody who takes part now, as whatever."""
        return frozenset(
            [one.person_id for one in self.candidates]
            + [one.person_id for one in self.assessors]
            + [one.person_id for one in self.interpreters]
        )

    def name(self, person_id: int) -> str:
        """What somebody who takes part is called."""
        return self.people[person_id].name


def workshops_run(session: Session, viewer: Viewer, most: int | None = None) -> list[Workshop]:
    """The workshops that the viewer runs, the one that begins last first."""
    newest = select(Workshop).where(policy.run_by(viewer)).order_by(Workshop.starts_on.desc(), Workshop.id.desc())
    return list(session.scalars(newest.limit(most)))


def workshops_called(session: Session, viewer: Viewer, ids: Collection[int]) -> list[Workshop]:
    """Those of these workshops that the viewer runs."""
    return list(session.scalars(select(Workshop).where(Workshop.id.in_(ids), policy.run_by(viewer))))


def workshop_run(session: Session, viewer: Viewer, uuid: str) -> WorkshopParts:
    """This workshop, if the viewer runs it."""
    return parts_of(session, Workshop.uuid == uuid, policy.run_by(viewer))


def workshop_joined(session: Session, person_id: int, uuid: str) -> WorkshopParts:
    """This workshop, if this person is assessed, assesses or interprets there."""
    return parts_of(session, Workshop.uuid == uuid, joined_by(person_id))


def workshop_by_id(session: Session, workshop_id: int) -> WorkshopParts:
    """This workshop, whoever asks."""
    return parts_of(session, Workshop.id == workshop_id)


def joined_by(person_id: int) -> ColumnElement[bool]:
    """As a filter on `Workshop`: where this person is assessed, assesses or interprets, and has not left."""
    return or_(
        Workshop.id.in_(
            select(WorkshopCandidate.workshop_id).where(
                WorkshopCandidate.person_id == person_id, WorkshopCandidate.withdrawn_at.is_(None)
            )
        ),
        Workshop.id.in_(
            select(WorkshopAssessor.workshop_id).where(
                WorkshopAssessor.person_id == person_id, WorkshopAssessor.ended_at.is_(None)
            )
        ),
        Workshop.id.in_(
            select(WorkshopInterpreter.workshop_id).where(
                WorkshopInterpreter.person_id == person_id, WorkshopInterpreter.ended_at.is_(None)
            )
        ),
    )


def parts_of(session: Session, *where: ColumnElement[bool]) -> WorkshopParts:
    """The one workshop for which this holds, with all its parts; seven queries, however many there are."""
    row = session.scalars(select(Workshop).where(*where).execution_options(**AS_IT_STANDS)).one_or_none()
    if row is None:
        raise NotFound
    of = {"workshop_id": row.id}
    exercises = _all(session, select(Exercise).filter_by(**of).order_by(Exercise.position))
    rooms = _all(session, select(WorkshopRoom).filter_by(**of).order_by(WorkshopRoom.name, WorkshopRoom.id))
    candidates = _all(session, select(WorkshopCandidate).filter_by(**of).order_by(WorkshopCandidate.number))
    assessors = _all(session, select(WorkshopAssessor).filter_by(**of).order_by(WorkshopAssessor.number))
    interpreters = _all(session, select(WorkshopInterpreter).filter_by(**of).order_by(WorkshopInterpreter.id))
    everybody = {one.person_id for some in (candidates, assessors, interpreters) for one in some}
    return WorkshopParts(
        row, exercises, rooms, candidates, assessors, interpreters, people_info(session, sorted(everybody))
    )


def _all(session: Session, query: Select[Part]) -> tuple[Part, ...]:
    return tuple(session.scalars(query.execution_options(**AS_IT_STANDS)))


def lock(session: Session, workshop_id: int) -> None:
    """Let nobody else change this workshop until the commit."""
    session.execute(select(Workshop.id).where(Workshop.id == workshop_id).with_for_update())
