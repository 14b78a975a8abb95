"""What happens in mid-week: somebody falls ill, a room stops, a candidate comes late or goes home."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assessments.workshops.rules.rotation import RotationTask


@dataclass(frozen=True)
class AssessorAway:
    """An assessor who is not there from this slot on."""

    person: int
    from_slot: int


@dataclass(frozen=True)
class InterpreterAway:
    """An interpreter who is not there from this slot on."""

    person: int
    from_slot: int


@dataclass(frozen=True)
class RoomStopped:
    """A room that is not used from this slot on, until another, or for good."""

    room: int
    from_slot: int
    until_slot: int | None = None


@dataclass(frozen=True)
class CandidateLate:
    """A candidate who is there from this slot on."""

    person: int
    first_slot: int


@dataclass(frozen=True)
class CandidateWithdrawn:
    """A candidate who does nothing more; what is sealed of theirs stays."""

    person: int


Disruption = AssessorAway | InterpreterAway | RoomStopped | CandidateLate | CandidateWithdrawn


def disturbed(workshop: RotationTask, disruptions: Iterable[Disruption]) -> RotationTask:
    """The workshop as it is after what happened."""
    for event in disruptions:
        workshop = _after(workshop, event)
    return workshop


def _after(workshop: RotationTask, event: Disruption) -> RotationTask:
    match event:
        case AssessorAway(person, slot):
            there = tuple(replace(a, away_from=slot) if a.key == person else a for a in workshop.assessors)
            return replace(workshop, assessors=there)
        case InterpreterAway(person, slot):
            voices = tuple(replace(i, away_from=slot) if i.key == person else i for i in workshop.interpreters)
            return replace(workshop, interpreters=voices)
        case RoomStopped(room, slot, until):
            rooms = tuple(
                replace(r, stopped_from=slot, stopped_until=until) if r.key == room else r for r in workshop.rooms
            )
            return replace(workshop, rooms=rooms)
        case CandidateLate(person, slot):
            late = tuple(replace(c, first_slot=slot) if c.key == person else c for c in workshop.candidates)
            return replace(workshop, candidates=late)
        case CandidateWithdrawn(person):
            return replace(workshop, candidates=tuple(c for c in workshop.candidates if c.key != person))
