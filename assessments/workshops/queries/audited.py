"""What the audit trail is compared with: workshops, who is part of them, rotations in use and waivers."""

from assessments.workshops.events import (
    RotationAsked,
    RotationUsed,
    WorkshopAssessorNamed,
    WorkshopCandidateNamed,
    WorkshopClosed,
    WorkshopInterpreterNamed,
    WorkshopPlanned,
    WorkshopWaiverAsked,
    WorkshopWaiverDecided,
)
from assessments.workshops.models import (
    Rotation,
    Workshop,
    WorkshopAssessor,
    WorkshopCandidate,
    WorkshopInterpreter,
    WorkshopWaiver,
)
from lms.audited_rows import rows_of
from lms.ports import AuditedRecords

SUBJECT = "workshop"
AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords("workshops", WorkshopPlanned.name, rows_of(SUBJECT, Workshop.id, Workshop.id)),
    AuditedRecords(
        "closed workshops",
        WorkshopClosed.name,
        rows_of(SUBJECT, Workshop.id, Workshop.id, Workshop.closed_at.is_not(None)),
    ),
    AuditedRecords(
        "candidates of workshops",
        WorkshopCandidateNamed.name,
        rows_of(
            SUBJECT,
            WorkshopCandidate.workshop_id,
            WorkshopCandidate.id,
            candidate_id=WorkshopCandidate.id,
            person_id=WorkshopCandidate.person_id,
        ),
        paired_by="candidate_id",
    ),
    AuditedRecords(
        "assessors of workshops",
        WorkshopAssessorNamed.name,
        rows_of(
            SUBJECT,
            WorkshopAssessor.workshop_id,
            WorkshopAssessor.id,
            assessor_id=WorkshopAssessor.id,
            person_id=WorkshopAssessor.person_id,
        ),
        paired_by="assessor_id",
    ),
    AuditedRecords(
        "interpreters of workshops",
        WorkshopInterpreterNamed.name,
        rows_of(
            SUBJECT,
            WorkshopInterpreter.workshop_id,
            WorkshopInterpreter.id,
            interpreter_id=WorkshopInterpreter.id,
            person_id=WorkshopInterpreter.person_id,
        ),
        paired_by="interpreter_id",
    ),
    AuditedRecords(
        "rotations that were asked for",
        RotationAsked.name,
        rows_of(SUBJECT, Rotation.workshop_id, Rotation.id, rotation_id=Rotation.id, stage=Rotation.stage),
        paired_by="rotation_id",
    ),
    AuditedRecords(
        "rotations that were put in use",
        RotationUsed.name,
        rows_of(
            SUBJECT,
            Rotation.workshop_id,
            Rotation.id,
            Rotation.used_at.is_not(None),
            rotation_id=Rotation.id,
            digest=Rotation.digest,
        ),
        paired_by="rotation_id",
    ),
    AuditedRecords(
        "waivers of rules of rotations that were asked for",
        WorkshopWaiverAsked.name,
        rows_of(
            SUBJECT,
            WorkshopWaiver.workshop_id,
            WorkshopWaiver.id,
            waiver_id=WorkshopWaiver.id,
            rule=WorkshopWaiver.rule,
            reason=WorkshopWaiver.reason,
        ),
        paired_by="waiver_id",
    ),
    AuditedRecords(
        "waivers of rules of rotations that were decided",
        WorkshopWaiverDecided.name,
        rows_of(
            SUBJECT,
            WorkshopWaiver.workshop_id,
            WorkshopWaiver.id,
            WorkshopWaiver.decided_at.is_not(None),
            waiver_id=WorkshopWaiver.id,
            granted=WorkshopWaiver.granted,
            reason=WorkshopWaiver.answer,
        ),
        paired_by="waiver_id",
    ),
)
