"""A rotation put in use: sheets are made, what it replaces stays in the record, everybody is told what it means."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.sheets.models import Performance, Sheet
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.services.performances import (
    PerformancePlan,
    SheetPlan,
    assign_sheets,
    make_performances,
    withdraw_sheet,
)
from assessments.workshops.models import Rotation
from assessments.workshops.queries.plans import PlannedPerformance, planned
from assessments.workshops.queries.rotations import placed_in
from assessments.workshops.queries.workshops import WorkshopParts, workshop_by_id
from assessments.workshops.services.messages import tell_changes, tell_plan
from assessments.workshops.services.rotating import put_in_use

TURNS = (Turn.FIRST, Turn.SECOND)


def use_rotation(session: Session, parts: WorkshopParts, rotation: Rotation, *, by: int, now: datetime) -> None:
    """Put it in use, make its sheets, and tell everybody: what they have, or in mid-week what changed for them."""
    used = put_in_use(session, parts, rotation, by=by, now=now)
    parts = workshop_by_id(session, parts.id)
    after = planned(parts, placed_in(session, used.id))
    make_sheets(session, parts, after, by=by, now=now)
    if used.before_id is None:
        tell_plan(session, parts, after, now=now)
    else:
        tell_changes(session, parts, planned(parts, placed_in(session, used.before_id)), after, now=now)


def make_sheets(
    session: Session, parts: WorkshopParts, performances: Collection[PlannedPerformance], *, by: int, now: datetime
) -> None:
    """A performance for each placement with a sheet for each of its two; empty sheets of others are withdrawn.

    A sheet belongs to candidate, exercise and assessor: what was written on one stays, whatever the plan says now.
    """
    exercises = {one.id: one for one in parts.every_exercise}
    wanted = list(performances)
    plans = [
        PerformancePlan(
            occasion=Occasion.WORKSHOP,
            occasion_id=parts.id,
            rubric_version_id=exercises[one.exercise_id].rubric_version_id,
            person_id=one.candidate_id,
            exercise_id=one.exercise_id,
            written=one.written,
        )
        for one in wanted
    ]
    made = make_performances(session, plans, by_id=by, now=now)
    there = _sheets_at(session, parts.id)
    meant = {row.id: set(one.assessor_ids) for row, one in zip(made, wanted, strict=True)}
    for performance_id, sheets in there.items():
        for sheet in sheets:
            if sheet.turn in TURNS and sheet.revision == 0 and sheet.assessor_id not in meant.get(performance_id, ()):
                withdraw_sheet(session, sheet, by_id=by, now=now)
    there = _sheets_at(session, parts.id)
    fresh = []
    for row, one in zip(made, wanted, strict=True):
        known = {sheet.assessor_id for sheet in there[row.id]}
        free = [turn for turn in TURNS if turn not in {sheet.turn for sheet in there[row.id]}]
        fresh += [
            SheetPlan(row, assessor, turn)
            for assessor, turn in zip([key for key in one.assessor_ids if key not in known], free, strict=False)
        ]
    assign_sheets(session, fresh, by_id=by, now=now)


def _sheets_at(session: Session, workshop_id: int) -> dict[int, list[Sheet]]:
    """The sheets of a workshop by performance; fresh exercises after a disagreement are left out."""
    rows = session.scalars(
        select(Sheet)
        .join(Performance, Performance.id == Sheet.performance_id)
        .where(
            Performance.occasion == Occasion.WORKSHOP.value,
            Performance.occasion_id == workshop_id,
            Performance.no == 1,
        )
        .order_by(Sheet.id)
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[Sheet]] = defaultdict(list)
    for row in rows:
        found[row.performance_id].append(row)
    return found
