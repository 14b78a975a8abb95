"""What the audit trail is compared with: decisions, states of participants, messages, deadlines."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.events import (
    CohortDeadlineSet,
    CohortDecided,
    CohortMessageSent,
    DeadlineExtended,
    ParticipantStateChanged,
)
from courses.cohorts.models.cohort import CohortDecision
from courses.cohorts.models.deadline import CohortDeadline, DeadlineExtension
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
    AuditedRecords("deadlines of cohorts", CohortDeadlineSet.name, deadlines),
    AuditedRecords("extensions of deadlines", DeadlineExtended.name, extensions),
)
