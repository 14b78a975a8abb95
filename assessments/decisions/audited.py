"""What the audit trail is compared with: decisions about people, how each ended, and objections to them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from assessments.decisions.events import (
    DecisionDropped,
    DecisionEnded,
    DecisionInForce,
    DecisionProposed,
    ObjectionJudged,
    ObjectionMade,
    ObjectionVoted,
)
from assessments.decisions.models import Decision, Objection, ObjectionVote
from assessments.decisions.rules import TOLD, DecisionState, ObjectionOutcome
from lms.ports import AuditedRecord, AuditedRecords

DECISION, OBJECTION = "decision_id", "objection_id"
BATCH = 400  # subjects at a time
OVER = (DecisionState.OVERTURNED, DecisionState.LIFTED)
Said = Callable[[Row[Any]], dict[str, Any]]


def records(*where: ColumnElement[bool], said: Said) -> Callable[[Session, int], list[AuditedRecord]]:
    """The decisions, or their objections, for which this holds, those of one subject together and in order."""

    def found(session: Session, after: int) -> list[AuditedRecord]:
        first = func.min(Decision.id)
        some = (
            select(Decision.subject, first.label("place"))
            .outerjoin(Objection, Objection.decision_id == Decision.id)
            .where(*where)
            .group_by(Decision.subject)
            .having(first > after)
            .order_by(first)
            .limit(BATCH)
            .subquery()
        )
        rows = session.execute(
            select(some.c.place, Decision, Objection)
            .join(some, some.c.subject == Decision.subject)
            .outerjoin(Objection, Objection.decision_id == Decision.id)
            .where(*where)
            .order_by(some.c.place, Decision.id)
        )
        return [AuditedRecord(row.place, row.Decision.subject, said(row)) for row in rows]

    return found


def proposed(row: Row[Any]) -> dict[str, Any]:
    """What was proposed."""
    one = row.Decision
    return {
        "decision_id": one.id,
        "kind": one.kind,
        "person_id": one.person_id,
        "reason": one.reason,
        "opens_on": one.opens_on.isoformat() if one.opens_on else None,
        "never_again": one.never_again,
    }


def ended(row: Row[Any]) -> dict[str, Any]:
    """What became of it in the end."""
    return {"decision_id": row.Decision.id, "person_id": row.Decision.person_id, "after": row.Decision.state}


def votes(session: Session, after: int) -> list[AuditedRecord]:
    """How those judged who judge an objection together, those of one subject together and in order."""
    first = func.min(Decision.id)
    joined = (
        select(Decision.subject, first.label("place"))
        .join(Objection, Objection.decision_id == Decision.id)
        .join(ObjectionVote, ObjectionVote.objection_id == Objection.id)
    )
    some = joined.group_by(Decision.subject).having(first > after).order_by(first).limit(BATCH).subquery()
    rows = session.execute(
        select(some.c.place, Decision.subject, ObjectionVote)
        .join(Objection, Objection.id == ObjectionVote.objection_id)
        .join(Decision, Decision.id == Objection.decision_id)
        .join(some, some.c.subject == Decision.subject)
        .order_by(some.c.place, ObjectionVote.id)
    )
    return [
        AuditedRecord(place, subject, {"vote_id": one.id, "person_id": one.person_id, "uphold": one.uphold})
        for place, subject, one in rows
    ]


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords(
        "proposed decisions about people",
        DecisionProposed.name,
        records(Decision.state.not_in(TOLD) | (Decision.decided_by_id != Decision.proposer_id), said=proposed),
        paired_by=DECISION,
    ),
    AuditedRecords(
        "decisions about people that came into force",
        DecisionInForce.name,
        records(
            Decision.state.in_((DecisionState.IN_FORCE, *OVER)),
            said=lambda row: {
                "decision_id": row.Decision.id,
                "reason": row.Decision.reason,
                "proposer_id": row.Decision.proposer_id,
            },
        ),
        paired_by=DECISION,
    ),
    AuditedRecords(
        "decisions about people that were refused or withdrawn",
        DecisionDropped.name,
        records(
            Decision.state.in_((DecisionState.REFUSED, DecisionState.WITHDRAWN)),
            said=lambda row: {"decision_id": row.Decision.id, "state": row.Decision.state},
        ),
        paired_by=DECISION,
    ),
    AuditedRecords(
        "decisions about people that ended",
        DecisionEnded.name,
        records(Decision.state.in_(OVER), said=ended),
        paired_by=DECISION,
    ),
    AuditedRecords(
        "objections",
        ObjectionMade.name,
        records(
            Objection.id.is_not(None),
            said=lambda row: {"objection_id": row.Objection.id, "due_at": row.Objection.due_at.isoformat()},
        ),
        paired_by=OBJECTION,
    ),
    AuditedRecords("votes on objections", ObjectionVoted.name, votes, paired_by="vote_id"),
    AuditedRecords(
        "objections that were judged",
        ObjectionJudged.name,
        records(
            Objection.outcome.in_((ObjectionOutcome.UPHELD, ObjectionOutcome.DISMISSED)),
            said=lambda row: {
                "objection_id": row.Objection.id,
                "outcome": row.Objection.outcome,
                "reason": row.Objection.reason,
            },
        ),
        paired_by=OBJECTION,
    ),
)
