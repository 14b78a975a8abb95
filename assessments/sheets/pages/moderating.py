"""The list of a moderator: performances of a workshop with what they wait for, those that wait first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.items.parsing.exact import exact
from assessments.rubrics.pages.sheet_fields import points_said
from assessments.sheets.labels import STATES
from assessments.sheets.models import Performance
from assessments.sheets.queries.performances import (
    PerformanceLine,
    WorkshopPeople,
    moderated_lines,
    people_of_workshop,
    released_workshops,
    workshops_moderated,
)
from assessments.sheets.rules.aliases import candidate_code, shown_as
from assessments.sheets.rules.progress import ENDED, WAITS, PerformanceState
from assessments.workshops.models import Workshop
from lms.access import Viewer
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind

COLUMNS = (
    OutputColumn("candidate", _l("Candidate")),
    OutputColumn("exercise", _l("Exercise")),
    OutputColumn("state", _l("Status")),
    OutputColumn("sealed", _l("Sheets sealed"), OutputKind.WHOLE),
    OutputColumn("sheets", _l("Sheets"), OutputKind.WHOLE),
    OutputColumn("total", _l("Total")),
    OutputColumn("passed", _l("Passed"), OutputKind.YES_NO),
)


@dataclass(frozen=True)
class WorkshopChoice:
    """A workshop that one moderates."""

    uuid: str
    title: str


@dataclass(frozen=True)
class ModeratedLine:
    """A performance as the list shows it."""

    uuid: str
    candidate: str
    exercise: str
    state: Any
    tone: str
    waits: bool
    sealed: int
    sheets: int
    total: str
    passed: bool | None


@dataclass(frozen=True)
class ModeratedPage:
    """The performances of one workshop, those that wait first; nothing where one moderates none."""

    workshops: tuple[WorkshopChoice, ...]
    chosen: WorkshopChoice | None
    lines: tuple[ModeratedLine, ...]
    released_at: datetime | None
    may_release: bool


def moderated_page(session: Session, viewer: Viewer, uuid: str | None, language: str) -> ModeratedPage:
    """The performances of the chosen workshop, else of the newest."""
    workshops = workshops_moderated(session, viewer)
    chosen = next((one for one in workshops if one.uuid == uuid), workshops[0] if workshops and not uuid else None)
    offered = tuple(WorkshopChoice(one.uuid, one.title) for one in workshops)
    if chosen is None:
        return ModeratedPage(offered, None, (), None, may_release=False)
    found = moderated_lines(session, viewer, chosen.id)
    lines = lines_of(session, chosen, found, language)
    released = released_workshops(session, [chosen.id]).get(chosen.id)
    may_release = released is None and bool(found) and all(one.state in ENDED for one in found)
    return ModeratedPage(
        offered, WorkshopChoice(chosen.uuid, chosen.title), lines, released.at if released else None, may_release
    )


def lines_of(
    session: Session, workshop: Workshop, found: Sequence[PerformanceLine], language: str
) -> tuple[ModeratedLine, ...]:
    """The performances as a list shows them, those that wait for the moderator first."""
    people = people_of_workshop(session, workshop.id)
    names = people_named(session, {one.row.person_id for one in found if one.row.person_id is not None})
    order = list(PerformanceState)
    lines = []
    for one in sorted(found, key=lambda one: (order.index(one.state), one.row.id)):
        said, tone = STATES[one.state]
        total = one.result.outcome["total"] if one.result else None
        lines.append(
            ModeratedLine(
                one.row.uuid,
                candidate_said(one.row, people, names),
                exercise_said(one.row, people),
                said,
                tone,
                one.state in WAITS,
                sum(sheet.standing.sealed for sheet in one.sheets),
                len(one.sheets),
                points_said(exact(total)) if total is not None else "",
                one.result.outcome["passed"] if one.result else None,
            )
        )
    return tuple(lines)


def moderated_rows(lines: Sequence[ModeratedLine]) -> list[tuple[object, ...]]:
    """The list as rows of `COLUMNS`."""
    return [(one.candidate, one.exercise, one.state, one.sealed, one.sheets, one.total, one.passed) for one in lines]


def candidate_said(row: Performance, people: WorkshopPeople, names: Mapping[int, str]) -> str:
    """Code and name of whoever performed; of written work the code alone, to moderators too."""
    if row.person_id is None:
        return _("Reference performance %(number)s", number=row.no)
    number = people.candidates.get(row.person_id)
    name = names.get(row.person_id, "")
    return name if number is None else shown_as(name, candidate_code(number), hidden=row.written)


def exercise_said(row: Performance, people: WorkshopPeople) -> str:
    """The exercise, with its number where it is not the first."""
    exercise = people.exercises.get(row.exercise_id or 0)
    title = exercise.title if exercise else ""
    return title if row.no == 1 else f"{title} ({row.no})"
