"""Entries of a mission report: their sections, the fields of each, and what makes an entry whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WORDS_MOST, LINE_MOST = 4000, 200  # signs


class Topic(StrEnum):
    """What terms of reference, observations and recommendations are about."""

    TRAINING = "training-frameworks"
    LEGAL = "legal-instruments"
    RISK = "risk-management"
    OPERATIONS = "operations"


class Section(StrEnum):
    """A part of the report."""

    INTERVIEW = "interview"
    OBSERVATION = "observation"
    RECOMMENDATION = "recommendation"
    TASK = "task"  # of the action plan


class ObservationGrade(StrEnum):
    """The grade of an observation."""

    STRENGTH = "strength"
    NEED = "need"
    URGENT_NEED = "urgent-need"


class Priority(StrEnum):
    """How soon a recommendation should be followed."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class TaskState(StrEnum):
    """How a task of the action plan stands."""

    OPEN = "open"
    UNDER_WAY = "under-way"
    DONE = "done"


class EntryFault(StrEnum):
    """Why a value of an entry cannot be taken."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    NOT_OFFERED = "not-offered"
    NO_DAY = "no-day"


@dataclass(frozen=True)
class EntryField:
    """One field: how long its text may be, or what it offers, or that it is a day."""

    name: str
    most: int = LINE_MOST
    offers: tuple[str, ...] = ()
    is_day: bool = False
    needed: bool = True


_TOPIC = EntryField("topic", offers=tuple(Topic))
FIELDS: Mapping[Section, tuple[EntryField, ...]] = {
    Section.INTERVIEW: (
        EntryField("office"),  # a function, never a person's name
        EntryField("held_on", is_day=True),
        EntryField("words", WORDS_MOST),
    ),
    Section.OBSERVATION: (
        _TOPIC,
        EntryField("finding", WORDS_MOST),
        EntryField("evidence", WORDS_MOST),
        EntryField("grade", offers=tuple(ObservationGrade)),
    ),
    Section.RECOMMENDATION: (
        _TOPIC,
        EntryField("words", WORDS_MOST),
        EntryField("priority", offers=tuple(Priority)),
    ),
    Section.TASK: (
        EntryField("words", WORDS_MOST),
        EntryField("owner"),  # one, by role
        EntryField("due_on", is_day=True),
        EntryField("indicator", needed=False),
        EntryField("state", offers=tuple(TaskState)),
    ),
}


def faults(section: Section, body: Mapping[str, object]) -> dict[str, EntryFault]:
    """What is wrong with each field of an entry, by its name; empty means that it can be taken."""
    found = {}
    for field in FIELDS[section]:
        fault = _fault(field, body.get(field.name))
        if fault is not None:
            found[field.name] = fault
    return found


def kept(section: Section, body: Mapping[str, object]) -> dict[str, str]:
    """The fields of a section out of what was sent, without outer spaces, and no other."""
    return {one.name: str(body.get(one.name) or "").strip() for one in FIELDS[section]}


def _fault(field: EntryField, value: object) -> EntryFault | None:
    text = value.strip() if isinstance(value, str) else ""
    if "\0" in text:
        return EntryFault.NOT_OFFERED
    if not text:
        return EntryFault.MISSING if field.needed else None
    if field.offers:
        return None if text in field.offers else EntryFault.NOT_OFFERED
    if field.is_day:
        return None if _is_day(text) else EntryFault.NO_DAY
    return EntryFault.TOO_LONG if len(text) > field.most else None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
