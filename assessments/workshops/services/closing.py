"""Closing a workshop: no more sheets are expected, and assessors read no dossiers and see no photographs any more."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessments.sheets.queries.performances import released_workshops, what_waits
from assessments.workshops.events import WorkshopClosed
from assessments.workshops.models import Workshop
from assessments.workshops.queries.workshops import WorkshopParts, lock
from assessments.workshops.rules.closing import StillOpen, still_open
from lms import events
from lms.errors import BadInput, Conflict
from lms.i18n import _


def open_at(session: Session, workshop_id: int) -> StillOpen:
    """What is still open at a workshop; a constant number of queries."""
    waiting = what_waits(session, workshop_id)
    released = workshop_id in released_workshops(session, [workshop_id])
    return still_open(waiting.performances, waiting.open, released)


def close_workshop(session: Session, parts: WorkshopParts, *, even_so: bool, by: int, now: datetime) -> None:
    """Close it, for good; where something is open, only by somebody who says that they read what."""
    lock(session, parts.id)
    left = open_at(session, parts.id)
    if left.anything and not even_so:
        raise BadInput("even_so", _("Something is still open. Tick the box to close the workshop anyway."))
    closed = session.scalars(
        update(Workshop)
        .where(Workshop.id == parts.id, Workshop.closed_at.is_(None))
        .values(closed_at=now, closed_by_id=by)
        .returning(Workshop.id)
    ).one_or_none()
    if closed is None:
        raise Conflict(_("This workshop is closed already."))
    events.publish(
        session,
        WorkshopClosed(
            subject=f"workshop:{parts.id}", actor_id=by, at=now, open_performances=left.performances,
            feedback_released=not left.feedback,
        ),
    )  # fmt: skip
