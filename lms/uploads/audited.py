"""What the audit trail is compared with: files that were kept, each with the digest of what is kept."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.ports import AuditedRecord, AuditedRecords
from lms.storage import digest_of
from lms.uploads.models import Upload

BATCH = 400


def _kept(session: Session, after: int) -> list[AuditedRecord]:
    """Every file that was ever kept, by person."""
    kept = Upload.kept_key.is_not(None)
    people = (
        select(Upload.person_id)
        .where(kept, Upload.person_id > after)
        .group_by(Upload.person_id)
        .order_by(Upload.person_id)
        .limit(BATCH)
    )
    rows = session.scalars(
        select(Upload).where(kept, Upload.person_id.in_(people)).order_by(Upload.person_id, Upload.kept_at, Upload.id)
    )
    return [
        AuditedRecord(
            row.person_id,
            f"person:{row.person_id}",
            {"file": row.uuid, "purpose": row.purpose, "sha256": digest_of(str(row.kept_key))},
        )
        for row in rows
    ]


AUDITED = (AuditedRecords("kept files", "uploads.kept", _kept, paired_by="file"),)
