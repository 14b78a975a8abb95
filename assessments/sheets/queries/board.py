"""Everything that the moderator's board of a workshop rests on, in as few queries as it takes, however many rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select
from sqlalchemy.orm import Session, aliased

from assessments.permissions import PracticalPermission
from assessments.sheets.models import (
    ModerationPlan,
    Performance,
    PerformanceReview,
    Reconciliation,
    SampleLook,
    Sheet,
    SheetCopy,
    SheetEvent,
)
from assessments.sheets.offline.models import SheetDevice
from assessments.sheets.policy import moderated
from assessments.sheets.rules.progress import PerformanceFacts, PerformanceState, performance_state
from assessments.sheets.rules.reconciliation import ReconciliationStatus
from assessments.sheets.rules.states import Occasion, SheetAct, Turn
from assessments.workshops.models import Exercise, Workshop, WorkshopAssessor, WorkshopCandidate
from assessments.workshops.scope_kind import within
from lms.access import Viewer

OTHER = aliased(Performance)
READ = (SheetAct.RATE, SheetAct.SEAL, SheetAct.REOPEN)  # acts by which a sheet's levels and seal stand


@dataclass
class BoardSheet:
    """A sheet as the board counts it: whose, in which turn, whether sealed, with its levels."""

    assessor_id: int
    turn: Turn
    sealed: bool = False
    ratings: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class BoardPerformance:
    """A performance as the board counts it, with what it came to and whether that was looked at."""

    id: int
    uuid: str
    person_id: int | None
    number: int | None  # of the candidate at the workshop
    exercise_id: int | None
    exercise: str
    no: int
    written: bool
    rubric_version_id: int
    sheets: list[BoardSheet]
    outcome: Mapping[str, Any] | None
    state: PerformanceState
    agrees: bool | None  # of who looked at the newest result; none: nobody did


@dataclass(frozen=True)
class ModeratedWorkshop:
    """A workshop that somebody moderates, with its newest sampling plan."""

    row: Workshop
    plan: ModerationPlan | None


def workshops_to_moderate(session: Session, viewer: Viewer) -> list[ModeratedWorkshop]:
    """The workshops that this person moderates, the newest first, each with its plan; one query."""
    if not viewer.may(PracticalPermission.SHEET_MODERATE):
        return []
    newest = _newest_plan(Workshop.id)
    rows = session.execute(
        select(Workshop, ModerationPlan)
        .outerjoin(ModerationPlan, ModerationPlan.id == newest)
        .where(within(viewer.scopes(PracticalPermission.SHEET_MODERATE)))
        .order_by(Workshop.starts_on.desc(), Workshop.id.desc())
    )
    return [ModeratedWorkshop(workshop, plan) for workshop, plan in rows]


def board_lines(session: Session, viewer: Viewer, workshop_id: int) -> list[BoardPerformance]:
    """The performances of a workshop that this moderator may see, without those that another replaced; two queries."""
    sheets = _sheets(session, viewer, workshop_id)
    newest_no = (
        select(func.max(OTHER.no))
        .where(
            OTHER.occasion == Performance.occasion, OTHER.occasion_id == Performance.occasion_id,
            OTHER.exercise_id == Performance.exercise_id, OTHER.person_id == Performance.person_id,
        )
        .correlate(Performance)
        .scalar_subquery()
    )  # fmt: skip
    copies = (
        select(SheetCopy.id)
        .join(Sheet, Sheet.id == SheetCopy.sheet_id)
        .where(Sheet.performance_id == Performance.id, SheetCopy.kept.is_(None))
        .exists()
    )
    reviews = (
        select(PerformanceReview.id)
        .where(PerformanceReview.performance_id == Performance.id, PerformanceReview.closed_at.is_(None))
        .exists()
    )
    rows = session.execute(
        select(
            Performance.id, Performance.uuid, Performance.person_id, Performance.exercise_id, Performance.no,
            Performance.written, Performance.rubric_version_id, Exercise.title, WorkshopCandidate.number,
            Reconciliation.outcome, SampleLook.agrees,
            newest_no.label("newest_no"), copies.label("differs"), reviews.label("review"),
        )
        .outerjoin(Exercise, Exercise.id == Performance.exercise_id)
        .outerjoin(
            WorkshopCandidate,
            and_(WorkshopCandidate.workshop_id == workshop_id, WorkshopCandidate.person_id == Performance.person_id),
        )
        .outerjoin(Reconciliation, Reconciliation.id == _newest_result())
        .outerjoin(
            SampleLook, and_(SampleLook.id == _newest_look(), SampleLook.reconciliation_id == Reconciliation.id)
        )
        .where(*_at(viewer, workshop_id))
        .order_by(Performance.id)
    )  # fmt: skip
    found = []
    for one in rows:
        mine = sheets.get(one.id, [])
        facts = PerformanceFacts(
            turns={each.turn for each in mine},
            sealed={each.turn for each in mine if each.sealed},
            status=None if one.outcome is None else ReconciliationStatus(one.outcome["status"]),
            differs=one.differs,
            review=one.review,
            replaced=one.newest_no is not None and one.no < one.newest_no,
        )
        state = performance_state(facts)
        if state is not PerformanceState.REPLACED:
            found.append(
                BoardPerformance(
                    one.id, one.uuid, one.person_id, one.number, one.exercise_id, one.title or "", one.no, one.written,
                    one.rubric_version_id, mine, one.outcome, state, one.agrees,
                )
            )  # fmt: skip
    return found


def board_assessors(session: Session, workshop_id: int) -> dict[int, tuple[int, bool]]:
    """The assessors of a workshop: the number of each, and whether they have sealed nothing at an earlier one."""
    sealed_elsewhere = (
        select(Sheet.id)
        .join(OTHER, OTHER.id == Sheet.performance_id)
        .join(SheetEvent, and_(SheetEvent.sheet_id == Sheet.id, SheetEvent.act == SheetAct.SEAL))
        .where(
            Sheet.assessor_id == WorkshopAssessor.person_id,
            OTHER.occasion == Occasion.WORKSHOP,
            OTHER.occasion_id != workshop_id,
        )
        .exists()
    )
    rows = session.execute(
        select(WorkshopAssessor.person_id, WorkshopAssessor.number, sealed_elsewhere).where(
            WorkshopAssessor.workshop_id == workshop_id
        )
    )
    return {person_id: (number, not experienced) for person_id, number, experienced in rows}


def board_version(session: Session, viewer: Viewer, chosen: ModeratedWorkshop) -> str:
    """What changes when anything changes that the board shows this viewer; one query, whatever the size."""
    workshop_id = chosen.row.id
    here = select(Performance.id).where(*_at(viewer, workshop_id))
    people = select(WorkshopAssessor.person_id).where(WorkshopAssessor.workshop_id == workshop_id)
    told: list[ScalarSelect[Any]] = [
        select(func.count(Performance.id)).where(*_at(viewer, workshop_id)).scalar_subquery(),
        select(func.max(Performance.id)).where(*_at(viewer, workshop_id)).scalar_subquery(),
        select(func.count(Sheet.id)).where(Sheet.performance_id.in_(here)).scalar_subquery(),
        select(func.sum(Sheet.revision)).where(Sheet.performance_id.in_(here)).scalar_subquery(),
        select(func.max(Reconciliation.id)).where(Reconciliation.performance_id.in_(here)).scalar_subquery(),
        select(func.max(SampleLook.id)).where(SampleLook.performance_id.in_(here)).scalar_subquery(),
        select(func.count(PerformanceReview.id))
        .where(PerformanceReview.performance_id.in_(here), PerformanceReview.closed_at.is_(None))
        .scalar_subquery(),
        select(func.count(SheetCopy.id))
        .join(Sheet, Sheet.id == SheetCopy.sheet_id)
        .where(Sheet.performance_id.in_(here), SheetCopy.kept.is_(None))
        .scalar_subquery(),
        select(func.max(SheetDevice.heard_at)).where(SheetDevice.person_id.in_(people)).scalar_subquery(),
        select(func.sum(SheetDevice.unsent)).where(SheetDevice.person_id.in_(people)).scalar_subquery(),
        select(func.count(WorkshopAssessor.id)).where(WorkshopAssessor.workshop_id == workshop_id).scalar_subquery(),
        select(func.count(WorkshopCandidate.id)).where(WorkshopCandidate.workshop_id == workshop_id).scalar_subquery(),
    ]
    values = session.execute(select(*told)).one()
    plan = 0 if chosen.plan is None else chosen.plan.id
    return sha256(repr((workshop_id, viewer.id, plan, chosen.row.title, *map(str, values))).encode()).hexdigest()[:32]


def _at(viewer: Viewer, workshop_id: int) -> tuple[ColumnElement[bool], ...]:
    return moderated(viewer), Performance.occasion == Occasion.WORKSHOP, Performance.occasion_id == workshop_id


def _sheets(session: Session, viewer: Viewer, workshop_id: int) -> Mapping[int, list[BoardSheet]]:
    """The sheets of these performances by performance, in the order of their turns, from their events; one query."""
    rows = session.execute(
        select(
            Sheet.id, Sheet.performance_id, Sheet.assessor_id, Sheet.turn,
            SheetEvent.act, SheetEvent.criterion, SheetEvent.level,
        )
        .join(Performance, Performance.id == Sheet.performance_id)
        .outerjoin(SheetEvent, and_(SheetEvent.sheet_id == Sheet.id, SheetEvent.act.in_(READ)))
        .where(*_at(viewer, workshop_id))
        .order_by(Sheet.id, SheetEvent.no)
    )  # fmt: skip
    known: dict[int, BoardSheet] = {}
    found: dict[int, list[BoardSheet]] = defaultdict(list)
    for sheet_id, performance_id, assessor_id, turn, act, criterion, level in rows:
        sheet = known.get(sheet_id)
        if sheet is None:
            sheet = known[sheet_id] = BoardSheet(assessor_id, Turn(turn))
            found[performance_id].append(sheet)
        if act == SheetAct.RATE and criterion is not None and level is not None:
            sheet.ratings[criterion] = level
        elif act in (SheetAct.SEAL, SheetAct.REOPEN):
            sheet.sealed = act == SheetAct.SEAL
    return found


def _newest_plan(workshop: Any) -> ScalarSelect[int | None]:
    return (
        select(func.max(ModerationPlan.id))
        .where(ModerationPlan.workshop_id == workshop)
        .correlate(Workshop)
        .scalar_subquery()
    )


def _newest_result() -> ScalarSelect[int | None]:
    return (
        select(func.max(Reconciliation.id))
        .where(Reconciliation.performance_id == Performance.id)
        .correlate(Performance)
        .scalar_subquery()
    )


def _newest_look() -> ScalarSelect[int | None]:
    return (
        select(func.max(SampleLook.id))
        .where(SampleLook.performance_id == Performance.id)
        .correlate(Performance)
        .scalar_subquery()
    )
