"""What renews a certificate comes back with it, when a suspension is lifted or a revocation did not stand."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.api import passed_exams
from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import HeldCredential
from certificates.credentials.rules.evidence import attempts_in
from certificates.credentials.rules.lifecycle import Standing
from certificates.credentials.services import restoring, suspending
from certificates.credentials.services.claim_withdrawal import reinstate_claim
from certificates.credentials.services.claims import renewal_is_open
from certificates.credentials.services.confirming import has_lapsed
from certificates.credentials.services.following import renewals_not_begun, renewals_withdrawn
from certificates.decisions.queries import stands_otherwise, suspensions_in_force


def bring_back_renewals(
    session: Session, credential: Credential, words: str, *, actor_id: int | None, now: datetime
) -> None:
    """Put in force again what ended or was suspended with this certificate; not what was decided about by itself."""
    for held in renewals_not_begun(session, credential, now):
        _bring_back(session, held, words, actor_id=actor_id, now=now)
    for claim, achievement in renewals_withdrawn(session, credential):
        if not has_lapsed(achievement, claim, now) and _counts(session, claim) and renewal_is_open(session, claim, now):
            reinstate_claim(session, claim, actor_id=actor_id, now=now)


def _bring_back(session: Session, held: HeldCredential, words: str, *, actor_id: int | None, now: datetime) -> None:
    standing, version = held.standing(now), None
    if held.being_made:
        return
    if standing is Standing.SUSPENDED and not suspensions_in_force(session, held.credential):
        version = suspending.reinstate(session, held.credential, words, issuing(), actor_id=actor_id, now=now)
    elif standing is Standing.REVOKED and not stands_otherwise(session, held):
        version = restoring.restore(session, held.credential, words, issuing(), actor_id=actor_id, now=now)
    if version is not None:
        tasks.ask_to_make(session, version, now=now)


def _counts(session: Session, claim: Claim) -> bool:
    """Whether the attempts on which it rests still count."""
    return all(passed_exams(session, attempt_id=number) for number in attempts_in(claim.evidence))
