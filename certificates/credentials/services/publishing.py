"""Signing status lists anew; a list that changed while it was signed is left to the next round."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from certificates.credentials.models import StatusList
from certificates.credentials.queries.lists import indexes_set
from certificates.credentials.rules.award import Issuer
from certificates.credentials.signing import status_list
from certificates.credentials.signing.keys import Signer
from certificates.credentials.verification.seal_reference import keep_seal, reference
from certificates.credentials.verification.trust import digest
from certificates.events import StatusListPublished
from lms import events


@dataclass(frozen=True)
class Draft:
    """A list as it stands, to be signed; `revision` says of which state."""

    list_id: int
    name: str
    revision: int
    indexes: frozenset[int]


def draft_of(session: Session, list_id: int) -> Draft:
    """What is set in a list; the revision is read first, so that a change in between is published again."""
    row = session.get_one(StatusList, list_id, populate_existing=True)
    return Draft(row.id, row.name, row.revision, indexes_set(session, list_id))


def signed(draft: Draft, issuer: Issuer, signer: Signer, *, seal: str | None = None, now: datetime) -> str:
    """The list with its proof, as it is published; it names this seal of the audit trail, which is kept to be shown."""
    related = reference(issuer, keep_seal(seal), seal) if seal else None
    document = status_list.build(issuer, draft.name, draft.indexes, now=now, related=related)
    return json.dumps(status_list.signed(document, signer, did=issuer.did, now=now))


def keep_published(session: Session, draft: Draft, text: str, *, now: datetime) -> bool:
    """Publish, unless the list has changed since it was read; answers whether it was."""
    kept = session.execute(
        update(StatusList)
        .where(StatusList.id == draft.list_id, StatusList.revision == draft.revision)
        .values(
            document=text,
            published_revision=draft.revision,
            published_at=now,
            valid_until=now + status_list.VALID_FOR,
        )
        .returning(StatusList.id)
    ).one_or_none()
    if kept is None:
        return False
    events.publish(
        session,
        StatusListPublished(
            subject=f"status-list:{draft.list_id}",
            actor_id=None,
            at=now,
            revision=draft.revision,
            sha256=digest(text.encode()),
        ),
    )
    return True
