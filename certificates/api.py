"""What other packages may use of certificates."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.credentials.lifecycle import Standing
from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import credentials_held
from certificates.credentials.services.claims import Earned, take_up

__all__ = ["CredentialInfo", "Earned", "Standing", "credentials_of", "take_up"]


@dataclass(frozen=True)
class CredentialInfo:
    """What other packages may know of a certificate."""

    uuid: str
    number: str
    course_id: int
    title: str
    awarded_at: datetime
    valid_until: datetime | None
    standing: Standing


def credentials_of(
    session: Session, person_id: int, now: datetime, *, course_id: int | None = None
) -> list[CredentialInfo]:
    """The certificates of a person, newest first; of one course where it is named."""
    where = [Credential.person_id == person_id]
    if course_id is not None:
        where.append(Claim.course_id == course_id)
    return [
        CredentialInfo(
            one.credential.uuid,
            one.credential.number,
            one.claim.course_id,
            one.achievement.title,
            one.credential.awarded_at,
            one.version.valid_until,
            one.standing(now),
        )
        for one in credentials_held(session, *where)
    ]
