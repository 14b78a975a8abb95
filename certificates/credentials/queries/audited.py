"""What the audit trail is compared with: certificates, every change of their status, keys, published lists."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.credentials.models import Credential, CredentialVersion, IssuerKey, StatusChange, StatusList
from certificates.credentials.rules.lifecycle import Change
from certificates.credentials.verification.trust import digest
from certificates.events import (
    CredentialIssued,
    CredentialReinstated,
    CredentialReplaced,
    CredentialRevoked,
    CredentialSuspended,
    IssuerKeyMade,
    NameConfirmed,
    RevocationOverturned,
    StatusListPublished,
)
from lms import storage
from lms.ports import AuditedRecord, AuditedRecords

BATCH = 200  # subjects at a time: their records are read whole


def confirmed(session: Session, after: int) -> list[AuditedRecord]:
    """Every certificate: whose it is."""
    rows = session.execute(
        select(Credential.id, Credential.person_id).where(Credential.id > after).order_by(Credential.id).limit(BATCH)
    )
    return [AuditedRecord(key, f"credential:{key}", {"person_id": person_id}) for key, person_id in rows]


def changes(change: Change, said: Callable[[Any], dict[str, Any]]) -> Callable[[Session, int], list[AuditedRecord]]:
    """Every change of one kind, by certificate, in order."""

    def found(session: Session, after: int) -> list[AuditedRecord]:
        some = (
            select(CredentialVersion.credential_id)
            .join(StatusChange, StatusChange.version_id == CredentialVersion.id)
            .where(StatusChange.change == change, CredentialVersion.credential_id > after)
            .group_by(CredentialVersion.credential_id)
            .order_by(CredentialVersion.credential_id)
            .limit(BATCH)
        )
        rows = session.execute(
            select(
                CredentialVersion.credential_id,
                CredentialVersion.no,
                CredentialVersion.record,
                CredentialVersion.pdf_sha256,
                CredentialVersion.pdf_key,
                CredentialVersion.png_key,
                CredentialVersion.svg_key,
                StatusChange.reason,
                StatusChange.words,
                StatusChange.at,
            )
            .join(StatusChange, StatusChange.version_id == CredentialVersion.id)
            .where(StatusChange.change == change, CredentialVersion.credential_id.in_(some))
            .order_by(CredentialVersion.credential_id, StatusChange.id)
        )
        return [AuditedRecord(row.credential_id, f"credential:{row.credential_id}", said(row)) for row in rows]

    return found


def as_issued(row: Any) -> dict[str, Any]:
    """The hashes of the record and of the files round it, as they are kept."""
    return {
        "version": row.no,
        "record_sha256": digest((row.record or "").encode()),
        "pdf_sha256": row.pdf_sha256,
        "png_sha256": storage.digest_of(row.png_key or ""),
        "svg_sha256": storage.digest_of(row.svg_key or ""),
    }


def suspended(session: Session, after: int) -> list[AuditedRecord]:
    """Every suspension; one that stopped a version before it was signed, too, is told once."""
    every = changes(Change.SUSPENDED, lambda row: {"words": row.words, "at": row.at})(session, after)
    once = {(one.subject, one.said["at"], one.said["words"]): one for one in every}
    return [AuditedRecord(one.place, one.subject, {"words": one.said["words"]}) for one in once.values()]


def keys(session: Session, after: int) -> list[AuditedRecord]:
    """Every key that the register names."""
    rows = session.execute(
        select(IssuerKey.id, IssuerKey.kind, IssuerKey.name)
        .where(IssuerKey.id > after)
        .order_by(IssuerKey.id)
        .limit(BATCH)
    )
    return [AuditedRecord(key, f"issuer-key:{key}", {"kind": kind, "key": name}) for key, kind, name in rows]


def lists(session: Session, after: int) -> list[AuditedRecord]:
    """Every published status list, in its newest form."""
    rows = session.execute(
        select(StatusList.id, StatusList.document, StatusList.published_revision)
        .where(StatusList.id > after, StatusList.document.is_not(None))
        .order_by(StatusList.id)
        .limit(BATCH)
    )
    return [
        AuditedRecord(key, f"status-list:{key}", {"revision": revision, "sha256": digest((document or "").encode())})
        for key, document, revision in rows
    ]


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords("certificates", NameConfirmed.name, confirmed),
    AuditedRecords("signed versions of certificates", CredentialIssued.name, changes(Change.ISSUED, as_issued)),
    AuditedRecords(
        "versions that were replaced",
        CredentialReplaced.name,
        changes(Change.REPLACED, lambda row: {"version": row.no}),
    ),
    AuditedRecords(
        "versions that were revoked",
        CredentialRevoked.name,
        changes(Change.REVOKED, lambda row: {"version": row.no, "reason": row.reason, "words": row.words}),
    ),
    AuditedRecords("suspensions", CredentialSuspended.name, suspended),
    AuditedRecords(
        "liftings of suspensions",
        CredentialReinstated.name,
        changes(Change.REINSTATED, lambda row: {"version": row.no, "words": row.words}),
    ),
    AuditedRecords(
        "revocations that did not stand",
        RevocationOverturned.name,
        changes(Change.OVERTURNED, lambda row: {"version": row.no, "words": row.words}),
    ),
    AuditedRecords("keys of the issuer", IssuerKeyMade.name, keys),
    AuditedRecords("published status lists", StatusListPublished.name, lists, newest_only=True),
)
