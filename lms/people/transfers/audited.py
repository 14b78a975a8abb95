"""What the audit trail is compared with: moves that were answered."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.transfers.models import Transfer, TransferAnswer
from lms.ports import AuditedRecord, AuditedRecords

BATCH = 400


def _answered(session: Session, after: int) -> list[AuditedRecord]:
    """Every answer, by the person whom it is about."""
    people = (
        select(Transfer.person_id)
        .join(TransferAnswer, TransferAnswer.transfer_id == Transfer.id)
        .where(Transfer.person_id > after)
        .group_by(Transfer.person_id)
        .order_by(Transfer.person_id)
        .limit(BATCH)
    )
    rows = session.execute(
        select(Transfer.person_id, Transfer.id, TransferAnswer.outcome)
        .join(TransferAnswer, TransferAnswer.transfer_id == Transfer.id)
        .where(Transfer.person_id.in_(people))
        .order_by(Transfer.person_id, TransferAnswer.id)
    )
    return [
        AuditedRecord(person_id, f"person:{person_id}", {"transfer_id": transfer_id, "outcome": outcome})
        for person_id, transfer_id, outcome in rows
    ]


AUDITED = (AuditedRecords("answers to moves", "people.transfer-answered", _answered),)
