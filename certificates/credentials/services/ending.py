"""Ending a certificate, and what its holder lets strangers see."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from certificates.credentials.models import Credential, CredentialVersion, StatusChange, StatusList
from certificates.credentials.queries.held import open_versions
from certificates.credentials.rules.lifecycle import (
    FAULTLESS,
    HELD,
    REVOCATIONS,
    UNFIT,
    Change,
    StatusReason,
    Visibility,
)
from certificates.credentials.services.following import renewals_not_begun, withdraw_renewals
from certificates.events import CredentialReplaced, CredentialRevoked, RevocationOverturned, VisibilityChosen
from lms import events
from lms.errors import BadInput, RuleBroken
from lms.i18n import _

SHORTEST_WORDS, LONGEST_WORDS = 5, 500


def revoke(
    session: Session, credential: Credential, reason: StatusReason, words: str, *, actor_id: int | None, now: datetime
) -> None:
    """End every version that has not ended, with a reason that whoever checks the certificate will read.

    How many people that takes is not asked here: `certificates/decisions/` knows.
    """
    if reason not in REVOCATIONS:
        raise BadInput("reason", _("Choose why the certificate is revoked."))
    words = reason_words(words)
    if actor_id == credential.person_id:
        raise RuleBroken(_("You cannot revoke your own certificate. Ask another manager to do it."))
    end_versions(session, credential, reason, words, actor_id=actor_id, now=now)


def end_versions(
    session: Session, credential: Credential, reason: StatusReason, words: str, *, actor_id: int | None, now: datetime
) -> None:
    """End every version that has not ended; `words` may be empty where the reason says enough.

    For a fault, what renews it and has not begun ends with it.
    """
    lock(session, credential)
    standing = open_versions(session, credential.id)
    if not standing:
        raise RuleBroken(_("This certificate is already revoked."))
    for version in standing:
        add_change(session, version.id, Change.REVOKED, reason=reason, words=words, actor_id=actor_id, now=now)
        events.publish(
            session,
            CredentialRevoked(
                subject=f"credential:{credential.id}",
                actor_id=actor_id,
                at=now,
                person_id=credential.person_id,
                version=version.no,
                reason=reason,
                words=words,
            ),
        )
    if reason in FAULTLESS:
        return
    withdraw_renewals(session, credential, actor_id=actor_id, now=now)
    for renewal in renewals_not_begun(session, credential, now):
        if renewal.standing(now) in HELD:
            end_versions(session, renewal.credential, reason, words, actor_id=actor_id, now=now)


def reason_words(words: str) -> str:
    """The reason as it is kept; too short or too long is refused beside its field."""
    words = " ".join(words.split())
    if not SHORTEST_WORDS <= len(words) <= LONGEST_WORDS:
        raise BadInput("words", _("Give the reason in one or two sentences, at most 500 characters."))
    return words


def lock(session: Session, credential: Credential) -> None:
    """Let one change of the status of a credential at a time go on."""
    session.execute(select(Credential.id).where(Credential.id == credential.id).with_for_update())


def add_change(
    session: Session,
    version_id: int,
    change: Change,
    *,
    actor_id: int | None,
    now: datetime,
    reason: StatusReason | None = None,
    words: str = "",
) -> None:
    """Append a change; one that sets the bit of the version calls for its list to be published anew."""
    session.add(
        StatusChange(version_id=version_id, change=change, reason=reason, words=words, actor_id=actor_id, at=now)
    )
    session.flush()
    if change in UNFIT:
        list_id = select(CredentialVersion.status_list_id).where(CredentialVersion.id == version_id).scalar_subquery()
        session.execute(update(StatusList).where(StatusList.id == list_id).values(revision=StatusList.revision + 1))


def overturn_revocation(
    session: Session, version: CredentialVersion, words: str, *, replaced: bool, actor_id: int | None, now: datetime
) -> None:
    """Say of a revoked version that its revocation did not stand and, where another took its place, that it did."""
    subject = f"credential:{version.credential_id}"
    add_change(session, version.id, Change.OVERTURNED, words=words, actor_id=actor_id, now=now)
    events.publish(
        session, RevocationOverturned(subject=subject, actor_id=actor_id, at=now, version=version.no, words=words)
    )
    if replaced:
        add_change(session, version.id, Change.REPLACED, reason=StatusReason.OVERTURNED, actor_id=None, now=now)
        events.publish(session, CredentialReplaced(subject=subject, actor_id=None, at=now, version=version.no))


def choose_visibility(
    session: Session, credential: Credential, after: Visibility, *, by_id: int, now: datetime
) -> None:
    """Let strangers with the link see the certificate, or only whether it is valid; choosing the same does nothing."""
    before = Visibility(credential.visibility)
    if before is after:
        return
    credential.visibility = after
    events.publish(
        session,
        VisibilityChosen(
            subject=f"credential:{credential.id}", actor_id=by_id, at=now, before=before.value, after=after.value
        ),
    )
