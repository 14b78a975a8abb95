"""What was decided about a certificate by its holder alone, read from what the database kept.

A new decision that a certificate hangs on is a function here: what it asks of the rows, and who decided.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, CutAgreement, CutProposal, CutScore, LateDecision, TimeGrant
from certificates.credentials.models import (
    Claim,
    Credential,
    CredentialVersion,
    NameConfirmation,
    NameRequest,
    StatusChange,
)
from certificates.credentials.rules.lifecycle import Change, NameOutcome
from lms.people.models import Person
from tests.separation_of_duties.site import NAMES

SPELLINGS = frozenset(NAMES[:2])  # the name of one's documents


def alone(own: Iterable[int], deciders: Iterable[int | None]) -> bool:
    """Whether nobody else had a part in it; of a command nobody knows who ran it, so it is nobody else."""
    return {one for one in deciders if one is not None} <= set(own)


def decided_alone(session: Session, own: Iterable[int], holder: int, seen: set[int]) -> list[str]:
    """What was decided with these accounts alone about each version of a certificate that was not `seen` before."""
    rows = session.execute(
        select(CredentialVersion, Claim, NameConfirmation)
        .join(Credential, Credential.id == CredentialVersion.credential_id)
        .join(Claim, Claim.id == Credential.claim_id)
        .join(NameConfirmation, NameConfirmation.id == CredentialVersion.confirmation_id)
        .where(Credential.person_id == holder)
    ).all()
    found = []
    for version, claim, confirmation in (row for row in rows if row[0].id not in seen):
        seen.add(version.id)
        attempt = attempt_of(session, claim)
        found += cut_alone(session, own, attempt)
        found += attempt_alone(session, own, attempt)
        found += name_alone(session, own, claim, confirmation)
        found += lifted_alone(session, own, version)
    return found


def attempt_of(session: Session, claim: Claim) -> Attempt:
    """The attempt by which something was earned, as the evidence of the claim names it."""
    [cause] = [one["cause"] for one in claim.evidence if one.get("cause")]
    return session.get_one(Attempt, int(cause.partition(":")[2]))


def cut_alone(session: Session, own: Iterable[int], attempt: Attempt) -> list[str]:
    """The first cut comes with its folder and is shown as provisional; each later one has others who agreed."""
    cut = session.get_one(CutScore, attempt.cut_score_id)
    if cut.proposal_id is None:
        first = session.scalars(
            select(CutScore.id).where(CutScore.exam_id == cut.exam_id).order_by(CutScore.id)
        ).first()
        return [] if cut.id == first else ["a cut to which nobody agreed"]
    proposal = session.get_one(CutProposal, cut.proposal_id)
    agreed = session.scalars(select(CutAgreement.person_id).where(CutAgreement.proposal_id == proposal.id)).all()
    return ["the cut"] if alone(own, (proposal.proposer_id, *agreed)) else []


def attempt_alone(session: Session, own: Iterable[int], attempt: Attempt) -> list[str]:
    """Late answers that count, and extra time."""
    late = session.scalars(
        select(LateDecision.actor_id).where(LateDecision.attempt_id == attempt.id, LateDecision.accepted)
    ).all()
    given = select(TimeGrant.actor_id).where(
        TimeGrant.person_id == attempt.person_id,
        TimeGrant.exam_id == attempt.exam_id,
        TimeGrant.at <= attempt.closed_at,
    )
    found = ["late answers"] if any(alone(own, [one]) for one in late) else []
    return found + (["extra time"] if any(alone(own, [one]) for one in session.scalars(given)) else [])


def name_alone(session: Session, own: Iterable[int], claim: Claim, written: NameConfirmation) -> list[str]:
    """The check of the account's name, the agreement to another one, and who wrote a corrected one."""
    found, holder = [], session.get_one(Person, claim.person_id)
    if holder.name_checked_at is not None and alone(own, [holder.name_checked_by_id]):
        found.append("the check of the name")
    if not (written.name in SPELLINGS and holder.name in SPELLINGS) and written.name != holder.name:
        approved = session.scalars(
            select(NameRequest.decided_by_id).where(
                NameRequest.claim_id == claim.id, NameRequest.outcome == NameOutcome.APPROVED
            )
        ).all()
        if alone(own, approved):
            found.append("another name")
    return found


def lifted_alone(session: Session, own: Iterable[int], version: CredentialVersion) -> list[str]:
    """The end of a suspension."""
    lifted = session.scalars(
        select(StatusChange.actor_id).where(
            StatusChange.version_id == version.id, StatusChange.change == Change.REINSTATED
        )
    )
    return ["the end of a suspension"] if any(alone(own, [one]) for one in lifted) else []
