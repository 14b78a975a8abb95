"""Feedback for the candidates of a workshop, released to all at one moment."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.missions.services.annexes import release_annexes
from assessments.sheets.events import FeedbackReleased
from assessments.sheets.models import FeedbackRelease
from assessments.sheets.queries.performances import people_who_performed, what_waits
from assessments.workshops.models import Workshop
from lms import events
from lms.errors import RuleBroken
from lms.i18n import _, ngettext


def release_feedback(session: Session, workshop: Workshop, *, by_id: int, now: datetime) -> FeedbackRelease:
    """Let all candidates of a workshop read their feedback; first every performance needs its result.

    At the same moment they may read what supervising experts signed about them: the annexes of their missions.
    """
    session.execute(select(Workshop.id).where(Workshop.id == workshop.id).with_for_update())
    known = session.scalars(select(FeedbackRelease).where(FeedbackRelease.workshop_id == workshop.id)).first()
    if known is not None:
        raise RuleBroken(_("The feedback of this workshop is already released."))
    waiting = what_waits(session, workshop.id)
    if waiting.performances == 0:
        raise RuleBroken(_("This workshop has no performances, so there is no feedback to release."))
    if waiting.open:
        raise RuleBroken(
            ngettext(
                "%(num)s performance has no result yet. Feedback is released to all at one moment.",
                "%(num)s performances have no result yet. Feedback is released to all at one moment.",
                waiting.open,
            )
        )
    row = FeedbackRelease(workshop_id=workshop.id, by_id=by_id, at=now)
    session.add(row)
    session.flush()
    events.publish(
        session, FeedbackReleased(subject=f"workshop:{workshop.id}", actor_id=by_id, at=now, release_id=row.id)
    )
    release_annexes(session, people_who_performed(session, workshop.id), by_id=by_id, now=now)
    return row
