"""The sheets of an assessor at workshops that are not closed, as a device keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from assessments.permissions import PracticalPermission
from assessments.rubrics.models import RubricVersion
from assessments.sheets.models import Performance, Sheet, SheetEvent
from assessments.sheets.rules.states import Occasion, SheetAct
from assessments.workshops.models import Exercise, Workshop, WorkshopCandidate
from lms.access import Viewer


@dataclass(frozen=True)
class DaySheet:
    """One sheet of the day: what is performed, by whom, and how far the sheet is; never what it says."""

    uuid: str
    performance_id: int
    performance: str  # uuid
    person_id: int | None
    candidate_no: int
    exercise: str
    minutes: int
    written: bool
    workshop: str
    zone: str
    rubric: str  # uuid of the version
    sealed_at: datetime | None
    after: int  # the number of its last reopening; 0: none


@dataclass(frozen=True)
class FoundDay:
    """The sheets, and the rubrics that they need, by uuid of the version."""

    sheets: list[DaySheet]
    rubrics: Mapping[str, Mapping[str, Any]]


def day_of(session: Session, viewer: Viewer) -> FoundDay:
    """The day of this assessor, in the order in which the sheets were made; three queries."""
    if not viewer.may(PracticalPermission.SHEET_RATE):
        return FoundDay([], {})
    rows = session.execute(
        select(Sheet, Performance, Exercise, Workshop, WorkshopCandidate.number, RubricVersion.uuid)
        .join(Performance, Performance.id == Sheet.performance_id)
        .join(Exercise, Exercise.id == Performance.exercise_id)
        .join(Workshop, Workshop.id == Performance.occasion_id)
        .join(
            WorkshopCandidate,
            and_(WorkshopCandidate.workshop_id == Workshop.id, WorkshopCandidate.person_id == Performance.person_id),
        )
        .join(RubricVersion, RubricVersion.id == Performance.rubric_version_id)
        .where(
            Sheet.assessor_id == viewer.id,
            Performance.occasion == Occasion.WORKSHOP,
            Performance.person_id != viewer.id,
            Workshop.closed_at.is_(None),
        )
        .order_by(Sheet.id)
    ).all()
    closings = _closings(session, [sheet.id for sheet, *_rest in rows])
    versions = {performance.rubric_version_id for _sheet, performance, *_rest in rows}
    rubrics = session.execute(
        select(RubricVersion.uuid, RubricVersion.definition).where(RubricVersion.id.in_(versions))
    )
    return FoundDay(
        [
            DaySheet(
                uuid=sheet.uuid,
                performance_id=performance.id,
                performance=performance.uuid,
                person_id=performance.person_id,
                candidate_no=number,
                exercise=exercise.title,
                minutes=exercise.minutes,
                written=performance.written,
                workshop=workshop.title,
                zone=workshop.time_zone,
                rubric=rubric,
                sealed_at=closings.get(sheet.id, (None, 0))[0],
                after=closings.get(sheet.id, (None, 0))[1],
            )
            for sheet, performance, exercise, workshop, number, rubric in rows
        ],
        dict(rubrics.all()),
    )


def _closings(session: Session, sheets: list[int]) -> dict[int, tuple[datetime | None, int]]:
    """When each sheet that is sealed was, and the number of its last reopening."""
    rows = session.execute(
        select(SheetEvent.sheet_id, SheetEvent.act, SheetEvent.no, SheetEvent.at)
        .where(SheetEvent.sheet_id.in_(sheets), SheetEvent.act.in_((SheetAct.SEAL, SheetAct.REOPEN)))
        .order_by(SheetEvent.sheet_id, SheetEvent.no)
    )
    found: dict[int, tuple[datetime | None, int]] = {}
    for sheet_id, act, no, at in rows:
        after = found.get(sheet_id, (None, 0))[1]
        found[sheet_id] = (at, after) if act == SheetAct.SEAL else (None, no)
    return found
