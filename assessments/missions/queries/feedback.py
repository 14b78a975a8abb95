"""Whether the feedback that goes with a mission was given to a candidate already."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.missions.models import Mission
from assessments.sheets.models import FeedbackRelease, Performance
from assessments.sheets.rules.states import Occasion
from assessments.workshops.models import Workshop


def feedback_given_after(session: Session, mission: Mission, person_id: int) -> bool:
    """Whether every workshop since this mission began at which they performed has released its feedback, one at least.

    A workshop before the mission was about something else: its feedback says nothing of this mission.
    """
    released = session.scalars(
        select(FeedbackRelease.id.is_not(None))
        .select_from(Workshop)
        .outerjoin(FeedbackRelease, FeedbackRelease.workshop_id == Workshop.id)
        .where(
            Workshop.ends_on >= mission.starts_on,
            Workshop.id.in_(
                select(Performance.occasion_id).where(
                    Performance.occasion == Occasion.WORKSHOP, Performance.person_id == person_id
                )
            ),
        )
    ).all()
    return bool(released) and all(released)
