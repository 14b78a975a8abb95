"""What is withdrawn under a scheme ends the same day, and comes back when an appeal against that is upheld.

The reasons go to the holder alone, with the step: whoever checks the certificate reads that it was withdrawn.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from certificates.candidates.events import CandidateMoved
from certificates.candidates.queries.found import CandidateFound, candidate_by_id, transitions_of
from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Achievement, Claim
from certificates.credentials.queries.held import HeldCredential, is_open, open_versions
from certificates.credentials.rules.lifecycle import HELD, ClaimWithdrawal, StatusReason
from certificates.credentials.services import ending, restoring
from certificates.credentials.services.claim_withdrawal import reinstate_claim, withdraw_claim
from certificates.credentials.services.claims import may_wait_again, renewal_is_open
from certificates.credentials.services.confirming import has_lapsed
from certificates.decisions.scheme_steps import certificates_of_scheme
from certificates.schemes.models import CandidateTransition
from certificates.schemes.rules.definition import StateKind
from certificates.schemes.rules.releasing import scheme_ref, undoes_withdrawal, withdraws


def candidate_moved(session: Session, event: CandidateMoved) -> None:
    """Listener: what a holder loses by a step ends with it, and what an appeal gives back to them stands again."""
    found = candidate_by_id(session, int(event.subject.partition(":")[2]))
    if withdraws(found.definition, event.transition, event.from_state, event.to_state):
        _withdraw(session, found, event)
    elif undoes_withdrawal(found.definition, event.from_state, event.to_state):
        _give_back(session, found, event)


def _withdraw(session: Session, found: CandidateFound, event: CandidateMoved) -> None:
    """End every certificate of the scheme that is held, and what waits to become one."""
    by, now = event.actor_id, event.at
    for claim, _achievement in _claims(session, found, *is_open()):
        withdraw_claim(session, claim, ClaimWithdrawal.WITHDRAWN, actor_id=by, now=now)
    for held in reversed(certificates_of_scheme(session, found)):
        if held.standing(now) in HELD and open_versions(session, held.credential.id):
            ending.end_versions(session, held.credential, StatusReason.WITHDRAWN, "", actor_id=by, now=now)
    tasks.ask_to_publish(session, now=now)


def _give_back(session: Session, found: CandidateFound, event: CandidateMoved) -> None:
    """Undo the last withdrawal: a certificate that was suspended before it is suspended again, until that is lifted."""
    withdrawn_at = _withdrawn_at(found, transitions_of(session, [found.row.id])[found.row.id])
    if withdrawn_at is None:
        return
    here, by, now = found.definition.state(event.to_state), event.actor_id, event.at
    for held in reversed(certificates_of_scheme(session, found)):
        if not _ended_by(held, withdrawn_at):
            continue
        if here is not None and here.kind is StateKind.SUSPENDED:
            restoring.restore_suspended(session, held.credential, "", actor_id=by, now=now)
        elif version := restoring.restore(session, held.credential, "", issuing(), actor_id=by, now=now):
            tasks.ask_to_make(session, version, now=now)
    for claim, achievement in _claims(session, found, Claim.taken_at.is_(None), Claim.withdrawn_at == withdrawn_at):
        free = may_wait_again(session, claim, now) if claim.renews_id is None else renewal_is_open(session, claim, now)
        if free and not has_lapsed(achievement, claim, now):
            reinstate_claim(session, claim, actor_id=by, now=now)
    tasks.ask_to_publish(session, now=now)


def _withdrawn_at(found: CandidateFound, steps: Sequence[CandidateTransition]) -> datetime | None:
    """When something was last taken away on this way."""
    taken = [one.at for one in steps if withdraws(found.definition, one.transition, one.from_state, one.to_state)]
    return taken[-1] if taken else None


def _ended_by(held: HeldCredential, at: datetime) -> bool:
    """Whether this is what the withdrawal of that moment ended, and nothing else."""
    return held.ending is not None and held.ending.reason is StatusReason.WITHDRAWN and held.ending.at == at


def _claims(session: Session, found: CandidateFound, *where: ColumnElement[bool]) -> list[tuple[Claim, Achievement]]:
    """What the holder earned under this scheme."""
    rows = session.execute(
        select(Claim, Achievement)
        .join(Achievement, Achievement.id == Claim.achievement_id)
        .where(Claim.person_id == found.row.person_id, Claim.source_ref == scheme_ref(found.row.scheme_id), *where)
        .order_by(Claim.id)
    )
    return [(claim, achievement) for claim, achievement in rows]
