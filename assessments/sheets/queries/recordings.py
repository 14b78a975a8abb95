"""Whose performances may be recorded: who agreed to it in writing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.sheets.models import Performance
from assessments.workshops.models import WorkshopCandidate


def agreed_to_be_recorded(session: Session, performance: Performance) -> bool:
    """Whether the candidate of a performance at a workshop agreed to be recorded there."""
    return bool(
        session.scalars(
            select(WorkshopCandidate.recording_agreed).where(
                WorkshopCandidate.workshop_id == performance.occasion_id,
                WorkshopCandidate.person_id == performance.person_id,
            )
        ).one_or_none()
    )
