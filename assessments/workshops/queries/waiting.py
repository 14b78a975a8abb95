"""What waits for a person at workshops: a plan of their own, a waiver that somebody else asked for."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from assessments.permissions import PracticalPermission
from assessments.workshops import policy
from assessments.workshops.models import Rotation, Workshop, WorkshopWaiver
from assessments.workshops.queries.workshops import joined_by
from assessments.workshops.rules.standing import RotationStanding
from lms.access import Viewer
from lms.rows import rows_of


def workshops_first(person: Viewer, now: datetime) -> list[ColumnElement[Any]]:
    """What home asks first: the workshops at which one takes part, that have a rotation in use and are not over.

    And for who runs workshops, the waivers that somebody else asked for and nobody decided.
    """
    plan = (Workshop.uuid, Workshop.title, Workshop.venue, Workshop.starts_on, Workshop.ends_on)
    ahead = select(*plan).where(*_planned(person.id, now.date())).order_by(Workshop.starts_on, Workshop.id)
    found = [rows_of(ahead)]
    if person.may(PracticalPermission.WORKSHOP_RUN):
        asked = select(WorkshopWaiver.uuid, Workshop.uuid.label("workshop"), Workshop.title)
        asked = asked.join(Workshop, Workshop.id == WorkshopWaiver.workshop_id).where(*_undecided(person))
        found.append(rows_of(asked.order_by(WorkshopWaiver.id)))
    return found


def _planned(person_id: int, today: date) -> tuple[ColumnElement[bool], ...]:
    used = select(Rotation.workshop_id).where(Rotation.standing == RotationStanding.IN_USE.value)
    return joined_by(person_id), Workshop.ends_on >= today - timedelta(days=1), Workshop.id.in_(used)


def _undecided(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    return policy.run_by(viewer), WorkshopWaiver.decided_at.is_(None), WorkshopWaiver.asked_by_id != viewer.id
