"""Reconciling: what the sealed sheets of a performance come to, appended; what comes late opens a review."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.sheets.events import PerformanceReconciled, SheetCameLate
from assessments.sheets.models import FeedbackRelease, Performance, PerformanceReview, Reconciliation, Sheet
from assessments.sheets.ports import DECIDED_PERFORMANCES
from assessments.sheets.queries.sheets import (
    RatedSheet,
    definitions_of,
    newest_reconciliations,
    open_copies,
    sheets_of_performances,
)
from assessments.sheets.rules.outcomes import (
    SETTLEMENTS,
    ReconciliationThresholds,
    reconcile_sheets,
    result_as_data,
    settings_of,
)
from assessments.sheets.rules.reconciliation import ReconciledResult, ReconciliationSettings
from assessments.sheets.rules.states import Occasion, ReviewCause, Turn
from assessments.workshops.models import Workshop
from lms import events
from lms.ids import new_uuid

PAIRED = (Turn.FIRST, Turn.SECOND, Turn.THIRD)
PAIR = {Turn.FIRST, Turn.SECOND}


def after_seal(session: Session, performance: Performance, sheet: Sheet, *, now: datetime) -> None:
    """What a seal sets going: a review where a result stands that people made or rest on, else reconciling."""
    if sheet.turn not in PAIRED:
        return
    cause = review_cause(session, performance)
    if cause is None:
        reconcile_performance(session, performance, now=now)
        return
    row = PerformanceReview(
        uuid=new_uuid(), performance_id=performance.id, sheet_id=sheet.id, cause=cause, opened_at=now, reason=""
    )
    session.add(row)
    session.flush()
    events.publish(
        session,
        SheetCameLate(
            subject=f"sheet:{sheet.id}", actor_id=None, at=now, review_id=row.id, performance_id=performance.id,
            cause=cause,
        ),
    )  # fmt: skip


def review_cause(session: Session, performance: Performance) -> ReviewCause | None:
    """Why a sheet that is sealed now changes nothing by itself: a decision stands, or people settled the result."""
    if performance.occasion == Occasion.WORKSHOP:
        over = session.execute(
            select(Workshop.closed_at, FeedbackRelease.id)
            .outerjoin(FeedbackRelease, FeedbackRelease.workshop_id == Workshop.id)
            .where(Workshop.id == performance.occasion_id)
        ).first()
        if over is not None and any(one is not None for one in over):
            return ReviewCause.LATE
    if any(performance.id in one.decided_at(session, [performance.id]) for one in DECIDED_PERFORMANCES.providers()):
        return ReviewCause.LATE
    newest = newest_reconciliations(session, [performance.id]).get(performance.id)
    return ReviewCause.SETTLED if newest is not None and newest.by_id is not None else None


def thresholds_of(session: Session, performance: Performance) -> ReconciliationThresholds:
    """The thresholds of its workshop; elsewhere the defaults."""
    if performance.occasion != Occasion.WORKSHOP:
        return ReconciliationThresholds()
    settings = session.scalars(select(Workshop.settings).where(Workshop.id == performance.occasion_id)).first()
    return ReconciliationThresholds.of(settings or {})


def sealed_sheets(session: Session, performance: Performance) -> dict[Turn, RatedSheet]:
    """The sealed sheets of a performance by turn."""
    found = sheets_of_performances(session, [performance.id]).get(performance.id, [])
    return {Turn(one.row.turn): one for one in found if one.standing.sealed and one.row.turn in PAIRED}


def reconcile_performance(session: Session, performance: Performance, *, now: datetime) -> Reconciliation | None:
    """Reconcile what is sealed by now; nothing new where nothing has changed, or two contents of a sheet differ."""
    sheets = sealed_sheets(session, performance)
    if not sheets.keys() >= PAIR or open_copies(session, [performance.id]):
        return None
    definition = sheets[Turn.FIRST].definition
    settings = settings_of(definition, thresholds_of(session, performance))
    result = reconcile_sheets(
        definition, {turn: one.standing.content.ratings for turn, one in sheets.items()}, settings
    )
    if result is None:
        return None
    outcome = result_as_data(definition, result, settings)
    newest = newest_reconciliations(session, [performance.id]).get(performance.id)
    cited = cites(sheets)
    if newest is not None and newest.cites == cited and newest.outcome == outcome:
        return newest
    return append_result(session, performance, result, outcome, cited, by_id=None, reason="", now=now)


def cites(sheets: Mapping[Turn, RatedSheet]) -> dict[str, Any]:
    """Which events a result rests on: the sheets by their uuid, with the number of the last event of each."""
    return {one.row.uuid: one.row.revision for one in sorted(sheets.values(), key=lambda one: one.row.uuid)}


def append_result(
    session: Session,
    performance: Performance,
    result: ReconciledResult,
    outcome: dict[str, Any],
    cited: dict[str, Any],
    *,
    by_id: int | None,
    reason: str,
    now: datetime,
) -> Reconciliation:
    """Write down what a performance came to; what it came to before stays."""
    last = session.scalars(
        select(func.max(Reconciliation.no)).where(Reconciliation.performance_id == performance.id)
    ).one()
    row = Reconciliation(
        uuid=new_uuid(), performance_id=performance.id, no=(last or 0) + 1, settlement=SETTLEMENTS[result.status],
        outcome=outcome, cites=cited, reason=reason, by_id=by_id, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    events.publish(
        session,
        PerformanceReconciled(
            subject=f"performance:{performance.id}", actor_id=by_id, at=now, reconciliation_id=row.id,
            settlement=row.settlement, passed=result.passed, reason=reason,
        ),
    )  # fmt: skip
    return row


def settings_for(session: Session, performance: Performance) -> ReconciliationSettings:
    """The settings by which this performance is reconciled."""
    definition = definitions_of(session, [performance.rubric_version_id])[performance.rubric_version_id]
    return settings_of(definition, thresholds_of(session, performance))
