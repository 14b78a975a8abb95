"""The pages of an assessor: my sheets, and the sheet on which one marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from assessments.candidate_files.queries import Photograph, dossier_beside, photographs_of
from assessments.rubrics.pages.sheet_fields import GivenRatings, SheetFields, points_said, sheet_fields
from assessments.rubrics.rules.definition import in_language, rubric_total
from assessments.sheets.labels import OCCASIONS, TURNS
from assessments.sheets.pages.recording import RecordingSide, recording_side
from assessments.sheets.queries.calibration import agreed_levels
from assessments.sheets.queries.performances import exercises_by_id, numbers_of, workshops_by_id
from assessments.sheets.queries.sheets import (
    RatedSheet,
    as_known,
    own_sheet,
    sheets_of_assessor,
    sheets_of_performances,
)
from assessments.sheets.rules.aliases import assessor_letter, candidate_code, shown_as
from assessments.sheets.rules.standing import total_shows
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.rules.visibility import SheetOf, blindness_over, sees_other
from assessments.workshops.models import Exercise, Workshop
from lms.access import Viewer
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind

AT_WORKSHOP = (Occasion.WORKSHOP, Occasion.CALIBRATION)
COLUMNS = (
    OutputColumn("candidate", _l("Candidate")),
    OutputColumn("exercise", _l("Exercise")),
    OutputColumn("workshop", _l("Workshop")),
    OutputColumn("turn", _l("As")),
    OutputColumn("rated", _l("Criteria rated"), OutputKind.WHOLE),
    OutputColumn("sealed_at", _l("Sealed"), OutputKind.MOMENT),
)


@dataclass(frozen=True)
class OwnSheetLine:
    """A sheet as its assessor finds it in a list."""

    uuid: str
    candidate: str
    exercise: str
    workshop: str
    turn: str
    rated: int
    of: int
    sealed_at: datetime | None
    today: bool  # its workshop is on


@dataclass(frozen=True)
class OtherSheet:
    """The sheet of another assessor, once nobody is blind any more."""

    letter: str
    fields: SheetFields
    total: str


@dataclass(frozen=True)
class MarkingPage:
    """The sheet on which one marks."""

    line: OwnSheetLine
    fields: SheetFields
    minutes: int | None
    total: str | None  # none: it does not show yet
    highest: str
    sealed: bool
    may_reopen: bool
    reopened: str | None
    grade_fixed: bool
    seals: int
    others: tuple[OtherSheet, ...]
    agreed: tuple[tuple[str, int], ...]  # of a reference performance, once the own sheet is sealed
    photograph: Photograph | None  # of who performs face to face, where they gave one
    code: str  # of who performs; empty outside of workshops
    recording: RecordingSide | None
    dossier: str  # the candidate whose dossier one reads, by uuid; empty: there is none


@dataclass(frozen=True)
class SheetNames:
    """What sheets say beside their marks: who performed, at what; for many sheets in some queries."""

    workshops: Mapping[int, Workshop]
    exercises: Mapping[int, Exercise]
    numbers: Mapping[tuple[int, int], int]
    names: Mapping[int, str]

    def candidate(self, found: RatedSheet) -> str:
        """Code and name; of written work the code alone."""
        row = found.performance
        if row.person_id is None:
            return str(OCCASIONS[Occasion(row.occasion)]) + f" {row.no}"
        name = self.names.get(row.person_id, "")
        number = self.numbers.get((row.occasion_id, row.person_id)) if row.occasion in AT_WORKSHOP else None
        if number is None:
            return name
        return shown_as(name, candidate_code(number), hidden=row.written)

    def code(self, found: RatedSheet) -> str:
        """The code of who performs; empty where there is none."""
        row = found.performance
        number = self.numbers.get((row.occasion_id, row.person_id or 0)) if row.occasion in AT_WORKSHOP else None
        return candidate_code(number) if number is not None else ""

    def line(self, found: RatedSheet, now: datetime, language: str) -> OwnSheetLine:
        """A sheet as a list shows it."""
        row = found.performance
        workshop = self.workshops.get(row.occasion_id) if row.occasion in AT_WORKSHOP else None
        exercise = self.exercises.get(row.exercise_id or 0)
        return OwnSheetLine(
            found.row.uuid,
            self.candidate(found),
            exercise.title if exercise else in_language(found.definition.title, language),
            workshop.title if workshop else str(OCCASIONS[Occasion(row.occasion)]),
            str(TURNS[Turn(found.row.turn)]),
            len(found.standing.content.ratings),
            len(found.definition.criteria),
            found.standing.sealed_at,
            workshop is not None and workshop.starts_on <= day_at(workshop, now) <= workshop.ends_on,
        )


def day_at(workshop: Workshop, now: datetime) -> date:
    """The day that it is where a workshop is held."""
    return now.astimezone(ZoneInfo(workshop.time_zone)).date()


def names_for(session: Session, sheets: Sequence[RatedSheet]) -> SheetNames:
    """What these sheets say beside their marks; four queries."""
    workshops = {one.performance.occasion_id for one in sheets if one.performance.occasion in AT_WORKSHOP}
    return SheetNames(
        workshops_by_id(session, workshops),
        exercises_by_id(session, {one.performance.exercise_id or 0 for one in sheets}),
        numbers_of(session, workshops),
        people_named(session, {one.performance.person_id for one in sheets if one.performance.person_id is not None}),
    )


def my_sheets(session: Session, viewer: Viewer, now: datetime, language: str) -> list[OwnSheetLine]:
    """All own sheets: open ones of a workshop that is on first, then other open ones, then those that are sealed."""
    found = sheets_of_assessor(session, viewer)
    names = names_for(session, found)
    lines = [names.line(one, now, language) for one in found]
    return sorted(lines, key=lambda one: (one.sealed_at is not None, not one.today))


def sheet_rows(lines: Sequence[OwnSheetLine]) -> list[tuple[object, ...]]:
    """The list as rows of `COLUMNS`."""
    return [(one.candidate, one.exercise, one.workshop, one.turn, one.rated, one.sealed_at) for one in lines]


def given(found: RatedSheet) -> GivenRatings:
    """What stands on a sheet."""
    content = found.standing.content
    return GivenRatings(content.ratings, content.comments, content.grade, content.flagged)


def total_said(found: RatedSheet) -> str | None:
    """The total in points, where it shows."""
    content = found.standing.content
    if not total_shows(found.definition, content):
        return None
    return points_said(rubric_total(found.definition, content.ratings))


def marking_page(
    session: Session, viewer: Viewer, uuid: str, now: datetime, language: str, typed: GivenRatings | None = None
) -> MarkingPage:
    """An own sheet; what was typed and not taken is in its fields again."""
    found = own_sheet(session, viewer, uuid)
    among = sheets_of_performances(session, [found.performance.id])[found.performance.id]
    names = names_for(session, [found])
    exercise = names.exercises.get(found.performance.exercise_id or 0)
    sealed = found.standing.sealed
    is_reference = found.performance.occasion == Occasion.CALIBRATION
    agreed = agreed_levels(session, found.performance.id) if sealed and is_reference else {}
    return MarkingPage(
        line=names.line(found, now, language),
        fields=sheet_fields(found.definition, typed or given(found), language),
        minutes=exercise.minutes if exercise and not found.performance.written else None,
        total=total_said(found),
        highest=points_said(found.definition.highest),
        sealed=sealed,
        may_reopen=sealed and not blindness_over(as_known(among)) and not is_reference,
        reopened=found.standing.reopened,
        grade_fixed=found.standing.grade_fixed,
        seals=found.standing.seals,
        others=() if is_reference else tuple(others_seen(viewer, among, language)),
        agreed=tuple((in_language(one.title, language), agreed[one.code]) for one in found.definition.criteria)
        if agreed
        else (),
        photograph=photograph_beside(session, viewer, found),
        code=names.code(found),
        recording=recording_side(session, found.performance),
        dossier=dossier_beside(session, viewer, found.performance.id),
    )


def photograph_beside(session: Session, viewer: Viewer, found: RatedSheet) -> Photograph | None:
    """The photograph of who performs before the assessor; of written work none."""
    row = found.performance
    if row.person_id is None or row.written or row.occasion != Occasion.WORKSHOP:
        return None
    return photographs_of(session, viewer, [(row.occasion_id, row.person_id)]).get((row.occasion_id, row.person_id))


def others_seen(viewer: Viewer, among: Sequence[RatedSheet], language: str) -> list[OtherSheet]:
    """The sheets of the other assessors that this one may see by now, under letters in the order of their turns."""
    known = as_known(among)
    return [
        OtherSheet(assessor_letter(place), sheet_fields(one.definition, given(one), language), total_said(one) or "")
        for place, one in enumerate(among, 1)
        if one.row.assessor_id != viewer.id
        and sees_other(known, viewer.id, SheetOf(one.row.assessor_id, Turn(one.row.turn), one.standing.sealed))
    ]
