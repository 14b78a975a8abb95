"""Rotation: what is known before one is made, and what one is.

A person is known here by a number, the same as in the database. A performance is a candidate at an exercise; a
placement says when and where it is held and who is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

ASSESSORS_EACH = 2  # of a performance
BRIDGE = 3  # candidates whom two parts of the assessors share, so that their severity can be compared


class RotationRule(StrEnum):
    """A rule of a rotation that may be relaxed, from the one that costs least to the one that costs most."""

    SPARE = "spare"  # spare slots stay free
    LOAD = "load"  # nobody assesses more than the most that was agreed
    LINKS = "links"  # the graph of assessors hangs together
    PRESENCE = "presence"  # assessors and interpreters come in their half-days alone
    ROOMS = "rooms"  # a room that stopped is not used
    AVAILABILITY = "availability"  # candidates come late or leave early
    TIME = "time"  # the frame of the workshop holds so many slots
    LANGUAGE = "language"  # an assessor speaks the candidate's language, or an interpreter is there
    ADMINISTRATIONS = "administrations"  # the two assessors are of different administrations
    SCOPE = "scope"  # the scope of an assessor covers the topic
    CONFLICT = "conflict"  # no assessor of a candidate with whom there is a fact between them


@dataclass(frozen=True, order=True)
class RotationSlot:
    """A time in which each room holds one performance at the most."""

    number: int
    half_day: int
    spare: bool = False
    day: int = 0


@dataclass(frozen=True, order=True)
class RotationRoom:
    """A room of one exercise; from and until which slot it is stopped, where it is."""

    key: int
    exercise: int
    stopped_from: int | None = None
    stopped_until: int | None = None  # this slot is held again

    def stopped(self, slot: int) -> bool:
        """Whether nothing can be held here in this slot."""
        if self.stopped_from is None or slot < self.stopped_from:
            return False
        return self.stopped_until is None or slot < self.stopped_until


@dataclass(frozen=True)
class RotationExercise:
    """What each candidate does once; no topic means that any scope covers it."""

    key: int
    topic: str | None = None


@dataclass(frozen=True)
class RotationCandidate:
    """Who is assessed, in which languages, from and up to which slot."""

    key: int
    administration: str = ""
    languages: frozenset[str] = frozenset()
    first_slot: int = 0
    last_slot: int | None = None

    def available(self, slot: int) -> bool:
        """Whether this candidate is here in this slot."""
        return self.first_slot <= slot and (self.last_slot is None or slot <= self.last_slot)


@dataclass(frozen=True)
class RotationAssessor:
    """Who assesses: no topics, no half-days and no most mean all, every one and any number."""

    key: int
    administration: str = ""
    languages: frozenset[str] = frozenset()
    topics: frozenset[str] | None = None
    half_days: frozenset[int] | None = None
    most: int | None = None
    away_from: int | None = None  # ill from this slot on
    away_until: int | None = None  # here again from this slot on
    most_a_day: int | None = None

    def present(self, slot: RotationSlot) -> bool:
        """Whether this assessor is here in this slot."""
        here = self.half_days is None or slot.half_day in self.half_days
        return here and not _away(slot, self.away_from, self.away_until)


@dataclass(frozen=True)
class RotationInterpreter:
    """Who interprets between any two of these languages."""

    key: int
    administration: str = ""
    languages: frozenset[str] = frozenset()
    half_days: frozenset[int] | None = None
    away_from: int | None = None
    away_until: int | None = None

    def present(self, slot: RotationSlot) -> bool:
        """Whether this interpreter is here in this slot."""
        here = self.half_days is None or slot.half_day in self.half_days
        return here and not _away(slot, self.away_from, self.away_until)


def _away(slot: RotationSlot, away_from: int | None, away_until: int | None) -> bool:
    """Whether somebody who is away from one slot until another is away in this one."""
    return away_from is not None and away_from <= slot.number and (away_until is None or slot.number < away_until)


@dataclass(frozen=True, order=True)
class RotationPlacement:
    """A performance in its slot and room, with its two assessors and whoever interprets."""

    candidate: int
    exercise: int
    slot: int
    room: int
    assessors: tuple[int, ...]
    interpreters: tuple[int, ...] = ()

    @property
    def performance(self) -> tuple[int, int]:
        """The candidate and the exercise."""
        return self.candidate, self.exercise

    @property
    def people(self) -> frozenset[int]:
        """Everybody who assesses or interprets here."""
        return frozenset(self.assessors) | frozenset(self.interpreters)


@dataclass(frozen=True)
class RotationTask:
    """Everything that a rotation is made from.

    `conflicts` holds the pairs of a person and a candidate between whom a fact stands and that nobody waived, with the
    facts in words; an assessor or an interpreter of such a pair is not put with the candidate.
    """

    slots: tuple[RotationSlot, ...]
    exercises: tuple[RotationExercise, ...]
    rooms: tuple[RotationRoom, ...]
    candidates: tuple[RotationCandidate, ...]
    assessors: tuple[RotationAssessor, ...]
    interpreters: tuple[RotationInterpreter, ...] = ()
    conflicts: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    sealed: tuple[RotationPlacement, ...] = ()  # what is held already and stays as it is
    from_slot: int = 0  # nothing new is placed before it
    use_spare: bool = False  # in the middle of a workshop spare slots are there to be used
    linked: bool = True  # the graph of assessors must hang together
    barred: frozenset[tuple[int, int, int]] = frozenset()  # person, candidate, exercise: may have read marks of it

    @cached_property
    def slot(self) -> Mapping[int, RotationSlot]:
        """The slots by their number."""
        return {slot.number: slot for slot in self.slots}

    @cached_property
    def performances(self) -> tuple[tuple[int, int], ...]:
        """What is still to be placed: each candidate at each exercise, without what is sealed."""
        held = {placement.performance for placement in self.sealed}
        wanted = ((c.key, e.key) for c in self.candidates for e in self.exercises)
        return tuple(pair for pair in wanted if pair not in held)

    def rooms_of(self, exercise: int) -> tuple[RotationRoom, ...]:
        """The rooms of an exercise."""
        return tuple(room for room in self.rooms if room.exercise == exercise)


def covers(assessor: RotationAssessor, exercise: RotationExercise) -> bool:
    """Whether the scope of the assessor covers the exercise's topic."""
    return exercise.topic is None or assessor.topics is None or exercise.topic in assessor.topics


def understands(assessor: RotationAssessor, candidate: RotationCandidate) -> bool:
    """Whether the two have a language in common; who names no language is understood by all."""
    if not assessor.languages or not candidate.languages:
        return True
    return bool(assessor.languages & candidate.languages)


def bridges(interpreter: RotationInterpreter, assessor: RotationAssessor, candidate: RotationCandidate) -> bool:
    """Whether the interpreter speaks a language of each of the two."""
    return bool(interpreter.languages & assessor.languages) and bool(interpreter.languages & candidate.languages)
