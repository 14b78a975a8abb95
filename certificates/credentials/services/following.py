"""What happens to a certificate happens to the one that renews it, as long as that has not begun.

A renewal is given because the certificate before it is good. So nobody holds it back for themselves: it is suspended,
revoked for a fault, and put in force again together with that one. Once it has begun it stands by itself.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.credentials.models import Achievement, Claim, Credential
from certificates.credentials.queries.held import HeldCredential, credentials_held, is_open
from certificates.credentials.rules.lifecycle import ClaimWithdrawal
from certificates.credentials.services.claim_withdrawal import withdraw_claim


def renewals_not_begun(session: Session, credential: Credential, now: datetime) -> list[HeldCredential]:
    """The certificates that renew this one and had not begun, now or when they were suspended or revoked."""
    renewals = credentials_held(session, Claim.renews_id == credential.claim_id)
    return [one for one in renewals if _ended_at(one, now) < one.term.begins_at]


def _ended_at(held: HeldCredential, now: datetime) -> datetime:
    """When it stopped being good; now where it has not."""
    stopped = held.ending or held.suspension
    return stopped.at if stopped else now


def withdraw_renewals(session: Session, credential: Credential, *, actor_id: int | None, now: datetime) -> None:
    """Let no certificate be made of what was earned to renew this one, which was revoked for a fault."""
    for claim in session.scalars(select(Claim).where(Claim.renews_id == credential.claim_id, *is_open())).all():
        withdraw_claim(session, claim, ClaimWithdrawal.RENEWED_REVOKED, actor_id=actor_id, now=now)


def renewals_withdrawn(session: Session, credential: Credential) -> list[tuple[Claim, Achievement]]:
    """What was earned to renew this one and withdrawn, in whatever way."""
    rows = session.execute(
        select(Claim, Achievement)
        .join(Achievement, Achievement.id == Claim.achievement_id)
        .where(Claim.renews_id == credential.claim_id, Claim.withdrawn_at.is_not(None), Claim.taken_at.is_(None))
        .order_by(Claim.id)
    )
    return [(claim, achievement) for claim, achievement in rows]
