"""What the audit trail is compared with: keys of sealed sheets."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.sheets.sealing.events import SheetKeyMade
from assessments.sheets.sealing.models import SheetKey
from lms.ports import AuditedRecord, AuditedRecords

BATCH = 400


def keys(session: Session, after: int) -> list[AuditedRecord]:
    """Every key that was made."""
    rows = session.execute(
        select(SheetKey.id, SheetKey.kid).where(SheetKey.id > after).order_by(SheetKey.id).limit(BATCH)
    )
    return [AuditedRecord(key, f"sheet-key:{key}", {"key": kid}) for key, kid in rows]


AUDITED: tuple[AuditedRecords, ...] = (AuditedRecords("keys of sealed sheets", SheetKeyMade.name, keys),)
