"""What the audit trail is compared with: what was decided on applications for accounts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.applications.models import ApplicationDecision
from lms.ports import AuditedRecord, AuditedRecords

BATCH = 400


def _decided(session: Session, after: int) -> list[AuditedRecord]:
    """Every decision: how it went, and whose account was made."""
    wanted = select(ApplicationDecision).where(ApplicationDecision.application_id > after)
    rows = session.scalars(wanted.order_by(ApplicationDecision.application_id).limit(BATCH))
    return [
        AuditedRecord(
            row.application_id,
            f"application:{row.application_id}",
            {"outcome": row.outcome, "person_id": row.person_id},
        )
        for row in rows
    ]


AUDITED = (AuditedRecords("decisions on applications", "people.application-decided", _decided),)
