"""Devices that hold sheets, for the board of a workshop."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assessments.permissions import PracticalPermission
from assessments.sheets.offline.models import SheetDevice
from assessments.workshops.models import Workshop, WorkshopAssessor
from assessments.workshops.scope_kind import within
from lms.access import Viewer
from lms.batch import Ids, among


@dataclass(frozen=True)
class DeviceStanding:
    """How a device stood when it was last heard."""

    person_id: int
    device: str
    unsent: int
    offset_ms: int | None
    kept_at: datetime | None
    heard_at: datetime


def devices_of(session: Session, people: Ids) -> list[DeviceStanding]:
    """The devices of these people, those with something unsent first, then who was not heard for longest; one query."""
    rows = session.execute(
        select(
            SheetDevice.person_id,
            SheetDevice.device,
            SheetDevice.unsent,
            SheetDevice.offset_ms,
            SheetDevice.kept_at,
            SheetDevice.heard_at,
        )
        .where(among(SheetDevice.person_id, people))
        .order_by((SheetDevice.unsent == 0), SheetDevice.heard_at, SheetDevice.id)
    )
    return [DeviceStanding(*row) for row in rows]


def assessors_moderated(viewer: Viewer) -> Select[int]:
    """The assessors of workshops under way that this person moderates; a filter on people, as its one query."""
    return (
        select(WorkshopAssessor.person_id)
        .join(Workshop, Workshop.id == WorkshopAssessor.workshop_id)
        .where(within(viewer.scopes(PracticalPermission.SHEET_MODERATE)), Workshop.closed_at.is_(None))
    )
