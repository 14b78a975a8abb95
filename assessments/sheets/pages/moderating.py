"""The pages of a moderator: performances of a workshop with what they wait for, and one of them side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.items.parsing.exact import exact
from assessments.rubrics.pages.sheet_fields import GivenRatings, SheetFields, points_said, sheet_fields
from assessments.rubrics.rules.definition import RubricDefinition, in_language
from assessments.sheets.labels import CAUSES, STATES, TRIGGERS, TURNS, WAYS
from assessments.sheets.models import Performance, Reconciliation, SheetCopy
from assessments.sheets.pages.marking import given, total_said
from assessments.sheets.pages.recording import RecordingSide, recording_side
from assessments.sheets.queries.performances import (
    PerformanceLine,
    WorkshopPeople,
    moderated_lines,
    people_of_workshop,
    performance_lines,
    released_workshops,
    results_of,
    workshops_by_id,
    workshops_moderated,
)
from assessments.sheets.queries.sheets import FoundPerformance, RatedSheet
from assessments.sheets.rules.aliases import assessor_letter, candidate_code, shown_as
from assessments.sheets.rules.progress import ENDED, WAITS, PerformanceState
from assessments.sheets.rules.reconciliation import ReconciliationTrigger
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import ReviewCause, Turn, Way
from assessments.workshops.models import Workshop
from lms.access import Viewer
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind

COLUMNS = (
    OutputColumn("candidate", _l("Candidate")),
    OutputColumn("exercise", _l("Exercise")),
    OutputColumn("state", _l("State")),
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


@dataclass(frozen=True)
class SheetSide:
    """A sheet beside the others."""

    title: str
    name: str
    sealed: bool
    ways: str
    fields: SheetFields
    total: str


@dataclass(frozen=True)
class ResultSide:
    """What the sheets came to, once or again."""

    no: int
    state: str
    triggers: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]  # criterion, level
    total: str
    passed: bool | None
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class CopySide:
    """Two contents of one sheet."""

    uuid: str
    title: str
    way: str
    first: SheetFields
    second: SheetFields


@dataclass(frozen=True)
class ReviewSide:
    """Something that came late."""

    uuid: str
    words: str
    at: datetime


@dataclass(frozen=True)
class PerformancePage:
    """One performance with everything that a moderator settles."""

    uuid: str
    workshop_uuid: str
    candidate: str
    exercise: str
    state: PerformanceState
    said: tuple[Any, str]
    recording: RecordingSide | None
    sheets: tuple[SheetSide, ...]
    results: tuple[ResultSide, ...]
    copies: tuple[CopySide, ...]
    reviews: tuple[ReviewSide, ...]
    levels: tuple[tuple[str, str, tuple[tuple[int, str], ...], bool], ...]  # code, title, levels, whether wanted
    free: tuple[tuple[str, str], ...]  # number at the workshop and name of who may be a third


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


def performance_page(session: Session, found: FoundPerformance, language: str) -> PerformancePage:
    """One performance, whose viewer moderates it."""
    row, definition = found.row, found.definition
    line = performance_lines(session, Performance.id == row.id)[0]
    people = people_of_workshop(session, row.occasion_id)
    workshop = workshops_by_id(session, [row.occasion_id])[row.occasion_id]
    results = results_of(session, row.id)
    wanted_ids = {
        *people.assessors,
        *(one.row.assessor_id for one in line.sheets),
        *(one.by_id for one in results if one.by_id is not None),
        *([row.person_id] if row.person_id is not None else []),
    }
    names = people_named(session, wanted_ids)
    rating = {one.row.assessor_id for one in line.sheets}
    panel = set(line.result.outcome["panel_criteria"] if line.result else ())
    levels = tuple((one.value, f"{one.value} {in_language(one.title, language)}") for one in definition.levels)
    return PerformancePage(
        uuid=row.uuid,
        workshop_uuid=workshop.uuid,
        candidate=candidate_said(row, people, names),
        exercise=exercise_said(row, people) or in_language(definition.title, language),
        state=line.state,
        said=STATES[line.state],
        recording=recording_side(session, row),
        sheets=tuple(sheet_side(one, names, people, language) for one in line.sheets),
        results=tuple(result_side(definition, one, names, language) for one in results),
        copies=tuple(copy_side(one, line.sheets, language) for one in line.copies),
        reviews=tuple(ReviewSide(one.uuid, str(CAUSES[ReviewCause(one.cause)]), one.opened_at) for one in line.reviews),
        levels=tuple(
            (
                one.code,
                in_language(one.title, language),
                levels,
                not panel or one.code in panel,
            )
            for one in definition.criteria
        ),
        free=tuple(
            (str(number), f"{assessor_letter(number)} {names.get(person_id, '')}")
            for person_id, number in sorted(people.assessors.items(), key=lambda pair: pair[1])
            if person_id not in rating
        ),
    )


def sheet_side(found: RatedSheet, names: Mapping[int, str], people: WorkshopPeople, language: str) -> SheetSide:
    """A sheet with who rated, and how it came."""
    number = people.assessors.get(found.row.assessor_id)
    letter = f"{assessor_letter(number)} " if number is not None else ""
    return SheetSide(
        str(TURNS[Turn(found.row.turn)]),
        letter + names.get(found.row.assessor_id, ""),
        found.standing.sealed,
        "",
        sheet_fields(found.definition, given(found), language),
        total_said(found) or "",
    )


def result_side(
    definition: RubricDefinition, row: Reconciliation, names: Mapping[int, str], language: str
) -> ResultSide:
    """A result in words."""
    outcome = row.outcome
    levels = outcome["criteria"] or {}
    said = {
        "agreed": _("The mean of two"),
        "third_marking": _("A third rating is wanted"),
        "resolved": _("The median of three"),
        "panel": _("A panel is wanted: the third agrees with nobody on a criterion"),
        "settled": _("Settled by a discussion") if outcome.get("by") == "discussion" else _("Settled by a panel"),
    }
    return ResultSide(
        row.no,
        said[outcome["status"]],
        tuple(str(TRIGGERS[ReconciliationTrigger(one)]) for one in outcome["triggers"]),
        tuple(
            (in_language(one.title, language), points_said(exact(levels[one.code])))
            for one in definition.criteria
            if one.code in levels
        ),
        "" if outcome["total"] is None else points_said(exact(outcome["total"])),
        outcome["passed"],
        names.get(row.by_id or 0, ""),
        row.reason,
        row.at,
    )


def copy_side(row: SheetCopy, sheets: Sequence[RatedSheet], language: str) -> CopySide:
    """Two contents of one sheet, as they came."""
    found = next(one for one in sheets if one.row.id == row.sheet_id)
    content = SheetContent.from_data(row.content)
    second = GivenRatings(content.ratings, content.comments, content.grade, content.flagged)
    return CopySide(
        row.uuid,
        str(TURNS[Turn(found.row.turn)]),
        str(WAYS[Way(row.way)]),
        sheet_fields(found.definition, given(found), language),
        sheet_fields(found.definition, second, language),
    )
