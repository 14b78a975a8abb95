"""What decisions about certificates do: suspended by one person, revoked by one or by two, and undone on an objection.

Suspending and revoking by one person happen before the decision is kept (`services.py`); revoking by two
happens here, when the second person confirms.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.api import DecisionFacts, SubjectAddresses, decisions_about, lift
from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Credential, CredentialVersion
from certificates.credentials.queries.held import credential_held, credentials_held
from certificates.credentials.rules.lifecycle import FAULTLESS, Standing, StatusReason
from certificates.credentials.services import ending, restoring, suspending
from certificates.decisions.queries import stands_otherwise, suspensions_in_force
from certificates.decisions.renewals import bring_back_renewals
from certificates.decisions.rules import (
    REVIEWED,
    REVOCATION,
    REVOCATION_BY_ONE,
    SECOND_LOOK,
    SUSPENSION,
    TWO_PERSON,
    credential_of,
)
from certificates.permissions import CertificatePermission
from lms.i18n import lazy as _l

REASON_LABELS: Mapping[str, Any] = {
    StatusReason.ERROR.value: _l("It was issued in error"),
    StatusReason.OWN_WISH.value: _l("The holder asked for it"),
    StatusReason.MISCONDUCT.value: _l("Misconduct"),
    StatusReason.RESULT_ANNULLED.value: _l("The result of the exam was cancelled"),
    REVIEWED: _l("It is being reviewed"),
    SECOND_LOOK: _l("Whether it must be revoked is being reviewed"),
}


def labelled(*reasons: str) -> Mapping[str, Any]:
    """These reasons with their labels."""
    return {reason: REASON_LABELS[reason] for reason in reasons}


class _CertificateKind:
    """What is the same for every decision about a certificate."""

    name: str
    title: Any
    effect: Any
    decided_by: Any = _l("the people who manage certificates")
    permission: str = CertificatePermission.CREDENTIAL_MANAGE
    reasons: Mapping[str, Any]
    names_day = False

    def titles(self, session: Session, subjects: Collection[str], language: str) -> Mapping[str, str]:
        """What the certificates certify, with their numbers."""
        held = credentials_held(session, Credential.id.in_([credential_of(one) for one in subjects]))
        return {f"credential:{one.credential.id}": f"{one.achievement.title}, {one.credential.number}" for one in held}

    def addresses(self, session: Session, subject: str) -> SubjectAddresses:
        """The certificate, as its holder and as who manages it looks at it."""
        uuid = session.get_one(Credential, credential_of(subject)).uuid
        return SubjectAddresses(own=f"/certificates/{uuid}", managed=f"/manage/credentials/{uuid}")

    def took_part(self, session: Session, decision: DecisionFacts) -> Collection[int]:
        """Whoever decided or proposed anything else about this certificate."""
        others = decisions_about(session, [decision.subject])[decision.subject]
        return {one for each in others for one in (each.proposer_id, each.decided_by_id) if one is not None}

    def is_favour(self, session: Session, decision: DecisionFacts) -> bool:
        """It harms: the certificate is lost, whatever comes after."""
        return False

    def take_effect(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Nothing: what one person decides is done before it is kept."""

    def drop(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Nothing: what one person decides never waits."""


class SuspensionKind(_CertificateKind):
    """A certificate is suspended by one person."""

    name = SUSPENSION
    title = _l("Suspension of a certificate")
    effect = _l("Your certificate is not valid until the suspension is lifted.")
    reasons = labelled(REVIEWED, SECOND_LOOK)

    def overturn(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Put it in force again, unless it has ended meanwhile."""
        credential = _credential(session, decision)
        held = credential_held(session, Credential.id == credential.id)
        if held is not None and held.standing(now) is Standing.SUSPENDED and not held.being_made:
            words, by = said_by_judge(decision), decision.ended_by_id
            version = suspending.reinstate(session, credential, words, issuing(), actor_id=by, now=now)
            bring_back_renewals(session, credential, words, actor_id=by, now=now)
            _make(session, version, now)


class RevocationKind(_CertificateKind):
    """A certificate is revoked by two people, since its holder is at fault."""

    name = REVOCATION
    title = _l("Revocation of a certificate")
    effect = _l("Your certificate is no longer valid.")
    reasons = labelled(*TWO_PERSON)
    names_day = True

    def take_effect(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Revoke it: the second person confirmed."""
        credential = _credential(session, decision)
        known = suspensions_in_force(session, credential)
        reason = StatusReason(decision.reason)
        ending.revoke(session, credential, reason, decision.words, actor_id=decision.decided_by_id, now=now)
        for one in known:
            lift(session, one, words=decision.words, by=decision.decided_by_id, now=now)
        tasks.ask_to_publish(session, now=now)

    def overturn(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Put it in force again, as far as it can be, and unless something else was decided that ends it."""
        _restore(session, decision, now)

    def drop(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Lift the suspension that came with the proposal; one from before it goes on."""
        credential = _credential(session, decision)
        meanwhile = [one for one in suspensions_in_force(session, credential) if one.reason == SECOND_LOOK]
        if meanwhile:
            words, by = decision.decided_words or "", decision.decided_by_id
            version = suspending.reinstate(session, credential, words, issuing(), actor_id=by, now=now)
            bring_back_renewals(session, credential, words, actor_id=by, now=now)
            for one in meanwhile:
                lift(session, one, words=words, by=by, now=now)
            _make(session, version, now)


class RevocationByOneKind(_CertificateKind):
    """A certificate is revoked by one person: for an error, or because its holder wishes it."""

    name = REVOCATION_BY_ONE
    title = _l("Revocation of a certificate")
    effect = _l("Your certificate is no longer valid. You may take the course again.")
    reasons = labelled(*FAULTLESS)

    def overturn(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Put it in force again, as far as it can be, and unless something else was decided that ends it."""
        _restore(session, decision, now)


def said_by_judge(decision: DecisionFacts) -> str:
    """Why an objection was upheld."""
    return (decision.objection.reason or "") if decision.objection else ""


def _restore(session: Session, decision: DecisionFacts, now: datetime) -> None:
    credential = _credential(session, decision)
    held = credential_held(session, Credential.id == credential.id)
    if held is not None and not stands_otherwise(session, held):
        words, by = said_by_judge(decision), decision.ended_by_id
        version = restoring.restore(session, credential, words, issuing(), actor_id=by, now=now)
        bring_back_renewals(session, credential, words, actor_id=by, now=now)
        _make(session, version, now)


def _credential(session: Session, decision: DecisionFacts) -> Credential:
    return session.get_one(Credential, credential_of(decision.subject))


def _make(session: Session, version: CredentialVersion | None, now: datetime) -> None:
    """Have the worker sign what was made anew, or publish what changed without that."""
    if version is not None:
        tasks.ask_to_make(session, version, now=now)
    else:
        tasks.ask_to_publish(session, now=now)


CERTIFICATE_DECISIONS = (SuspensionKind(), RevocationKind(), RevocationByOneKind())
