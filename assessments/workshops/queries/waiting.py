"""What waits for a person at workshops: a plan of their own, a waiver that somebody else asked for."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from assessments.permissions import PracticalPermission
from assessments.workshops import policy
from assessments.workshops.models import Rotation, Workshop, WorkshopWaiver
from assessments.workshops.queries.workshops import joined_by
from assessments.workshops.rules.standing import RotationStanding
from lms.access import Viewer


def plans_ahead(session: Session, person_id: int, today: date) -> Sequence[Workshop]:
    """The workshops at which this person takes part, that have a rotation in use and are not over; one query."""
    wanted = select(Workshop).where(*_planned(person_id, today))
    return session.scalars(wanted.order_by(Workshop.starts_on, Workshop.id)).all()


def workshops_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """What home asks first: whether there is such a workshop; for who runs workshops, whether a waiver waits."""
    found: list[ColumnElement[bool]] = [select(Workshop.id).where(*_planned(person.id, now.date())).exists()]
    if person.may(PracticalPermission.WORKSHOP_RUN):
        asked = select(WorkshopWaiver.id).join(Workshop, Workshop.id == WorkshopWaiver.workshop_id)
        found.append(asked.where(*_undecided(person)).exists())
    return found


def _planned(person_id: int, today: date) -> tuple[ColumnElement[bool], ...]:
    used = select(Rotation.workshop_id).where(Rotation.standing == RotationStanding.IN_USE.value)
    return joined_by(person_id), Workshop.ends_on >= today - timedelta(days=1), Workshop.id.in_(used)


def _undecided(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    return policy.run_by(viewer), WorkshopWaiver.decided_at.is_(None), WorkshopWaiver.asked_by_id != viewer.id


def waivers_waiting(session: Session, viewer: Viewer) -> list[tuple[WorkshopWaiver, Workshop]]:
    """The waivers of workshops that the viewer runs, which somebody else asked for and nobody decided; one query."""
    rows = session.execute(
        select(WorkshopWaiver, Workshop)
        .join(Workshop, Workshop.id == WorkshopWaiver.workshop_id)
        .where(*_undecided(viewer))
        .order_by(WorkshopWaiver.id)
    )
    return [(waiver, row) for waiver, row in rows]
