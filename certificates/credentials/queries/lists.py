"""Status lists: what is set in them, what must be published; and which version a record is, with what became of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from certificates.credentials.models import Credential, CredentialVersion, KeptPlace, StatusChange, StatusList
from certificates.credentials.queries.held import changes_of
from certificates.credentials.rules.award import Issuer, credential_address, status_list_address
from certificates.credentials.rules.lifecycle import UNFIT, Change, Changed, ending_of, reason_in_english
from certificates.credentials.verification.record_hash import record_hash
from certificates.credentials.verification.trust import Ending, Place, digest
from certificates.events import CredentialIssued
from lms.audit.api import told_of

FRESH = timedelta(days=1)  # an older list is signed anew
UUID_LENGTH = 36


def lists_due(session: Session, now: datetime) -> list[int]:
    """The lists that were never published, changed since, or are older than a day."""
    return list(
        session.scalars(
            select(StatusList.id)
            .where(
                or_(
                    StatusList.published_revision.is_(None),
                    StatusList.published_revision != StatusList.revision,
                    StatusList.published_at <= now - FRESH,
                )
            )
            .order_by(StatusList.id)
        )
    )


def indexes_set(session: Session, list_id: int) -> frozenset[int]:
    """The places of a list whose versions have ended or were ever suspended, and those that are kept set."""
    known = (
        select(CredentialVersion.status_index)
        .join(StatusChange, StatusChange.version_id == CredentialVersion.id)
        .where(CredentialVersion.status_list_id == list_id, StatusChange.change.in_(UNFIT))
    )
    kept = select(KeptPlace.status_index).where(KeptPlace.status_list_id == list_id)
    return frozenset(session.scalars(known.union(kept)))


def list_named(session: Session, name: str) -> StatusList | None:
    """The list of this name."""
    return session.scalars(select(StatusList).where(StatusList.name == name)).one_or_none()


def published_lists(session: Session) -> list[StatusList]:
    """Every list that was ever published."""
    return list(session.scalars(select(StatusList).where(StatusList.document.is_not(None)).order_by(StatusList.id)))


@dataclass(frozen=True)
class Registered:
    """What the register knows of a version that a record names."""

    credential: Credential
    version: CredentialVersion
    changes: tuple[Changed, ...]


def version_of(session: Session, did: str, document: Mapping[str, Any]) -> Registered | None:
    """The signed version that says the same as a record of our own, word for word: one that we issued.

    The audit trail must tell of its issue, too: who could only write the table of versions has issued nothing.
    """
    address = str(document.get("id"))
    uuid = address.rpartition("/")[2]
    if address != credential_address(Issuer(did, ""), uuid) or len(uuid) > UUID_LENGTH:
        return None
    rows = session.execute(
        select(Credential, CredentialVersion)
        .join(CredentialVersion, CredentialVersion.credential_id == Credential.id)
        .where(Credential.uuid == uuid, CredentialVersion.record.is_not(None))
        .order_by(CredentialVersion.no)
    )
    wanted = record_hash(dict(document))
    for credential, version in rows:
        if record_hash(json.loads(version.record or "{}")) == wanted and is_told(session, version):
            return Registered(credential, version, changes_of(session, [version.id])[version.id])
    return None


def is_told(session: Session, version: CredentialVersion) -> bool:
    """Whether the audit trail tells that this version was issued, with the record and the papers that are kept."""
    entries = told_of(session, CredentialIssued.name, [f"credential:{version.credential_id}"])
    told = next((one.data for one in entries if one.data.get("version") == version.no), None)
    if told is None:
        return False
    kept = {"record_sha256": digest((version.record or "").encode()), "pdf_sha256": version.pdf_sha256}
    return all(told.get(name, said) == said for name, said in kept.items())


def endings(session: Session) -> dict[Place, Ending]:
    """Why versions ended, by their places, in plain English: what exported folders carry.

    Suspensions are not among them: a folder is kept for long, and a suspension may be lifted the day after.
    """
    rows = session.execute(
        select(CredentialVersion.id, CredentialVersion.issuer_did, CredentialVersion.status_index, StatusList.name)
        .join(StatusList, StatusList.id == CredentialVersion.status_list_id)
        .where(
            CredentialVersion.id.in_(select(StatusChange.version_id).where(StatusChange.change.in_(UNFIT))),
        )
    ).all()
    changes = changes_of(session, [row.id for row in rows])
    found = {}
    for row in rows:
        ending = ending_of(changes[row.id])
        if ending is not None:
            place = Place(status_list_address(Issuer(row.issuer_did, ""), row.name), row.status_index)
            found[place] = as_ending(ending)
    return found


def as_ending(ending: Changed) -> Ending:
    """A change as verifiers read it."""
    words = reason_in_english(ending.reason, ending.words)
    return Ending(ending.at, words, replaced=ending.change is Change.REPLACED)
