"""One performance as its moderator settles it: sheets side by side, results, copies, what came late."""

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
from assessments.sheets.pages.moderating import candidate_said, exercise_said
from assessments.sheets.pages.recording import RecordingSide, recording_side
from assessments.sheets.queries.performances import (
    WorkshopPeople,
    people_of_workshop,
    performance_lines,
    results_of,
    workshops_by_id,
)
from assessments.sheets.queries.sheets import FoundPerformance, RatedSheet
from assessments.sheets.rules.aliases import assessor_letter
from assessments.sheets.rules.progress import PerformanceState
from assessments.sheets.rules.reconciliation import ReconciliationTrigger
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import ReviewCause, Turn, Way
from lms.i18n import _
from lms.people.api import people_named


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
        "third_marking": _("A third rating is needed"),
        "resolved": _("The median of three"),
        "panel": _("A panel is needed: the third assessor agrees with nobody on a criterion"),
        "settled": _("Decided in a discussion") if outcome.get("by") == "discussion" else _("Decided by a panel"),
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
