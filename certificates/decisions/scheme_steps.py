"""Certificates of schemes are suspended and lifted by two people, as steps of their holder; the certificate follows.

The reasons go to the holder alone: whoever checks the certificate reads that it is being reviewed.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from certificates.candidates.events import CandidateMoved
from certificates.candidates.models import StepProposal
from certificates.candidates.queries.found import CandidateFound, candidate_by_id, evidence_of, open_candidates_of
from certificates.candidates.queries.proposals import open_proposal
from certificates.candidates.services.evidence import STATEMENT
from certificates.candidates.services.proposals import confirm_step, take_step
from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import HeldCredential, credentials_held
from certificates.credentials.rules.lifecycle import GOOD, Standing
from certificates.credentials.services import suspending
from certificates.decisions.renewals import bring_back_renewals
from certificates.permissions import CertificatePermission
from certificates.schemes.rules.definition import Transition
from certificates.schemes.rules.releasing import resumes, scheme_of, scheme_ref, step_by_managers, suspends
from lms.access import Viewer
from lms.errors import RuleBroken
from lms.i18n import _


def candidate_moved(session: Session, event: CandidateMoved) -> None:
    """Listener: the certificate of a holder is suspended with them, and put in force again with them."""
    found = candidate_by_id(session, int(event.subject.partition(":")[2]))
    if suspends(found.definition, event.from_state, event.to_state):
        _suspend(session, found, event)
    elif resumes(found.definition, event.from_state, event.to_state):
        _resume(session, found, event)


def suspend_by_two(session: Session, held: HeldCredential, words: str, *, actor: Viewer, now: datetime) -> bool:
    """Propose to suspend the holder of a certificate, or confirm what another proposed; whether it is suspended now."""
    if held.standing(now) is Standing.SUSPENDED:
        raise RuleBroken(_("This certificate is already suspended."))
    if held.standing(now) not in GOOD:
        raise RuleBroken(_("Only a valid certificate can be suspended."))
    return _by_two(session, held, words, lifts=False, actor=actor, now=now)


def lift_by_two(session: Session, held: HeldCredential, words: str, *, actor: Viewer, now: datetime) -> bool:
    """Propose to lift a suspension, or confirm what another proposed; whether it is lifted now."""
    if held.standing(now) is not Standing.SUSPENDED:
        raise RuleBroken(_("This certificate is not suspended."))
    return _by_two(session, held, words, lifts=True, actor=actor, now=now)


def proposed_of(session: Session, held: HeldCredential) -> StepProposal | None:
    """What one person proposed about the holder of this certificate and a second one has to confirm."""
    found = way_of(session, held)
    return open_proposal(session, found.row.id) if found is not None else None


def statements_of(session: Session, held: HeldCredential) -> list[tuple[datetime, str]]:
    """What the holder of this certificate has said for themselves, the newest first."""
    found = way_of(session, held)
    if found is None:
        return []
    rows = evidence_of(session, [found.row.id])[found.row.id]
    said = [(one.at, str(one.outcome.get("words", ""))) for one in rows if one.kind == STATEMENT]
    return list(reversed(said))


def way_of(session: Session, held: HeldCredential) -> CandidateFound | None:
    """The way of the holder on the scheme that awarded it, while it is open."""
    scheme_id = scheme_of(held.claim.source_ref)
    every = open_candidates_of(session, [held.credential.person_id])
    return next((one for one in every if one.row.scheme_id == scheme_id), None)


def _by_two(session: Session, held: HeldCredential, words: str, *, lifts: bool, actor: Viewer, now: datetime) -> bool:
    found = way_of(session, held)
    step = _step(found, lifts=lifts) if found is not None else None
    if found is None or step is None:
        raise RuleBroken(_("This holder cannot take this step now."))
    proposal = open_proposal(session, found.row.id)
    if proposal is not None and proposal.by_id == actor.id:
        raise RuleBroken(_("You proposed this step. Another person has to confirm it."))
    if proposal is not None and proposal.transition == step.code:
        confirm_step(session, found, actor=actor, now=now)
        return True
    take_step(session, found, step.code, words, actor=actor, now=now)
    return not step.second


def _step(found: CandidateFound, *, lifts: bool) -> Transition | None:
    right = CertificatePermission.CREDENTIAL_MANAGE
    return step_by_managers(found.definition, found.row.state, right, lifts=lifts)


def _suspend(session: Session, found: CandidateFound, event: CandidateMoved) -> None:
    """Every certificate of the scheme that is in force; one that waits for its name is made once that is decided."""
    for held in certificates_of_scheme(session, found):
        if held.standing(event.at) in GOOD:
            suspending.suspend_versions(session, held.credential, "", actor_id=event.actor_id, now=event.at)
    tasks.ask_to_publish(session, now=event.at)


def _resume(session: Session, found: CandidateFound, event: CandidateMoved) -> None:
    for held in reversed(certificates_of_scheme(session, found)):
        if held.standing(event.at) is not Standing.SUSPENDED or held.being_made:
            continue
        by = event.actor_id
        version = suspending.reinstate(session, held.credential, "", issuing(), actor_id=by, now=event.at)
        bring_back_renewals(session, held.credential, "", actor_id=by, now=event.at)
        if version is not None:
            tasks.ask_to_make(session, version, now=event.at)
    tasks.ask_to_publish(session, now=event.at)


def certificates_of_scheme(session: Session, found: CandidateFound) -> list[HeldCredential]:
    """Every certificate that this person has of the scheme, the newest first."""
    ref = scheme_ref(found.row.scheme_id)
    return credentials_held(session, Credential.person_id == found.row.person_id, Claim.source_ref == ref)
