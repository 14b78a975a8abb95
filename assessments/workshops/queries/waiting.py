"""What waits for a person at workshops: a plan of their own, a waiver that somebody else asked for."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.workshops import policy
from assessments.workshops.models import Rotation, Workshop, WorkshopWaiver
from assessments.workshops.queries.workshops import joined_by
from assessments.workshops.rules.standing import RotationStanding
from lms.access import Viewer


def plans_ahead(session: Session, person_id: int, today: date) -> Sequence[Workshop]:
    """The workshops at which this person takes part, that have a rotation in use and are not over; one query."""
    used = select(Rotation.workshop_id).where(Rotation.standing == RotationStanding.IN_USE.value)
    wanted = select(Workshop).where(
        joined_by(person_id), Workshop.ends_on >= today - timedelta(days=1), Workshop.id.in_(used)
    )
    return session.scalars(wanted.order_by(Workshop.starts_on, Workshop.id)).all()


def waivers_waiting(session: Session, viewer: Viewer) -> list[tuple[WorkshopWaiver, Workshop]]:
    """The waivers of workshops that the viewer runs, which somebody else asked for and nobody decided; one query."""
    rows = session.execute(
        select(WorkshopWaiver, Workshop)
        .join(Workshop, Workshop.id == WorkshopWaiver.workshop_id)
        .where(policy.run_by(viewer), WorkshopWaiver.decided_at.is_(None), WorkshopWaiver.asked_by_id != viewer.id)
        .order_by(WorkshopWaiver.id)
    )
    return [(waiver, row) for waiver, row in rows]
