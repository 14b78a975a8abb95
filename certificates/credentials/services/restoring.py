"""Undoing a revocation that did not stand: a newer version, as for a suspension; the old bits stay set for ever."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.credentials.issuing.issuing_config import Issuing
from certificates.credentials.models import Claim, Credential, CredentialVersion
from certificates.credentials.queries.held import HeldCredential, credentials_held, revoked_versions
from certificates.credentials.rules.lifecycle import HELD, Change, Standing, StatusReason
from certificates.credentials.services.confirming import fix_issuer
from certificates.credentials.services.ending import add_change, overturn_revocation
from certificates.credentials.services.suspending import add_reinstated, locked
from certificates.events import CredentialReinstated, CredentialSuspended
from lms import events


def restore(
    session: Session, credential: Credential, words: str, setting: Issuing, *, actor_id: int | None, now: datetime
) -> CredentialVersion | None:
    """Put a revoked certificate in force again: a newer version, for the worker to sign; until then it is revoked.

    Where its time is over, or its holder earned another meanwhile, nothing is made: it no longer reads as revoked.
    """
    held = locked(session, credential)
    if held.standing(now) is not Standing.REVOKED or held.being_made:
        return None
    revoked = revoked_versions(session, credential.id)
    expired = held.version.valid_until is not None and held.version.valid_until <= now
    followed = has_successor(session, held, now)
    if not expired and not followed:
        events.publish(
            session,
            CredentialReinstated(
                subject=f"credential:{credential.id}",
                actor_id=actor_id,
                at=now,
                person_id=credential.person_id,
                version=revoked[0].no + 1,
                words=words,
                before=Standing.REVOKED.value,
                after=held.term.standing_when_good(now).value,
            ),
        )
        fix_issuer(session, setting.issuer.did, now)
        return add_reinstated(session, held, revoked[0], words, setting, actor_id=actor_id, now=now)
    _overturn(session, held, revoked, words, followed=followed, actor_id=actor_id, now=now)
    return None


def restore_suspended(
    session: Session, credential: Credential, words: str, *, actor_id: int | None, now: datetime
) -> None:
    """Undo the revocation of a suspended certificate: it is suspended again, under the old version, until it is lifted.

    Where its holder earned another meanwhile, or its time is over, it only no longer reads as revoked.
    """
    held = locked(session, credential)
    if held.standing(now) is not Standing.REVOKED:
        return
    expired = held.version.valid_until is not None and held.version.valid_until <= now
    followed = has_successor(session, held, now)
    _overturn(
        session, held, revoked_versions(session, credential.id), words, followed=followed, actor_id=actor_id, now=now
    )
    if expired or followed:
        return
    add_change(session, held.version.id, Change.SUSPENDED, reason=StatusReason.UNDER_REVIEW, actor_id=actor_id, now=now)
    events.publish(
        session,
        CredentialSuspended(
            subject=f"credential:{credential.id}",
            actor_id=actor_id,
            at=now,
            person_id=credential.person_id,
            version=held.version.no,
            words="",
            before=Standing.REVOKED.value,
            after=Standing.SUSPENDED.value,
        ),
    )


def _overturn(
    session: Session,
    held: HeldCredential,
    revoked: Sequence[CredentialVersion],
    words: str,
    *,
    followed: bool,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Say of each revoked version that its revocation did not stand; only the one that stood is not replaced."""
    for version in revoked:
        replaced = followed or version.id != held.version.id
        overturn_revocation(session, version, words, replaced=replaced, actor_id=actor_id, now=now)


def has_successor(session: Session, held: HeldCredential, now: datetime) -> bool:
    """Whether the holder has a later certificate of the same in the place of this one; what renews it stands beside."""
    later = credentials_held(
        session,
        Credential.person_id == held.credential.person_id,
        Claim.source_ref == held.claim.source_ref,
        Credential.id > held.credential.id,
    )
    others = [one for one in later if one.claim.renews_id != held.claim.id]
    return any(one.standing(now) in HELD for one in others)
