"""Decisions about certificates and the attempts under them, as their pages and rules need them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.api import Decision, DecisionFacts, DecisionState, decisions_about
from certificates.credentials.models import Credential
from certificates.credentials.queries.held import HeldCredential
from certificates.credentials.rules.evidence import attempts_in
from certificates.credentials.rules.reopening import SittingBan, longest
from certificates.decisions.rules import SUSPENSION, subject_of


def subjects_of(held: HeldCredential) -> list[str]:
    """What decisions may be about, of a certificate: itself, and the attempts on which it rests."""
    return [subject_of(held.credential.id), *(f"attempt:{number}" for number in attempts_in(held.claim.evidence))]


def decisions_on(session: Session, held: Collection[HeldCredential]) -> dict[int, list[DecisionFacts]]:
    """Every decision about each of these certificates and their attempts, the newest first; one query, or none."""
    if not held:
        return {}
    subjects = {one.credential.id: subjects_of(one) for one in held}
    found = decisions_about(session, [subject for each in subjects.values() for subject in each])
    return {
        credential_id: sorted((one for subject in each for one in found[subject]), key=lambda one: one.id, reverse=True)
        for credential_id, each in subjects.items()
    }


def endings_in_force(decisions: Collection[DecisionFacts]) -> list[DecisionFacts]:
    """Those by which a certificate stays ended."""
    return [one for one in decisions if one.state is DecisionState.IN_FORCE and one.kind != SUSPENSION]


def ban_of(decisions: Collection[DecisionFacts]) -> SittingBan | None:
    """Until when the decisions by which a certificate ended keep its holder from sitting again."""
    return longest(SittingBan(one.opens_on, one.never_again) for one in endings_in_force(decisions))


def stands_otherwise(session: Session, held: HeldCredential) -> bool:
    """Whether a certificate stays ended by a decision that was not overturned."""
    return bool(endings_in_force(decisions_on(session, [held])[held.credential.id]))


def suspensions_in_force(session: Session, credential: Credential) -> list[Decision]:
    """The decisions under which a certificate is suspended, locked: before the certificate is, wherever both are."""
    return list(
        session.scalars(
            select(Decision)
            .where(
                Decision.subject == subject_of(credential.id),
                Decision.kind == SUSPENSION,
                Decision.state == DecisionState.IN_FORCE,
            )
            .order_by(Decision.id)
            .with_for_update()
        )
    )
