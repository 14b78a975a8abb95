"""Giving a sheet up that cannot be keyed in: one person says why, another agrees; the attempt then counts nowhere."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.exams.printed.events import SheetLossDecided, SheetLossSaid
from assessments.exams.printed.labels import NOT_NOW
from assessments.exams.printed.models import PrintedLoss
from assessments.exams.printed.queries import FoundSheet
from assessments.exams.printed.rules.sheets import NEXT, KeyingRefusal, LossReason
from assessments.exams.services.closing import close_paper
from lms import events
from lms.access import Viewer
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.people.api import demand_independent

LEAST = 5  # signs of what is said


def say_lost(
    session: Session, sheet: FoundSheet, reason: LossReason, words: str, *, actor: Viewer, now: datetime
) -> None:
    """Say that a sheet cannot be keyed in; nothing happens to the attempt until somebody else agrees."""
    _demand_other(session, sheet, actor)
    if sheet.loss is not None:
        raise RuleBroken(_("Somebody has said this about the sheet already. Another person must agree or disagree."))
    if len(words.strip()) < LEAST:
        raise BadInput("words", _("Say in a few words what happened."))
    row = PrintedLoss(
        sheet_id=sheet.row.id,
        reason=reason,
        words=words.strip(),
        said_by_id=actor.id,
        said_at=now,
        agreed=None,
        decided_by_id=None,
        decided_at=None,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as fault:
        raise Conflict(_("Somebody else did this a moment ago. Load the page again.")) from fault
    happened = SheetLossSaid(
        subject=f"attempt:{sheet.attempt.id}", actor_id=actor.id, at=now, loss_id=row.id, reason=reason, words=row.words
    )
    events.publish(session, happened)


def decide_lost(session: Session, sheet: FoundSheet, *, agreed: bool, actor: Viewer, now: datetime) -> None:
    """Agree that a sheet is given up, or say that it is there; whoever said it may only take it back."""
    loss = sheet.loss
    if loss is None or loss.agreed is not None:
        raise NotFound
    _demand_other(session, sheet, actor)
    if agreed:
        if actor.id == loss.said_by_id:
            raise RuleBroken(_("You said this yourself. Another person must agree."))
        demand_independent(session, actor.id, loss.said_by_id)
    loss.agreed, loss.decided_by_id, loss.decided_at = agreed, actor.id, now
    session.flush()
    happened = SheetLossDecided(
        subject=f"attempt:{sheet.attempt.id}", actor_id=actor.id, at=now, loss_id=loss.id, agreed=agreed
    )
    events.publish(session, happened)
    if agreed:
        close_paper(session, sheet.attempt, counts=False, actor_id=actor.id, now=now)


def _demand_other(session: Session, sheet: FoundSheet, actor: Viewer) -> None:
    """Somebody else than the officer, while the attempt is open."""
    if actor.id == sheet.attempt.person_id:
        raise RuleBroken(str(NOT_NOW[KeyingRefusal.OWN]))
    if sheet.state not in NEXT:
        raise RuleBroken(str(NOT_NOW[KeyingRefusal.DONE]))
    demand_independent(session, actor.id, sheet.attempt.person_id)
