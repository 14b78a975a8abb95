"""What the audit trail is compared with: complaints that came, and every step that was taken."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.complaints.events import ComplaintConcernNamed, ComplaintReceived, ComplaintStepTaken
from certificates.complaints.models import Complaint, ComplaintConcern, ComplaintStep
from lms.ports import AuditedRecord, AuditedRecords

BATCH = 400


def _received(session: Session, after: int) -> list[AuditedRecord]:
    rows = session.scalars(select(Complaint).where(Complaint.id > after).order_by(Complaint.id).limit(BATCH))
    return [AuditedRecord(row.id, f"complaint:{row.id}", {"topic": row.topic}) for row in rows]


def _steps(session: Session, after: int) -> list[AuditedRecord]:
    some = select(Complaint.id).where(Complaint.id > after, Complaint.steps > 0).order_by(Complaint.id).limit(BATCH)
    wanted = select(ComplaintStep).where(ComplaintStep.complaint_id.in_(some))
    rows = session.scalars(wanted.order_by(ComplaintStep.complaint_id, ComplaintStep.no))
    return [
        AuditedRecord(
            row.complaint_id, f"complaint:{row.complaint_id}", {"no": row.no, "act": row.act, "finding": row.finding}
        )
        for row in rows
    ]


def _concerns(session: Session, after: int) -> list[AuditedRecord]:
    some = select(ComplaintConcern.complaint_id).where(ComplaintConcern.complaint_id > after).distinct()
    wanted = select(ComplaintConcern).where(
        ComplaintConcern.complaint_id.in_(some.order_by(ComplaintConcern.complaint_id).limit(BATCH))
    )
    rows = session.scalars(wanted.order_by(ComplaintConcern.complaint_id, ComplaintConcern.id))
    return [
        AuditedRecord(row.complaint_id, f"complaint:{row.complaint_id}", {"person_id": row.person_id}) for row in rows
    ]


AUDITED = (
    AuditedRecords("complaints", ComplaintReceived.name, _received),
    AuditedRecords("steps in complaints", ComplaintStepTaken.name, _steps, paired_by="no"),
    AuditedRecords("people whom complaints are about", ComplaintConcernNamed.name, _concerns, paired_by="person_id"),
)
