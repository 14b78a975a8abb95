"""Sheets and performances found: rows, their events, what stands; for many in one query each."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from assessments.rubrics.models import RubricVersion
from assessments.rubrics.rules.definition import RubricDefinition, definition_from_data
from assessments.sheets.models import Performance, Reconciliation, Sheet, SheetCopy, SheetEvent
from assessments.sheets.policy import moderated, own_sheets
from assessments.sheets.rules.standing import SheetFact, SheetStanding, sheet_state
from assessments.sheets.rules.states import SheetAct, Turn
from assessments.sheets.rules.visibility import SheetOf
from lms.access import Viewer
from lms.errors import NotFound


@dataclass(frozen=True)
class FoundPerformance:
    """A performance and the rubric by which it is judged."""

    row: Performance
    definition: RubricDefinition


@dataclass(frozen=True)
class RatedSheet:
    """A sheet with its performance, its rubric, and how it stands."""

    row: Sheet
    performance: Performance
    definition: RubricDefinition
    standing: SheetStanding


def line_of(event: SheetEvent) -> SheetFact:
    """An event as the rules know it."""
    return SheetFact(SheetAct(event.act), event.criterion, event.level, event.words, event.at)


def events_of(session: Session, sheets: Collection[int]) -> dict[int, list[SheetEvent]]:
    """All events of these sheets in their order, by sheet; one query."""
    found: dict[int, list[SheetEvent]] = defaultdict(list)
    query = select(SheetEvent).where(SheetEvent.sheet_id.in_(sheets)).order_by(SheetEvent.sheet_id, SheetEvent.no)
    for event in session.scalars(query):
        found[event.sheet_id].append(event)
    return dict(found)


def definitions_of(session: Session, versions: Collection[int]) -> dict[int, RubricDefinition]:
    """The rubrics of these versions; one query."""
    rows = session.execute(
        select(RubricVersion.id, RubricVersion.definition).where(RubricVersion.id.in_(set(versions)))
    )
    return {number: definition_from_data(data) for number, data in rows}


def with_standing(session: Session, pairs: Sequence[tuple[Sheet, Performance]]) -> list[RatedSheet]:
    """These sheets as they stand, in the same order; two queries for all."""
    definitions = definitions_of(session, [performance.rubric_version_id for _, performance in pairs])
    events = events_of(session, [sheet.id for sheet, _ in pairs])
    return [
        RatedSheet(
            sheet,
            performance,
            definitions[performance.rubric_version_id],
            sheet_state(map(line_of, events.get(sheet.id, ())), definitions[performance.rubric_version_id].codes),
        )
        for sheet, performance in pairs
    ]


def sheets_where(session: Session, *where: ColumnElement[bool]) -> list[RatedSheet]:
    """The sheets for which this holds, oldest first; three queries."""
    rows = session.execute(
        select(Sheet, Performance)
        .join(Performance, Performance.id == Sheet.performance_id)
        .where(*where)
        .order_by(Sheet.id)
    )
    return with_standing(session, [(sheet, performance) for sheet, performance in rows])


def sheets_of_assessor(session: Session, viewer: Viewer) -> list[RatedSheet]:
    """All own sheets of an assessor."""
    return sheets_where(session, own_sheets(viewer))


def own_sheet(session: Session, viewer: Viewer, uuid: str) -> RatedSheet:
    """One own sheet of an assessor; any other is not there."""
    found = sheets_where(session, own_sheets(viewer), Sheet.uuid == uuid)
    if not found:
        raise NotFound
    return found[0]


def sheet_standing(session: Session, sheet: Sheet) -> RatedSheet:
    """This sheet as it stands now, for whoever holds it already."""
    return sheets_where(session, Sheet.id == sheet.id)[0]


def sheets_of_performances(session: Session, performances: Collection[int]) -> dict[int, list[RatedSheet]]:
    """All sheets of these performances, by performance, in the order of their turns; three queries."""
    found: dict[int, list[RatedSheet]] = defaultdict(list)
    for one in sheets_where(session, Sheet.performance_id.in_(performances)):
        found[one.performance.id].append(one)
    turns = list(Turn)
    return {number: sorted(some, key=lambda one: turns.index(Turn(one.row.turn))) for number, some in found.items()}


def as_known(sheets: Collection[RatedSheet]) -> list[SheetOf]:
    """Sheets as the rule of visibility knows them."""
    return [SheetOf(one.row.assessor_id, Turn(one.row.turn), one.standing.sealed) for one in sheets]


def event_with_key(session: Session, sheet_id: int, key: str) -> SheetEvent | None:
    """What was done on a sheet under this key, if anything was."""
    return session.scalars(
        select(SheetEvent).where(SheetEvent.sheet_id == sheet_id, SheetEvent.key == key)
    ).one_or_none()


def lock_performance(session: Session, performance_id: int) -> None:
    """Wait until nobody else seals, opens or settles sheets of this performance (SQLite lets one write anyway)."""
    session.execute(select(Performance.id).where(Performance.id == performance_id).with_for_update())


def performance_moderated(session: Session, viewer: Viewer, uuid: str) -> FoundPerformance:
    """One performance of a workshop that this person moderates; any other is not there."""
    row = session.scalars(select(Performance).where(moderated(viewer), Performance.uuid == uuid)).one_or_none()
    if row is None:
        raise NotFound
    return FoundPerformance(row, definitions_of(session, [row.rubric_version_id])[row.rubric_version_id])


def newest_reconciliations(session: Session, performances: Collection[int]) -> Mapping[int, Reconciliation]:
    """The newest result of each of these performances; one query."""
    newest = (
        select(func.max(Reconciliation.id))
        .where(Reconciliation.performance_id.in_(performances))
        .group_by(Reconciliation.performance_id)
    )
    rows = session.scalars(select(Reconciliation).where(Reconciliation.id.in_(newest)))
    return {one.performance_id: one for one in rows}


def open_copies(session: Session, performances: Collection[int]) -> dict[int, list[SheetCopy]]:
    """Contents that came a second time and wait for a moderator, by performance; one query."""
    found: dict[int, list[SheetCopy]] = defaultdict(list)
    rows = session.execute(
        select(SheetCopy, Sheet.performance_id)
        .join(Sheet, Sheet.id == SheetCopy.sheet_id)
        .where(Sheet.performance_id.in_(performances), SheetCopy.kept.is_(None))
        .order_by(SheetCopy.id)
    )
    for copy, performance_id in rows:
        found[performance_id].append(copy)
    return dict(found)
