"""Withdrawing what was earned before it became a certificate, and opening it again; nothing is deleted."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from certificates.credentials.models import Claim
from certificates.credentials.queries.held import is_open
from certificates.credentials.rules.evidence import attempts_in
from certificates.credentials.rules.lifecycle import ClaimWithdrawal
from certificates.events import CertificateClaimReinstated, CertificateClaimWithdrawn
from lms import events


def claims_on(session: Session, person_id: int, source_ref: str, attempt_id: int) -> list[Claim]:
    """The claims of a person that rest on this attempt and became no certificate, locked, withdrawn ones among them."""
    rows = session.scalars(
        select(Claim)
        .where(Claim.person_id == person_id, Claim.source_ref == source_ref, Claim.taken_at.is_(None))
        .order_by(Claim.id)
        .with_for_update()
    )
    return [row for row in rows if attempt_id in attempts_in(row.evidence)]


def withdraw_claim(
    session: Session, claim: Claim, reason: ClaimWithdrawal, *, actor_id: int | None, now: datetime
) -> bool:
    """Let no certificate be made of a claim; one that was taken or withdrawn meanwhile is left, which is answered."""
    done = session.execute(
        update(Claim).where(Claim.id == claim.id, *is_open()).values(withdrawn_at=now).returning(Claim.id)
    ).one_or_none()
    if done is None:
        return False
    events.publish(
        session,
        CertificateClaimWithdrawn(
            subject=f"claim:{claim.id}", actor_id=actor_id, at=now, person_id=claim.person_id, reason=reason.value
        ),
    )
    return True


def reinstate_claim(session: Session, claim: Claim, *, actor_id: int | None, now: datetime) -> None:
    """Let a withdrawn claim wait for its holder again; nobody may hold another of the same meanwhile."""
    done = session.execute(
        update(Claim)
        .where(Claim.id == claim.id, Claim.withdrawn_at.is_not(None))
        .values(withdrawn_at=None)
        .returning(Claim.id)
    ).one_or_none()
    if done is not None:
        events.publish(
            session,
            CertificateClaimReinstated(
                subject=f"claim:{claim.id}", actor_id=actor_id, at=now, person_id=claim.person_id
            ),
        )
