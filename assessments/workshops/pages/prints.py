"""Printed plans: for the wall, a page for each room, candidate, assessor and interpreter.

What hangs on a wall or a door names nobody: candidates pass there, and written work is marked without names.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from assessments.ports import PlanSheet, PlanSheets
from assessments.sheets.rules.aliases import assessor_letter, candidate_code, shown_as
from assessments.workshops.pages.days import DayItem, own_plan
from assessments.workshops.queries.plans import PlannedPerformance, WallPlan, wall_plan
from assessments.workshops.queries.workshops import WorkshopParts
from lms.i18n import _, language
from lms.moments import said_clock

ROOMS_WIDE = 6  # columns of a wall plan on A4 on its side, so that each holds a code and two letters at 11 pt


class PrintKind(StrEnum):
    """What can be printed."""

    WALL = "wall"
    ROOMS = "rooms"
    CANDIDATES = "candidates"
    ASSESSORS = "assessors"
    INTERPRETERS = "interpreters"


def plan_sheets(
    parts: WorkshopParts, performances: Collection[PlannedPerformance], kind: PrintKind, now: datetime
) -> PlanSheets:
    """The plans of one kind, a page or more for each."""
    made: Mapping[PrintKind, Callable[[], list[PlanSheet]]] = {
        PrintKind.WALL: lambda: wall_sheets(parts, wall_plan(parts, performances)),
        PrintKind.ROOMS: lambda: room_sheets(parts, performances),
        PrintKind.CANDIDATES: lambda: [
            _own(parts, performances, one.person_id, shown_as(parts.name(one.person_id), candidate_code(one.number),
                 hidden=False), now)
            for one in parts.candidates
        ],
        PrintKind.ASSESSORS: lambda: [
            _own(parts, performances, one.person_id, shown_as(parts.name(one.person_id), assessor_letter(one.number),
                 hidden=False), now)
            for one in parts.assessors
        ],
        PrintKind.INTERPRETERS: lambda: [
            _own(parts, performances, one.person_id, parts.name(one.person_id), now) for one in parts.interpreters
        ],
    }  # fmt: skip
    return PlanSheets(parts.row.title, language(), made[kind](), now, sideways=kind is PrintKind.WALL)


def wall_sheets(parts: WorkshopParts, wall: WallPlan) -> list[PlanSheet]:
    """The wall plan: days over pages, and rooms over pages where there are many; codes and letters alone."""
    sheets = []
    for day in wall.days:
        for start in range(0, len(wall.rooms), ROOMS_WIDE):
            rooms = wall.rooms[start : start + ROOMS_WIDE]
            rows = [
                [_time(parts, begins, ends), *(_cell(cell) for cell in cells[start : start + ROOMS_WIDE])]
                for begins, ends, cells in day.rows
            ]
            head = [_("Time"), *(f"{room}: {exercise}" for room, exercise in rooms)]
            sheets.append(PlanSheet(day.on.isoformat(), _facts(parts), head, rows))
    return sheets


def room_sheets(parts: WorkshopParts, performances: Collection[PlannedPerformance]) -> list[PlanSheet]:
    """A page for each room, to hang on its door: codes and letters alone."""
    sheets = []
    for room in parts.rooms:
        mine = [one for one in performances if one.room_id == room.id]
        rows = [
            [_when(parts, one.begins_at, one.ends_at), one.code, " · ".join(one.letters), ", ".join(one.interpreters)]
            for one in mine
        ]
        title = next((one.title for one in parts.exercises if one.id == room.exercise_id), "")
        head = [_("Time"), _("Candidate"), _("Assessors"), _("Interpreter")]
        sheets.append(PlanSheet(f"{room.name}: {title}", _facts(parts), head, rows))
    return sheets


def _own(
    parts: WorkshopParts,
    performances: Collection[PlannedPerformance],
    person_id: int,
    title: str,
    now: datetime,
) -> PlanSheet:
    """The page that one person gets into their hand; it says what their own day says."""
    plan = own_plan(parts, performances, person_id, now)
    items = [*(item for day in plan.days for item in day.items), *plan.written]
    rows = [_row(parts, item) for item in items]
    note = "" if rows else _("You have nothing to do in this plan.")
    return PlanSheet(title, _facts(parts), [_("Time"), _("Room"), _("Exercise"), _("With whom")], rows, note)


def _row(parts: WorkshopParts, item: DayItem) -> Sequence[str]:
    when = _when(parts, item.begins_at, item.ends_at) if item.begins_at else _("written work")
    return when, item.room, item.exercise, "\n".join((item.part, *item.lines))


def _facts(parts: WorkshopParts) -> list[tuple[str, str]]:
    return [
        (_("Workshop"), parts.row.title),
        (_("Place"), parts.row.venue),
        (_("Time zone"), parts.row.time_zone),
    ]


def _cell(one: PlannedPerformance | None) -> str:
    if one is None:
        return "–"
    return "\n".join((one.code, " · ".join(one.letters), *one.interpreters))


def _time(parts: WorkshopParts, begins: datetime, ends: datetime) -> str:
    zone = parts.row.time_zone
    return f"{said_clock(begins, zone)}–{said_clock(ends, zone)}"


def _when(parts: WorkshopParts, begins: datetime | None, ends: datetime | None) -> str:
    if begins is None or ends is None:
        return ""
    return f"{begins.astimezone(parts.zone).date().isoformat()}\n{_time(parts, begins, ends)}"
