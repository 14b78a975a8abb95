"""What the audit trail keeps of workshops; the subject is the workshop."""

from dataclasses import dataclass
from typing import Any

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class WorkshopPlanned(Event):
    """Somebody planned a workshop."""

    name = "workshop.planned"
    said = N_("Workshop planned")
    scheme: str
    country: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class WorkshopChanged(Event):
    """What is said of a workshop changed: title, place, days, frame of the day."""

    name = "workshop.changed"
    said = N_("Workshop changed")
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class WorkshopClosed(Event):
    """Somebody closed a workshop; what was open then."""

    name = "workshop.closed"
    said = N_("Workshop closed")
    open_performances: int
    feedback_released: bool


@dataclass(frozen=True, kw_only=True)
class ExerciseSet(Event):
    """An exercise was added to a workshop, or is another than before."""

    name = "workshop.exercise-set"
    said = N_("Exercise of a workshop saved")
    exercise_id: int
    rubric_version_id: int
    minutes: int
    topic: str | None
    written: bool


@dataclass(frozen=True, kw_only=True)
class ExerciseEnded(Event):
    """An exercise was taken out of a workshop."""

    name = "workshop.exercise-ended"
    said = N_("Exercise removed from a workshop")
    exercise_id: int


@dataclass(frozen=True, kw_only=True)
class WorkshopRoomSet(Event):
    """A room was added to a workshop, or is for another exercise, or stops for a time."""

    name = "workshop.room-set"
    said = N_("Room of a workshop saved")
    room_id: int
    exercise_id: int | None
    stopped_from: str | None
    stopped_until: str | None


@dataclass(frozen=True, kw_only=True)
class WorkshopRoomEnded(Event):
    """A room was taken out of a workshop."""

    name = "workshop.room-ended"
    said = N_("Room removed from a workshop")
    room_id: int


@dataclass(frozen=True, kw_only=True)
class WorkshopCandidateNamed(Event):
    """Somebody is to be assessed at a workshop."""

    name = "workshop.candidate-named"
    said = N_("Candidate added to a workshop")
    candidate_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class WorkshopAssessorNamed(Event):
    """Somebody assesses at a workshop."""

    name = "workshop.assessor-named"
    said = N_("Assessor added to a workshop")
    assessor_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class WorkshopInterpreterNamed(Event):
    """Somebody interprets at a workshop."""

    name = "workshop.interpreter-named"
    said = N_("Interpreter added to a workshop")
    interpreter_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class WorkshopPersonChanged(Event):
    """What is known of somebody at a workshop changed: languages, topics, when they are there."""

    name = "workshop.person-changed"
    said = N_("Participant of a workshop changed")
    part: str
    row_id: int
    person_id: int
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class WorkshopPersonEnded(Event):
    """Somebody is no longer part of a workshop; a candidate withdrew."""

    name = "workshop.person-ended"
    said = N_("Participant of a workshop ended")
    part: str
    row_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class RotationAsked(Event):
    """Somebody had a rotation worked out, or planned anew."""

    name = "workshop.rotation-asked"
    said = N_("Rotation requested")
    rotation_id: int
    stage: str


@dataclass(frozen=True, kw_only=True)
class RotationUsed(Event):
    """A rotation was put in use; the one before it, if there was one, is replaced."""

    name = "workshop.rotation-used"
    said = N_("Rotation activated")
    rotation_id: int
    before_id: int | None
    digest: str


@dataclass(frozen=True, kw_only=True)
class FreshExercisePlaced(Event):
    """A fresh exercise has its assessors, and its time and room where it is not written."""

    name = "workshop.fresh-placed"
    said = N_("Repeat exercise given its assessors and its time")
    performance_id: int
    assessor_ids: list[int]
    begins_at: str | None
    room_id: int | None


@dataclass(frozen=True, kw_only=True)
class WorkshopWaiverAsked(Event):
    """Somebody asked that a rule of the rotation need not be kept."""

    name = "workshop.waiver-asked"
    said = N_("Exception to a rule of the rotation requested")
    waiver_id: int
    rule: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WorkshopWaiverDecided(Event):
    """Another person said whether a rule of the rotation need not be kept."""

    name = "workshop.waiver-decided"
    said = N_("Decision on an exception to a rule of the rotation")
    waiver_id: int
    rule: str
    granted: bool
    reason: str
