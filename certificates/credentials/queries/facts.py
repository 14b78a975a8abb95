"""What other packages may know of the certificates of a person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import credentials_held
from certificates.credentials.rules.lifecycle import Standing


@dataclass(frozen=True)
class CredentialInfo:
    """What other packages may know of a certificate."""

    uuid: str
    number: str
    source_ref: str
    title: str
    awarded_at: datetime
    valid_until: datetime | None
    standing: Standing


def credentials_of(
    session: Session, person_id: int, now: datetime, *, source_ref: str | None = None
) -> list[CredentialInfo]:
    """The certificates of a person, newest first; of one source such as "course:7" where it is named."""
    where = [Credential.person_id == person_id]
    if source_ref is not None:
        where.append(Claim.source_ref == source_ref)
    return [
        CredentialInfo(
            one.credential.uuid,
            one.credential.number,
            one.claim.source_ref,
            one.achievement.title,
            one.credential.awarded_at,
            one.version.valid_until,
            one.standing(now),
        )
        for one in credentials_held(session, *where)
    ]
