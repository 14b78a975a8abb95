"""Who may end or suspend a certificate, and for what: one person for some reasons, two for the others.

Each is a decision about its holder in the one store of them, so that the holder may object to it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from assessments.api import (
    Decision,
    DecisionState,
    Proposal,
    decide_alone,
    lift,
    passed_exams,
    propose,
    waits_for_second,
)
from certificates.credentials.issuing.issuing_config import Issuing
from certificates.credentials.models import Claim, Credential, CredentialVersion
from certificates.credentials.rules.evidence import attempts_in
from certificates.credentials.rules.lifecycle import FAULTLESS, GOOD, Standing, StatusReason
from certificates.credentials.services import ending, suspending
from certificates.decisions.queries import suspensions_in_force
from certificates.decisions.renewals import bring_back_renewals
from certificates.decisions.rules import (
    REVIEWED,
    REVOCATION,
    REVOCATION_BY_ONE,
    SECOND_LOOK,
    SUSPENSION,
    TWO_PERSON,
    subject_of,
)
from certificates.schemes.rules.releasing import is_of_scheme
from lms.access import Viewer
from lms.errors import BadInput, RuleBroken
from lms.i18n import _


@dataclass(frozen=True, kw_only=True)
class RevocationProposal:
    """Why a certificate is to be revoked by two people, and from which day its holder may sit again, if ever."""

    reason: StatusReason
    words: str  # whoever checks the certificate reads them once it is revoked
    opens_on: date | None = None
    never_again: bool = False
    key: str | None = None  # of the form: sent twice, it proposes once


def suspend_openly(session: Session, credential: Credential, words: str, *, actor: Viewer, now: datetime) -> None:
    """Suspend a certificate in force as one person, who says why."""
    demand_of_course(session, credential)
    suspending.suspend(session, credential, words, actor_id=actor.id, now=now)
    decide_alone(session, _suspension(credential, REVIEWED, ending.reason_words(words)), actor=actor, now=now)


def lift_openly(
    session: Session, credential: Credential, words: str, setting: Issuing, *, actor: Viewer | None, now: datetime
) -> CredentialVersion | None:
    """Lift a suspension; not while a proposal to revoke waits, which whoever made it may take back.

    Without an actor it is lifted by a command of this installation.
    """
    if actor is not None:
        demand_of_course(session, credential)
    known = suspensions_in_force(session, credential)
    ending.lock(session, credential)
    demand_nothing_waits(session, credential)
    by = actor.id if actor else None
    version = suspending.lift(session, credential, words, setting, actor_id=by, now=now)
    bring_back_renewals(session, credential, words, actor_id=by, now=now)
    for one in known:
        lift(session, one, words=ending.reason_words(words), by=by, now=now)
    return version


def revoke_openly(
    session: Session, credential: Credential, reason: StatusReason, words: str, *, actor: Viewer | None, now: datetime
) -> None:
    """Revoke a certificate as one person: for an error, or because its holder wishes it.

    Without an actor it is revoked by a command of this installation.
    """
    if reason not in FAULTLESS:
        raise BadInput("reason", _("This needs two people. Propose it; a second person then confirms it."))
    known = suspensions_in_force(session, credential)
    ending.lock(session, credential)
    demand_nothing_waits(session, credential)
    ending.revoke(session, credential, reason, words, actor_id=actor.id if actor else None, now=now)
    said = ending.reason_words(words)
    for one in known:
        lift(session, one, words=said, by=actor.id if actor else None, now=now)
    if actor is not None:
        decided = Proposal(
            kind=REVOCATION_BY_ONE,
            subject=subject_of(credential.id),
            person_id=credential.person_id,
            reason=reason.value,
            words=said,
        )
        decide_alone(session, decided, actor=actor, now=now)


def propose_revocation(
    session: Session, credential: Credential, wanted: RevocationProposal, said: str, *, actor: Viewer, now: datetime
) -> Decision:
    """Suspend a certificate at once, and propose to revoke it: a second person confirms or refuses.

    One of a scheme stays in force until then: no one person suspends it.

    `said` tells the holder, in their language, why it is suspended meanwhile; strangers read that it is reviewed.
    """
    if wanted.reason not in TWO_PERSON:
        raise BadInput("reason", _("Choose why the certificate is revoked."))
    words = ending.reason_words(wanted.words)
    if actor.id == credential.person_id:
        raise RuleBroken(_("You cannot revoke your own certificate. Ask another manager to do it."))
    held = suspending.locked(session, credential)
    before = held.standing(now)
    if before is Standing.MAKING or held.being_made:
        raise RuleBroken(_("This certificate is being created. Wait until it is ready."))
    if before is Standing.REVOKED:
        raise RuleBroken(_("This certificate is already revoked."))
    decision = propose(
        session,
        Proposal(
            kind=REVOCATION,
            subject=subject_of(credential.id),
            person_id=credential.person_id,
            reason=wanted.reason.value,
            words=words,
            opens_on=wanted.opens_on,
            never_again=wanted.never_again,
            exam_id=_exam_of(session, credential),
            key=wanted.key,
        ),
        actor=actor,
        now=now,
    )
    alone = not is_of_scheme(held.claim.source_ref)
    if alone and before in GOOD and decision.state == DecisionState.PROPOSED:
        suspending.suspend_versions(session, credential, "", actor_id=actor.id, now=now)
        decide_alone(session, _suspension(credential, SECOND_LOOK, said), actor=actor, now=now)
    return decision


def demand_of_course(session: Session, credential: Credential) -> None:
    """Refuse what one person may not do with a certificate of a scheme."""
    if is_of_scheme(session.get_one(Claim, credential.claim_id).source_ref):
        raise RuleBroken(
            _("A scheme awarded this certificate. Two people are needed to suspend it or to lift the suspension.")
        )


def demand_nothing_waits(session: Session, credential: Credential) -> None:
    """Refuse what would decide beside a proposal that waits for a second person."""
    if waits_for_second(session, REVOCATION, subject_of(credential.id), credential.person_id) is not None:
        raise RuleBroken(
            _(
                "Somebody proposed to revoke this certificate. First a second person decides, or the "
                "proposal is withdrawn."
            )
        )


def _suspension(credential: Credential, reason: str, words: str) -> Proposal:
    return Proposal(
        kind=SUSPENSION,
        subject=subject_of(credential.id),
        person_id=credential.person_id,
        reason=reason,
        words=words,
    )


def _exam_of(session: Session, credential: Credential) -> int | None:
    """The exam on which a certificate rests, if its evidence names an attempt that counts."""
    claim = session.get_one(Claim, credential.claim_id)
    for attempt_id in attempts_in(claim.evidence):
        for passed in passed_exams(session, attempt_id=attempt_id):
            return passed.exam_id
    return None
