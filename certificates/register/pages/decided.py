"""What was decided about a certificate: for its holder, who may object, and for those who manage it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.api import DECISION_STATES, DecisionFacts, DecisionState, ObjectionOutcome, kind_of, last_day_to_object
from certificates.candidates.queries.found import own_candidates
from certificates.candidates.queries.standing import file_at
from certificates.credentials.queries.held import HeldCredential
from certificates.decisions.kinds import REASON_LABELS
from certificates.decisions.queries import decisions_on
from certificates.decisions.rules import REVOCATION, subject_of
from certificates.schemes.rules.definition import StateKind
from certificates.schemes.rules.releasing import is_of_scheme, scheme_of


@dataclass(frozen=True)
class WaitingRevocation:
    """A proposal to revoke a certificate that waits for a second person."""

    at: datetime
    why: str
    url: str


@dataclass(frozen=True)
class CertificateDecision:
    """A decision about a certificate in a list."""

    url: str
    title: Any
    at: datetime
    state: Any
    tone: str


@dataclass(frozen=True)
class DecisionTold:
    """A decision in force by which a certificate stands as it does, as its holder may read and contest it."""

    url: str
    object_until: date | None  # the last day; none where it is over, or they have objected
    objected_at: datetime | None
    outcome: ObjectionOutcome | None


@dataclass(frozen=True)
class WayTold:
    """The way to a certificate of a scheme, on which its holder reads the reasons and appeals."""

    url: str
    appeal_until: date | None  # the last day; none where it is over, or nothing can be appealed
    appealed: bool  # an appeal is open


def waiting_revocation(session: Session, held: HeldCredential) -> WaitingRevocation | None:
    """What waits; at most one does."""
    for one in decisions_on(session, [held])[held.credential.id]:
        if one.kind == REVOCATION and one.state is DecisionState.PROPOSED:
            why = f"{REASON_LABELS[one.reason]}. {one.words}"
            return WaitingRevocation(one.proposed_at, why, f"/manage/decisions/{one.uuid}")
    return None


def decisions_managed_on(session: Session, held: HeldCredential) -> list[CertificateDecision]:
    """Every decision about a certificate, the newest first, as a list of decisions shows it; for who manages it."""
    subject = subject_of(held.credential.id)
    mine = [one for one in decisions_on(session, [held])[held.credential.id] if one.subject == subject]
    return [CertificateDecision(f"/manage/decisions/{one.uuid}", kind_of(one.kind).title, *_since(one)) for one in mine]


def _since(one: DecisionFacts) -> tuple[datetime, Any, str]:
    return (one.decided_at or one.proposed_at, *DECISION_STATES[one.state])


def decisions_told_on(session: Session, held: HeldCredential, now: datetime) -> list[DecisionTold]:
    """The decisions in force about a certificate and the attempts under it, the newest first."""
    every = decisions_on(session, [held])[held.credential.id]
    return [_told(one, now) for one in every if one.state is DecisionState.IN_FORCE]


def _told(one: DecisionFacts, now: datetime) -> DecisionTold:
    last = last_day_to_object(one.decided_at) if one.decided_at else None
    objection = one.objection
    still = objection is None and last is not None and now.astimezone(UTC).date() <= last
    return DecisionTold(
        url=f"/decisions/{one.uuid}",
        object_until=last if still else None,
        objected_at=objection.at if objection else None,
        outcome=objection.outcome if objection else None,
    )


def way_told_of(session: Session, held: HeldCredential, now: datetime) -> WayTold | None:
    """Of a certificate of a scheme that is suspended or has ended: where the reasons are, and until when to appeal."""
    if not is_of_scheme(held.claim.source_ref) or (held.ending is None and held.suspension is None):
        return None
    scheme_id, today = scheme_of(held.claim.source_ref), now.astimezone(UTC).date()
    every = own_candidates(session, held.credential.person_id)
    found = next((one for one in every if one.row.scheme_id == scheme_id), None)
    if found is None:
        return None
    state = found.definition.state(found.row.state)
    appealed = state is not None and state.kind is StateKind.APPEAL
    refused = None if appealed or found.row.closed_at else file_at(session, found, today).standing.refused
    until = refused.last_day if refused is not None and today <= refused.last_day else None
    return WayTold(f"/candidacies/{found.row.uuid}", until, appealed)
