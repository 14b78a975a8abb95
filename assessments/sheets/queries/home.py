"""What home asks of sheets first: whether one is open, and whether a performance waits for a moderator."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from assessments.permissions import PracticalPermission
from assessments.sheets.models import Performance, Sheet, SheetEvent
from assessments.sheets.policy import moderated, own_sheets
from assessments.sheets.rules.states import Occasion, SheetAct
from assessments.workshops.models import Workshop
from lms.access import Viewer


def sheets_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Of assessors and moderators; a sheet that was opened again is found with its seal."""
    found: list[ColumnElement[bool]] = []
    if person.may(PracticalPermission.SHEET_RATE):
        sealed = select(SheetEvent.sheet_id).where(SheetEvent.act == SheetAct.SEAL)
        opened = select(SheetEvent.sheet_id).where(SheetEvent.act == SheetAct.REOPEN)
        left = Sheet.id.not_in(sealed) | Sheet.id.in_(opened)
        found.append(select(Sheet.id).where(own_sheets(person), left).exists())
    if person.may(PracticalPermission.SHEET_MODERATE):
        under_way = select(Workshop.id).where(Workshop.closed_at.is_(None))
        at_them = (Performance.occasion == Occasion.WORKSHOP, Performance.occasion_id.in_(under_way))
        found.append(select(Performance.id).where(moderated(person), *at_them).exists())
    return found
