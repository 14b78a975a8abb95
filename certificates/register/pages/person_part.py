"""The certificates of one person as a part of their page, for those who answer for them or manage certificates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from certificates.credentials.models import Credential
from certificates.credentials.policy import column
from certificates.credentials.queries.held import credentials_held
from certificates.permissions import CertificatePermission
from certificates.register.labels import STANDINGS
from courses.api import CoursePermission
from lms.access import Viewer
from lms.people.api import PersonAsked, PersonPart, PersonPartSource


@dataclass(frozen=True)
class CertificateLine:
    """A certificate of somebody in a list."""

    title: str
    earned_at: datetime
    until: datetime | None
    state: tuple[Any, str]
    url: str  # its page, for who manages it; else empty


def certificates_part(session: Session, viewer: Viewer, person: PersonAsked) -> PersonPart:
    """The certificates of a person, the newest first."""
    manages = CertificatePermission.CREDENTIAL_MANAGE in person.rights
    lines = [
        CertificateLine(
            title=held.achievement.title,
            earned_at=held.claim.earned_at,
            until=held.version.valid_until,
            state=STANDINGS[held.standing(person.now)],
            url=url_for("credentials.one", uuid=held.credential.uuid) if manages else "",
        )
        for held in credentials_held(session, column(Credential.person_id) == person.id)
    ]
    return PersonPart("register/_person.html", lines)


CERTIFICATES_PART = PersonPartSource(
    frozenset({CertificatePermission.CREDENTIAL_MANAGE, CoursePermission.PROGRESS_SEE}), certificates_part
)
