"""A person's own days at a workshop: where to be when, with whom, and what comes next. Nothing of others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assessments.sheets.rules.aliases import assessor_letter, candidate_code
from assessments.workshops.queries.plans import PlannedPerformance
from assessments.workshops.queries.workshops import WorkshopParts
from lms.i18n import _


@dataclass(frozen=True)
class DayItem:
    """One performance as one of those who are there may read it."""

    exercise: str
    begins_at: datetime | None
    ends_at: datetime | None
    room: str
    part: str  # as what this person is there
    lines: tuple[str, ...]  # with whom, in which language
    faces: int | None = None  # the candidate whom one has before one, by person; of written work nobody
    code: str = ""  # of that candidate


@dataclass(frozen=True)
class OwnDay:
    """One day with its performances by time."""

    on: date
    items: Sequence[DayItem]


@dataclass(frozen=True)
class OwnPlan:
    """Everything that a person reads of their own plan."""

    alias: str  # the code or letter, where there is one
    next: DayItem | None
    days: Sequence[OwnDay]
    written: Sequence[DayItem]

    @property
    def faced(self) -> frozenset[int]:
        """The candidates whom this person has before them, by person."""
        return frozenset(item.faces for day in self.days for item in day.items if item.faces is not None)


def own_plan(
    parts: WorkshopParts, performances: Collection[PlannedPerformance], person_id: int, now: datetime
) -> OwnPlan:
    """The plan of one person, by days of the place; the next one is the first that is not over."""
    items = [item for one in performances for item in _items(one, person_id)]
    timed = [one for one in items if one.begins_at is not None]
    days: dict[date, list[DayItem]] = {}
    for one in timed:
        if one.begins_at is not None:
            days.setdefault(one.begins_at.astimezone(parts.zone).date(), []).append(one)
    return OwnPlan(
        alias=alias_of(parts, person_id),
        next=next((one for one in timed if one.ends_at is not None and one.ends_at > now), None),
        days=[OwnDay(day, rows) for day, rows in sorted(days.items())],
        written=[one for one in items if one.begins_at is None],
    )


def alias_of(parts: WorkshopParts, person_id: int) -> str:
    """The code of a candidate, the letter of an assessor; an interpreter has none."""
    for candidate in parts.candidates:
        if candidate.person_id == person_id:
            return candidate_code(candidate.number)
    for assessor in parts.assessors:
        if assessor.person_id == person_id:
            return assessor_letter(assessor.number)
    return ""


def _items(one: PlannedPerformance, person_id: int) -> list[DayItem]:
    """What this person does at this performance; nothing where they are not there."""
    found = []
    if person_id == one.candidate_id:
        lines = [_("Assessors: %(letters)s", letters=" · ".join(one.letters))]
        if one.languages:
            lines.append(_("Language: %(language)s", language=one.languages))
        if one.interpreters:
            lines.append(_("Interpreter: %(names)s", names=", ".join(one.interpreters)))
        found.append(_item(one, _("You perform"), lines))
    if person_id in one.assessor_ids:
        lines = [*_candidate(one), *_beside(one, person_id)]
        found.append(_item(one, _("You assess"), lines, faces=None if one.written else one.candidate_id))
    if person_id in one.interpreter_ids:
        lines = [*_candidate(one), _("Assessors: %(letters)s", letters=", ".join(one.assessors))]
        found.append(_item(one, _("You interpret"), lines))
    return found


def _candidate(one: PlannedPerformance) -> list[str]:
    """The candidate: face to face nobody is nameless, and written work shows the code alone."""
    lines = [f"{one.code} {one.shown_name}".strip()]
    return [*lines, _("Language: %(language)s", language=one.languages)] if one.languages else lines


def _beside(one: PlannedPerformance, person_id: int) -> list[str]:
    """Who else is in the room; of written work nobody, since nobody sits together."""
    if one.written:
        return []
    others = [name for key, name in zip(one.assessor_ids, one.assessors, strict=True) if key != person_id]
    lines = [_("Beside you: %(names)s", names=", ".join(others))]
    return [*lines, _("Interpreter: %(names)s", names=", ".join(one.interpreters))] if one.interpreters else lines


def _item(one: PlannedPerformance, part: str, lines: Sequence[str], faces: int | None = None) -> DayItem:
    return DayItem(one.exercise, one.begins_at, one.ends_at, one.room, part, tuple(lines), faces, one.code)
