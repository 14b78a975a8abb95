"""What a status list says that was published after a restored backup: taken over, and never undone.

A list tells that a place is set, and not why. So a version that the backup knows is suspended, until somebody has found
out; a place whose version it does not know stays set for ever, and is given to nobody.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from certificates.credentials.files.carriers import Unreadable, parse
from certificates.credentials.models import Credential, CredentialVersion, KeptPlace, StatusChange, StatusList
from certificates.credentials.queries.held import changes_of
from certificates.credentials.queries.keys import issued_under, published_keys
from certificates.credentials.rules.award import Issuer, instant, status_list_address
from certificates.credentials.rules.lifecycle import UNFIT, Change, Standing, StatusReason, standing
from certificates.credentials.services.ending import add_change
from certificates.credentials.signing import did, proofs, status_list
from certificates.credentials.signing.contexts import UnknownContext
from certificates.events import CredentialSuspended, PlacesKept
from lms import events
from lms.errors import RuleBroken
from lms.inserts import insert_many

Document = dict[str, Any]


def take_over(session: Session, content: bytes, now: datetime) -> list[str]:
    """Suspend what the list says ended and the register does not know of; answers what was done, in sentences.

    RuleBroken where the list is none of this issuer's, or not signed with a key that the register knows.
    """
    document = read(content)
    row = own_list(session, document)
    made_at = status_list.age(document).made_at
    known = places_of(session, row.id)
    missing = sorted(indexes_of(document) - known.unfit)
    said = [suspend(session, known.versions[one], made_at, now=now) for one in missing if one in known.versions]
    unknown = [one for one in missing if one not in known.versions]
    if unknown:
        keep_places(session, row, unknown, now=now)
        said.append(
            "Places that are set, and stay so, whose certificates the backup does not know, since they were issued "
            f"after it and ended: {len(unknown)}."
        )
    return said or [f"Nothing: all that the list of {instant(made_at)} has set is known."]


def read(content: bytes) -> Document:
    """The list as a document."""
    try:
        return parse(content.decode("utf-8"))
    except (Unreadable, UnicodeDecodeError) as fault:
        raise RuleBroken("This is no status list.") from fault


def own_list(session: Session, document: Document) -> StatusList:
    """The list of ours that this is, once its proof is found to hold; one that the backup does not know is added."""
    issuer = issued_under(session)
    if issuer is None:
        raise RuleBroken("No certificate was issued here, so no status list can be compared.")
    name = str(document.get("id")).rpartition("/")[2]
    proof = document.get("proof")
    method = did.asserting_method(
        did.did_document(issuer, published_keys(session)),
        str(proof.get("verificationMethod") if isinstance(proof, dict) else None),
    )
    try:
        status_list.check_named(document, address=status_list_address(Issuer(issuer, ""), name), issuer=issuer)
        status_list.age(document)
        if method is None:
            raise status_list.ListBroken("It is not signed with a key that this register knows.")
        proofs.verify_by(document, proofs.public_jwk(method))
    except (status_list.ListBroken, proofs.ProofBroken, UnknownContext) as fault:
        raise RuleBroken(str(fault)) from fault
    row = session.scalars(select(StatusList).where(StatusList.name == name)).one_or_none()
    if row is None:
        row = StatusList(name=name, made_at=status_list.age(document).made_at, entries=0, revision=1)
        session.add(row)
        session.flush()
    return row


def indexes_of(document: Document) -> frozenset[int]:
    """The places that a list has set."""
    try:
        return proofs.bits_set(proofs.unpacked(str(document["credentialSubject"].get("encodedList"))))
    except proofs.BitsBroken as fault:
        raise RuleBroken("The status list cannot be read.") from fault


class _Places:
    """The versions of a list by their places, and the places that are set already."""

    def __init__(self, versions: dict[int, CredentialVersion], unfit: frozenset[int]) -> None:
        self.versions = versions
        self.unfit = unfit


def places_of(session: Session, list_id: int) -> _Places:
    """What the register knows of a list."""
    versions = session.scalars(select(CredentialVersion).where(CredentialVersion.status_list_id == list_id)).all()
    ended = set(
        session.scalars(
            select(StatusChange.version_id)
            .join(CredentialVersion, CredentialVersion.id == StatusChange.version_id)
            .where(CredentialVersion.status_list_id == list_id, StatusChange.change.in_(UNFIT))
        )
    )
    kept = session.scalars(select(KeptPlace.status_index).where(KeptPlace.status_list_id == list_id))
    unfit = {one.status_index for one in versions if one.id in ended} | set(kept)
    return _Places({one.status_index: one for one in versions}, frozenset(unfit))


def suspend(session: Session, version: CredentialVersion, made_at: datetime, *, now: datetime) -> str:
    """Suspend one version, since a list says that it does not count any more; answers which."""
    credential = session.get_one(Credential, version.credential_id)
    before = standing(changes_of(session, [version.id])[version.id], version.valid_until, now=now)
    words = (
        f"The status list of {instant(made_at)} says that it does not count any more. "
        "A backup from before that was brought back, and the reason is not known here."
    )
    events.publish(
        session,
        CredentialSuspended(
            subject=f"credential:{credential.id}",
            actor_id=None,
            at=now,
            person_id=credential.person_id,
            version=version.no,
            words=words,
            before=before.value,
            after=Standing.SUSPENDED.value,
        ),
    )
    add_change(
        session, version.id, Change.SUSPENDED, reason=StatusReason.UNDER_REVIEW, words=words, actor_id=None, now=now
    )
    return (
        f"{credential.number}, version {version.no}: suspended. It was revoked, replaced or suspended after the "
        "backup. Find out which, then revoke it or lift the suspension."
    )


def keep_places(session: Session, row: StatusList, indexes: list[int], *, now: datetime) -> None:
    """Keep places set of which the register knows no version."""
    insert_many(session, KeptPlace, [{"status_list_id": row.id, "status_index": one, "at": now} for one in indexes])
    session.execute(update(StatusList).where(StatusList.id == row.id).values(revision=StatusList.revision + 1))
    events.publish(
        session,
        PlacesKept(subject=f"status-list:{row.id}", actor_id=None, at=now, indexes=indexes),
    )
