"""Devices that hold sheets: when each was last heard, and how many sealed ones it had not sent then."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessments.sheets.offline.models import SheetDevice
from lms.inserts import insert_missing


@dataclass(frozen=True)
class HeardDevice:
    """What a device says of itself."""

    device: str
    unsent: int
    offset_ms: int | None
    keeps: bool = False  # it has just fetched its person's day


def hear(session: Session, person_id: int, heard: HeardDevice, *, now: datetime) -> None:
    """Write down that a device was heard; what an older word said of it gives way."""
    kept = now if heard.keeps else None
    found = {"unsent": heard.unsent, "offset_ms": heard.offset_ms, "heard_at": now}
    made = insert_missing(session, SheetDevice, person_id=person_id, device=heard.device, kept_at=kept, **found)
    if not made:
        session.execute(
            update(SheetDevice)
            .where(SheetDevice.person_id == person_id, SheetDevice.device == heard.device)
            .values(**found, **({"kept_at": now} if heard.keeps else {}))
        )
