"""All that was issued, with its files, as `lms credentials export` writes it."""

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.credentials.models import Credential, CredentialVersion
from certificates.credentials.queries import keys, lists
from certificates.credentials.rules.award import Issuer, credential_address
from certificates.credentials.rules.issuers import required
from certificates.credentials.verification.export import Issued, Published
from certificates.credentials.verification.seal_reference import kept_seal, reference_in
from lms import storage


def published(session: Session, did: str | None) -> Published:
    """What the issuer publishes."""
    documents = [json.loads(row.document) for row in lists.published_lists(session) if row.document]
    named = [one for one in map(reference_in, documents) if one is not None]
    seals = {address: content for address, multibase in named if (content := kept_seal(address, multibase))}
    return Published(required(did), keys.published_keys(session), documents, lists.endings(session), seals)


def issued(session: Session) -> Iterator[Issued]:
    """Every signed version, oldest first, one at a time."""
    rows = session.execute(
        select(Credential.uuid, CredentialVersion.id)
        .join(CredentialVersion, CredentialVersion.credential_id == Credential.id)
        .where(CredentialVersion.record.is_not(None))
        .order_by(Credential.id, CredentialVersion.no)
    ).all()
    for uuid, version_id in rows:
        version = session.get_one(CredentialVersion, version_id)
        files = {"json": (version.record or "").encode(), "jwt": (version.token or "").encode()}
        for suffix, key in (("pdf", version.pdf_key), ("png", version.png_key), ("svg", version.svg_key)):
            if key is not None:
                files[suffix] = storage.get(key)
        address = credential_address(Issuer(version.issuer_did, ""), uuid)
        yield Issued(address, uuid, version.no, files)
        session.expunge(version)


def stored_keys(session: Session) -> set[str]:
    """The keys in the storage of the papers and pictures of every version."""
    columns = (CredentialVersion.pdf_key, CredentialVersion.png_key, CredentialVersion.svg_key)
    return {key for row in session.execute(select(*columns)) for key in row if key is not None}
