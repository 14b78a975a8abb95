"""What the audit trail is compared with: evidence that people added."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.evidence.models import EvidenceItem
from lms.ports import AuditedRecord, AuditedRecords

BATCH = 400


def _added(session: Session, after: int) -> list[AuditedRecord]:
    """Every piece of evidence, by person."""
    people = (
        select(EvidenceItem.person_id)
        .where(EvidenceItem.person_id > after)
        .group_by(EvidenceItem.person_id)
        .order_by(EvidenceItem.person_id)
        .limit(BATCH)
    )
    rows = session.scalars(
        select(EvidenceItem).where(EvidenceItem.person_id.in_(people)).order_by(EvidenceItem.person_id, EvidenceItem.id)
    )
    return [
        AuditedRecord(row.person_id, f"person:{row.person_id}", {"item_id": row.id, "digest": row.digest})
        for row in rows
    ]


AUDITED = (AuditedRecords("pieces of evidence", "evidence.added", _added, paired_by="item_id"),)
