"""What home asks of sheets: whether one is open, and how many performances wait for a moderator."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from assessments.permissions import PracticalPermission
from assessments.sheets.models import Performance, PerformanceReview, Reconciliation, Sheet, SheetCopy, SheetEvent
from assessments.sheets.policy import moderated, own_sheets
from assessments.sheets.rules.progress import WAITS, PerformanceFacts, performance_state
from assessments.sheets.rules.reconciliation import ReconciliationStatus
from assessments.sheets.rules.states import Occasion, SheetAct, Turn
from assessments.workshops.models import Workshop
from lms.access import Viewer

NEWER = aliased(Performance)


def sheets_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Of assessors and moderators; a sheet that was opened again is found with its seal."""
    found: list[ColumnElement[bool]] = []
    if person.may(PracticalPermission.SHEET_RATE):
        sealed = select(SheetEvent.sheet_id).where(SheetEvent.act == SheetAct.SEAL)
        opened = select(SheetEvent.sheet_id).where(SheetEvent.act == SheetAct.REOPEN)
        left = Sheet.id.not_in(sealed) | Sheet.id.in_(opened)
        found.append(select(Sheet.id).where(own_sheets(person), left).exists())
    if person.may(PracticalPermission.SHEET_MODERATE):
        found.append(select(Performance.id).where(*_under_way(person)).exists())
    return found


def count_waiting(session: Session, person: Viewer) -> int:
    """How many performances at workshops that are not closed wait for this moderator; one query.

    As `waiting_lines` finds them, without the sheets: how far those are decides nothing of what waits.
    """
    third = Sheet.turn == Turn.THIRD
    replaced = select(NEWER.id).where(
        NEWER.occasion == Performance.occasion,
        NEWER.occasion_id == Performance.occasion_id,
        NEWER.exercise_id == Performance.exercise_id,
        NEWER.person_id == Performance.person_id,
        NEWER.no > Performance.no,
    )
    named = select(Sheet.id).where(Sheet.performance_id == Performance.id, third)
    copies = select(SheetCopy.id).join(Sheet, Sheet.id == SheetCopy.sheet_id)
    copies = copies.where(Sheet.performance_id == Performance.id, SheetCopy.kept.is_(None))
    reviews = select(PerformanceReview.id)
    reviews = reviews.where(PerformanceReview.performance_id == Performance.id, PerformanceReview.closed_at.is_(None))
    newest = select(Reconciliation.outcome).where(Reconciliation.performance_id == Performance.id)
    outcome = newest.order_by(Reconciliation.id.desc()).limit(1).correlate(Performance).scalar_subquery()
    asked = [one.correlate(Performance).exists() for one in (named, copies, reviews, replaced)]
    rows = session.execute(select(outcome, *asked).where(*_under_way(person)))
    facts = (
        PerformanceFacts(
            turns={Turn.THIRD} if has_third else (),
            sealed=(),
            status=ReconciliationStatus(found["status"]) if found else None,
            differs=differs,
            review=review,
            replaced=is_replaced,
        )
        for found, has_third, differs, review, is_replaced in rows
    )
    return sum(performance_state(one) in WAITS for one in facts)


def _under_way(person: Viewer) -> tuple[ColumnElement[bool], ...]:
    under_way = select(Workshop.id).where(Workshop.closed_at.is_(None))
    return moderated(person), Performance.occasion == Occasion.WORKSHOP, Performance.occasion_id.in_(under_way)
