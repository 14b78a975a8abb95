"""What the audit trail is compared with: decisions, participants, messages, deadlines, imports and what they make."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from courses.cohorts.events import (
    AccountPermitEnded,
    AccountPermitGiven,
    AccountsDecided,
    AccountsProposed,
    CohortDeadlineSet,
    CohortDecided,
    CohortImportApplied,
    CohortImportUndone,
    CohortMessageSent,
    DeadlineExtended,
    ParticipantStateChanged,
)
from courses.cohorts.models.cohort import CohortDecision
from courses.cohorts.models.deadline import CohortDeadline, DeadlineExtension
from courses.cohorts.models.imports import CohortAccountPermit, CohortAccountProposal, CohortImport
from courses.cohorts.models.message import CohortMessage
from courses.cohorts.models.participant import Participant, ParticipantState
from lms.audited_rows import BATCH, next_of, rows_of
from lms.ports import AuditedRecord, AuditedRecords


def decisions(session: Session, after: int) -> list[AuditedRecord]:
    """Whether each proposed cohort was opened, and why not."""
    rows = session.execute(
        select(CohortDecision.cohort_id, CohortDecision.approved, CohortDecision.by_certificate, CohortDecision.reason)
        .where(CohortDecision.cohort_id > after)
        .order_by(CohortDecision.cohort_id)
        .limit(BATCH)
    )
    return [
        AuditedRecord(key, f"cohort:{key}", {"approved": approved, "by_certificate": by_certificate, "reason": reason})
        for key, approved, by_certificate, reason in rows
    ]


def states(session: Session, after: int) -> list[AuditedRecord]:
    """How each officer stood in which cohort, one state after the other."""
    rows = session.execute(
        select(Participant.person_id, Participant.cohort_id, ParticipantState.status, ParticipantState.reason)
        .join(ParticipantState, ParticipantState.participant_id == Participant.id)
        .where(Participant.person_id.in_(next_of(Participant.person_id, after)))
        .order_by(Participant.person_id, ParticipantState.id)
    )
    return [
        AuditedRecord(key, f"person:{key}", {"cohort_id": cohort_id, "after": status, "reason": reason})
        for key, cohort_id, status, reason in rows
    ]


messages = rows_of(
    "cohort",
    CohortMessage.cohort_id,
    CohortMessage.id,
    show=CohortMessage.show,
    ticked=CohortMessage.ticked,
    people=CohortMessage.people,
)

applied = rows_of(
    "cohort",
    CohortImport.cohort_id,
    CohortImport.id,
    CohortImport.applied_at.is_not(None),
    import_id=CohortImport.id,
    digest=CohortImport.digest,
)
undone = rows_of(
    "cohort", CohortImport.cohort_id, CohortImport.id, CohortImport.undone_at.is_not(None), import_id=CohortImport.id
)
permits_given = rows_of(
    "cohort", CohortAccountPermit.cohort_id, CohortAccountPermit.id, permit_id=CohortAccountPermit.id
)
permits_ended = rows_of(
    "cohort",
    CohortAccountPermit.cohort_id,
    CohortAccountPermit.id,
    CohortAccountPermit.ended_at.is_not(None),
    permit_id=CohortAccountPermit.id,
)


def _proposals(
    *where: ColumnElement[bool], **said: InstrumentedAttribute[Any]
) -> Callable[[Session, int], list[AuditedRecord]]:
    """Proposed accounts by the cohort whose import proposes them."""

    def found(session: Session, after: int) -> list[AuditedRecord]:
        of_cohort = CohortImport.id == CohortAccountProposal.import_id
        some = (
            select(CohortImport.cohort_id)
            .join(CohortAccountProposal, of_cohort)
            .where(CohortImport.cohort_id > after, *where)
            .group_by(CohortImport.cohort_id)
            .order_by(CohortImport.cohort_id)
            .limit(BATCH)
        )
        rows = session.execute(
            select(CohortImport.cohort_id, *said.values())
            .join(CohortAccountProposal, of_cohort)
            .where(CohortImport.cohort_id.in_(some), *where)
            .order_by(CohortImport.cohort_id, CohortAccountProposal.id)
        )
        return [AuditedRecord(key, f"cohort:{key}", dict(zip(said, each, strict=True))) for key, *each in rows]

    return found


proposed = _proposals(
    proposal_id=CohortAccountProposal.id,
    import_id=CohortAccountProposal.import_id,
    administration_id=CohortAccountProposal.administration_id,
    count=CohortAccountProposal.count,
)
decided = _proposals(
    CohortAccountProposal.decided_at.is_not(None),
    proposal_id=CohortAccountProposal.id,
    approved=CohortAccountProposal.approved,
    permit_id=CohortAccountProposal.permit_id,
    reason=CohortAccountProposal.reason,
)


def deadlines(session: Session, after: int) -> list[AuditedRecord]:
    """Every deadline that each cohort had, one after the other."""
    rows = session.execute(
        select(CohortDeadline.cohort_id, CohortDeadline.part, CohortDeadline.due_on)
        .where(CohortDeadline.cohort_id.in_(next_of(CohortDeadline.cohort_id, after)))
        .order_by(CohortDeadline.cohort_id, CohortDeadline.id)
    )
    return [
        AuditedRecord(key, f"cohort:{key}", {"part": part, "after": due_on.isoformat() if due_on else None})
        for key, part, due_on in rows
    ]


def extensions(session: Session, after: int) -> list[AuditedRecord]:
    """Every extension that officers were given, in which cohort."""
    given = select(DeadlineExtension.participant_id)
    people = next_of(Participant.person_id, after, Participant.id.in_(given))
    rows = session.execute(
        select(
            Participant.person_id,
            Participant.cohort_id,
            DeadlineExtension.part,
            DeadlineExtension.before,
            DeadlineExtension.due_on,
        )
        .join(DeadlineExtension, DeadlineExtension.participant_id == Participant.id)
        .where(Participant.person_id.in_(people))
        .order_by(Participant.person_id, DeadlineExtension.id)
    )
    return [
        AuditedRecord(
            key,
            f"person:{key}",
            {"cohort_id": cohort_id, "part": part, "before": before.isoformat(), "after": due_on.isoformat()},
        )
        for key, cohort_id, part, before, due_on in rows
    ]


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords("decisions on cohorts", CohortDecided.name, decisions),
    AuditedRecords("states of participants", ParticipantStateChanged.name, states),
    AuditedRecords("messages of trainers", CohortMessageSent.name, messages),
    AuditedRecords("files of officers applied", CohortImportApplied.name, applied, paired_by="import_id"),
    AuditedRecords("imports undone", CohortImportUndone.name, undone, paired_by="import_id"),
    AuditedRecords("accounts proposed for cohorts", AccountsProposed.name, proposed, paired_by="proposal_id"),
    AuditedRecords("accounts for cohorts made or refused", AccountsDecided.name, decided, paired_by="proposal_id"),
    AuditedRecords("permits to make accounts", AccountPermitGiven.name, permits_given, paired_by="permit_id"),
    AuditedRecords("permits that ended", AccountPermitEnded.name, permits_ended, paired_by="permit_id"),
    AuditedRecords("deadlines of cohorts", CohortDeadlineSet.name, deadlines),
    AuditedRecords("extensions of deadlines", DeadlineExtended.name, extensions),
)
