"""What the audit trail is compared with: rooms, supervisors, ticks, protocols, and how attempts were watched."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.events import AttemptSupervisionDecided
from assessments.exams.models import Attempt, AttemptSupervision
from assessments.exams.sittings.events import (
    SittingAttemptBegun,
    SittingCancelled,
    SittingLineWritten,
    SittingOpened,
    SittingPaperDecided,
    SittingPaperKeyedIn,
    SittingPresenceSaid,
    SittingProtocolSigned,
    SittingSupervisorEnded,
    SittingSupervisorNamed,
)
from assessments.exams.sittings.models import (
    Sitting,
    SittingLine,
    SittingPaper,
    SittingPresence,
    SittingSignature,
    SittingSupervisor,
)
from lms.audited_rows import BATCH, next_of, rows_of
from lms.ports import AuditedRecord, AuditedRecords


def decided(session: Session, after: int) -> list[AuditedRecord]:
    """How attempts in rooms were watched."""
    rows = session.execute(
        select(Attempt.id, Attempt.sitting_id, AttemptSupervision.supervision, AttemptSupervision.by_protocol)
        .join(AttemptSupervision, AttemptSupervision.attempt_id == Attempt.id)
        .where(Attempt.id > after)
        .order_by(Attempt.id)
        .limit(BATCH)
    )
    return [
        AuditedRecord(
            key, f"attempt:{key}", {"sitting_id": sitting, "supervision": supervision, "by_protocol": by_protocol}
        )
        for key, sitting, supervision, by_protocol in rows
    ]


def signed(session: Session, after: int) -> list[AuditedRecord]:
    """Who signed which protocol, and whether on paper."""
    rows = session.execute(
        select(SittingSignature.sitting_id, SittingSignature.supervisor_id, SittingSignature.paper_id)
        .where(SittingSignature.sitting_id.in_(next_of(SittingSignature.sitting_id, after)))
        .order_by(SittingSignature.sitting_id, SittingSignature.id)
    )
    return [
        AuditedRecord(key, f"sitting:{key}", {"supervisor_id": supervisor, "on_paper": paper is not None})
        for key, supervisor, paper in rows
    ]


SUBJECT = "sitting"
AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords("sittings", SittingOpened.name, rows_of(SUBJECT, Sitting.id, Sitting.id, exam_id=Sitting.exam_id)),
    AuditedRecords(
        "cancelled sittings",
        SittingCancelled.name,
        rows_of(SUBJECT, Sitting.id, Sitting.id, Sitting.cancelled_at.is_not(None), reason=Sitting.cancelled_reason),
    ),
    AuditedRecords(
        "supervisors of sittings",
        SittingSupervisorNamed.name,
        rows_of(
            SUBJECT,
            SittingSupervisor.sitting_id,
            SittingSupervisor.id,
            supervisor_id=SittingSupervisor.id,
            person_id=SittingSupervisor.person_id,
        ),
        paired_by="supervisor_id",
    ),
    AuditedRecords(
        "supervisors of sittings who were removed",
        SittingSupervisorEnded.name,
        rows_of(
            SUBJECT,
            SittingSupervisor.sitting_id,
            SittingSupervisor.id,
            SittingSupervisor.ended_at.is_not(None),
            supervisor_id=SittingSupervisor.id,
        ),
        paired_by="supervisor_id",
    ),
    AuditedRecords(
        "attempts begun in rooms",
        SittingAttemptBegun.name,
        rows_of(
            SUBJECT,
            Attempt.sitting_id,
            Attempt.id,
            Attempt.sitting_id.is_not(None),
            attempt_id=Attempt.id,
            person_id=Attempt.person_id,
        ),
        paired_by="attempt_id",
    ),
    AuditedRecords(
        "ticks of candidates",
        SittingPresenceSaid.name,
        rows_of(
            SUBJECT,
            SittingPresence.sitting_id,
            SittingPresence.id,
            presence_id=SittingPresence.id,
            person_id=SittingPresence.person_id,
            supervisor_id=SittingPresence.supervisor_id,
            present=SittingPresence.present,
        ),
        paired_by="presence_id",
    ),
    AuditedRecords(
        "lines of protocols",
        SittingLineWritten.name,
        rows_of(
            SUBJECT,
            SittingLine.sitting_id,
            SittingLine.id,
            line_id=SittingLine.id,
            supervisor_id=SittingLine.supervisor_id,
            line_kind=SittingLine.kind,
        ),
        paired_by="line_id",
    ),
    AuditedRecords("signatures of protocols", SittingProtocolSigned.name, signed, paired_by="supervisor_id"),
    AuditedRecords(
        "printed protocols",
        SittingPaperKeyedIn.name,
        rows_of(SUBJECT, SittingPaper.sitting_id, SittingPaper.id, paper_id=SittingPaper.id),
        paired_by="paper_id",
    ),
    AuditedRecords(
        "printed protocols compared",
        SittingPaperDecided.name,
        rows_of(
            SUBJECT,
            SittingPaper.sitting_id,
            SittingPaper.id,
            SittingPaper.decided_at.is_not(None),
            paper_id=SittingPaper.id,
            confirmed=SittingPaper.confirmed,
        ),
        paired_by="paper_id",
    ),
    AuditedRecords("supervision of attempts", AttemptSupervisionDecided.name, decided),
)
