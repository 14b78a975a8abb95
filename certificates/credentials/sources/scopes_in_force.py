"""Which topics the certificates of our own schemes cover, of people who hold one in force."""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import credentials_held
from certificates.credentials.rules import evidence
from certificates.credentials.rules.award import scope_of
from certificates.credentials.rules.lifecycle import Standing
from certificates.schemes.rules.releasing import KIND


def scopes_of_certificates(session: Session, people: Collection[int], on: date) -> dict[int, frozenset[str]]:
    """By person the topics that their certificates of schemes cover until the end of this day, UTC.

    What is suspended, revoked, not signed yet, or ends on the day itself covers nothing; who holds none is left out.
    Two queries for all, three where one is being made.
    """
    evening = datetime.combine(on, time.max, UTC)
    of_schemes = Claim.source_ref.startswith(f"{KIND}:")
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    for one in credentials_held(session, Credential.person_id.in_(people), of_schemes):
        scope = scope_of(evidence.from_data(one.claim.evidence))
        if scope is not None and one.standing(evening) is Standing.IN_FORCE:
            found[one.credential.person_id] |= frozenset(scope.topics)
    return dict(found)
