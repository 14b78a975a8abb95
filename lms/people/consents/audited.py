"""What the audit trail is compared with: what people said to what is kept about them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.consents.models import ProcessingConsent
from lms.ports import AuditedRecord, AuditedRecords

BATCH = 400


def _answered(session: Session, after: int) -> list[AuditedRecord]:
    """Every answer, by person."""
    given = ProcessingConsent.answered_at.is_not(None)
    people = (
        select(ProcessingConsent.person_id)
        .where(given, ProcessingConsent.person_id > after)
        .group_by(ProcessingConsent.person_id)
        .order_by(ProcessingConsent.person_id)
        .limit(BATCH)
    )
    rows = session.scalars(
        select(ProcessingConsent)
        .where(given, ProcessingConsent.person_id.in_(people))
        .order_by(ProcessingConsent.person_id, ProcessingConsent.id)
    )
    return [
        AuditedRecord(row.person_id, f"person:{row.person_id}", {"version": row.version, "answer": row.answer})
        for row in rows
    ]


AUDITED = (AuditedRecords("answers to what is kept", "people.consent-answered", _answered),)
