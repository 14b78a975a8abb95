"""The page of a workshop for who runs it: what is there, what is missing, how its rotations stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.workshops.labels import RULES, STAGES, STANDINGS
from assessments.workshops.models import Rotation, Workshop
from assessments.workshops.pages.participants import WorkshopParticipantLine, participant_lines
from assessments.workshops.queries.rotations import rotations_of, waivers_of
from assessments.workshops.queries.workshops import WorkshopParts
from assessments.workshops.rules.rotation import RotationRule
from assessments.workshops.rules.standing import RotationStage, RotationStanding
from assessments.workshops.services.rotating import demand_ready
from lms.errors import RuleBroken
from lms.people.api import country_name, people_named


@dataclass(frozen=True)
class WorkshopLine:
    """A workshop in the list."""

    uuid: str
    title: str
    scheme: str
    venue: str
    country: str
    starts_on: date
    ends_on: date
    closed: bool


@dataclass(frozen=True)
class RotationLine:
    """A rotation in the list of a workshop."""

    no: int
    stage: Any
    standing: tuple[Any, str]
    made_at: datetime
    by: str


@dataclass(frozen=True)
class WaiverLine:
    """A waiver that was asked for."""

    uuid: str
    rule: Any
    reason: str
    asked_by: str
    asked_at: datetime
    granted: bool | None
    answer: str
    decided_by: str
    own: bool  # the viewer asked for it


@dataclass(frozen=True)
class WorkshopPage:
    """Everything that the page of a workshop shows."""

    parts: WorkshopParts
    country: str
    missing: str | None  # what has to be added before a rotation is made
    candidates: Sequence[WorkshopParticipantLine]
    assessors: Sequence[WorkshopParticipantLine]
    interpreters: Sequence[WorkshopParticipantLine]
    rotations: Sequence[RotationLine]
    waivers: Sequence[WaiverLine]
    half_days: Sequence[str]
    used: int | None  # the number of the rotation in use
    rooms: Sequence[tuple[Any, str]]  # each with its exercise


def workshop_lines(rows: Sequence[Workshop]) -> list[WorkshopLine]:
    """The workshops of a list."""
    return [
        WorkshopLine(
            row.uuid, row.title, row.scheme, row.venue, country_name(row.country), row.starts_on, row.ends_on,
            row.closed_at is not None,
        )
        for row in rows
    ]  # fmt: skip


def workshop_page(session: Session, parts: WorkshopParts, viewer_id: int) -> WorkshopPage:
    """The page; a constant number of queries."""
    rotations, waivers = rotations_of(session, parts.id), waivers_of(session, parts.id)
    named = {one.by_id for one in rotations} | {key for one in waivers for key in (one.asked_by_id, one.decided_by_id)}
    names = people_named(session, [key for key in named if key is not None])
    lines = participant_lines(session, parts)
    titles = {one.id: one.title for one in parts.exercises}
    return WorkshopPage(
        parts=parts,
        country=country_name(parts.row.country),
        missing=missing_of(parts),
        candidates=[one for one in lines if one.part == "candidate"],
        assessors=[one for one in lines if one.part == "assessor"],
        interpreters=[one for one in lines if one.part == "interpreter"],
        rotations=[rotation_line(one, names) for one in rotations],
        waivers=[
            WaiverLine(
                one.uuid, RULES[RotationRule(one.rule)], one.reason, names[one.asked_by_id], one.asked_at, one.granted,
                one.answer, names.get(one.decided_by_id or 0, ""), one.asked_by_id == viewer_id,
            )
            for one in waivers
        ],
        half_days=[
            f"{half.on.isoformat()}, {half.begins:%H:%M}–{half.ends:%H:%M}" for half in sorted(parts.frame.half_days)
        ],
        used=next((one.no for one in rotations if one.standing == RotationStanding.IN_USE), None),
        rooms=[(one, titles.get(one.exercise_id or 0, "")) for one in parts.rooms],
    )  # fmt: skip


def missing_of(parts: WorkshopParts) -> str | None:
    """What has to be added before a rotation can be made, as a sentence."""
    try:
        demand_ready(parts)
    except RuleBroken as fault:
        return fault.message
    return None


def rotation_line(row: Rotation, names: dict[int, str]) -> RotationLine:
    """A rotation of a list."""
    return RotationLine(
        row.no, STAGES[RotationStage(row.stage)], STANDINGS[RotationStanding(row.standing)], row.made_at,
        names.get(row.by_id or 0, ""),
    )  # fmt: skip
