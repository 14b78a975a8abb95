"""Suspending a certificate and lifting that again.

A record has one entry in a status list, whose bit is never taken back: lifting makes a newer version with a new place.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from certificates.credentials.issuing.issuing_config import Issuing
from certificates.credentials.models import Credential, CredentialVersion, NameConfirmation
from certificates.credentials.queries.held import HeldCredential, credential_held, open_versions
from certificates.credentials.rules.lifecycle import GOOD, Change, Standing, StatusReason
from certificates.credentials.services.confirming import add_version, fix_issuer
from certificates.credentials.services.ending import add_change, lock, reason_words
from certificates.credentials.services.following import renewals_not_begun
from certificates.events import CredentialReinstated, CredentialSuspended
from lms import events
from lms.errors import Conflict, RuleBroken
from lms.i18n import _
from lms.people.api import demand_independent


def suspend(session: Session, credential: Credential, words: str, *, actor_id: int | None, now: datetime) -> None:
    """Suspend a certificate in force, with a reason that whoever checks it will read.

    A version that waits to be signed is stopped as well, so that none comes into force meanwhile.
    """
    words = reason_words(words)
    if actor_id == credential.person_id:
        raise RuleBroken(_("You cannot suspend your own certificate. Ask another manager to do it."))
    suspend_versions(session, credential, words, actor_id=actor_id, now=now)


def suspend_versions(
    session: Session, credential: Credential, words: str, *, actor_id: int | None, now: datetime
) -> None:
    """Suspend a certificate in force, and what renews it; `words` may be empty where strangers are told nothing yet."""
    held = locked(session, credential)
    before = held.standing(now)
    if before is Standing.SUSPENDED:
        raise RuleBroken(_("This certificate is already suspended."))
    if before not in GOOD:
        raise RuleBroken(_("Only a valid certificate can be suspended."))
    _stop(session, held, words, actor_id=actor_id, now=now)
    for renewal in renewals_not_begun(session, credential, now):
        if renewal.standing(now) in {Standing.NOT_YET, Standing.MAKING}:
            _stop(session, locked(session, renewal.credential), words, actor_id=actor_id, now=now)


def _stop(session: Session, held: HeldCredential, words: str, *, actor_id: int | None, now: datetime) -> None:
    """Suspend every version of it, and say so."""
    credential = held.credential
    events.publish(
        session,
        CredentialSuspended(
            subject=f"credential:{credential.id}",
            actor_id=actor_id,
            at=now,
            person_id=credential.person_id,
            version=held.version.no,
            words=words,
            before=held.standing(now).value,
            after=Standing.SUSPENDED.value,
        ),
    )
    for version in open_versions(session, credential.id):
        add_change(
            session,
            version.id,
            Change.SUSPENDED,
            reason=StatusReason.UNDER_REVIEW,
            words=words,
            actor_id=actor_id,
            now=now,
        )


def lift(
    session: Session, credential: Credential, words: str, setting: Issuing, *, actor_id: int | None, now: datetime
) -> CredentialVersion | None:
    """Lift a suspension: a newer version of the same certificate, for the worker to sign; until then it is suspended.

    Where the time of the certificate is over meanwhile nothing is made: it reads as expired again.
    """
    words = reason_words(words)
    if actor_id == credential.person_id:
        raise RuleBroken(_("You cannot lift the suspension of your own certificate. Ask another manager to do it."))
    demand_independent(session, actor_id, credential.person_id)
    return reinstate(session, credential, words, setting, actor_id=actor_id, now=now)


def reinstate(
    session: Session, credential: Credential, words: str, setting: Issuing, *, actor_id: int | None, now: datetime
) -> CredentialVersion | None:
    """Put a suspended certificate in force again, whoever decided that and in whatever words."""
    issuer = setting.issuer
    held = locked(session, credential)
    if held.standing(now) is not Standing.SUSPENDED:
        raise RuleBroken(_("This certificate is not suspended."))
    if held.being_made:
        raise RuleBroken(_("The suspension is already lifted. The new files are being created."))
    expired = held.version.valid_until is not None and held.version.valid_until <= now
    newest = open_versions(session, credential.id)[0]
    events.publish(
        session,
        CredentialReinstated(
            subject=f"credential:{credential.id}",
            actor_id=actor_id,
            at=now,
            person_id=credential.person_id,
            version=newest.no if expired else newest.no + 1,
            words=words,
            before=Standing.SUSPENDED.value,
            after=Standing.EXPIRED.value if expired else held.term.standing_when_good(now).value,
        ),
    )
    if expired:
        add_change(session, held.version.id, Change.REINSTATED, words=words, actor_id=actor_id, now=now)
        return None
    fix_issuer(session, issuer.did, now)
    return add_reinstated(session, held, newest, words, setting, actor_id=actor_id, now=now)


def add_reinstated(
    session: Session,
    held: HeldCredential,
    newest: CredentialVersion,
    words: str,
    setting: Issuing,
    *,
    actor_id: int | None,
    now: datetime,
) -> CredentialVersion:
    """A version after the newest that puts the certificate in force again as soon as it is signed."""
    version = add_version(
        session,
        held.credential,
        session.get_one(NameConfirmation, newest.confirmation_id),
        setting,
        before=newest,
        valid_until=held.version.valid_until,
        now=now,
    )
    add_change(session, version.id, Change.REINSTATED, words=words, actor_id=actor_id, now=now)
    return version


def locked(session: Session, credential: Credential) -> HeldCredential:
    """The credential as it stands once nobody else is changing it."""
    lock(session, credential)
    held = credential_held(session, Credential.id == credential.id)
    if held is None:
        raise Conflict(_("Somebody else has just changed this certificate. Load the page again."))
    return held
