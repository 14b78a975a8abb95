"""Who holds a certificate in force of which course: the port of courses."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import credentials_held
from certificates.credentials.rules.lifecycle import Standing
from certificates.credentials.sources.course_exam import course_of, course_ref
from courses.api import CredentialHeld


def credentials_in_force(
    session: Session, people: Collection[int], course_ids: Collection[int], now: datetime
) -> Mapping[tuple[int, int], CredentialHeld]:
    """By person and course, the certificate in force that ends last; two queries, three where one is being made."""
    refs = [course_ref(course_id) for course_id in course_ids]
    held = credentials_held(session, Credential.person_id.in_(people), Claim.source_ref.in_(refs))
    found: dict[tuple[int, int], CredentialHeld] = {}
    for one in held:
        if one.standing(now) is not Standing.IN_FORCE:
            continue
        key, until = (one.credential.person_id, course_of(one.claim.source_ref)), one.version.valid_until
        before = found.get(key)
        if before is None or (before.until is not None and (until is None or until > before.until)):
            found[key] = CredentialHeld(until)
    return found
