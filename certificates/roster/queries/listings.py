"""What holders said of being found, and the certificates in force of those who agreed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import HeldCredential, credentials_held
from certificates.credentials.rules import evidence
from certificates.credentials.rules.award import scope_of
from certificates.credentials.rules.lifecycle import Standing
from certificates.permissions import SchemePermission
from certificates.roster.models import RosterListing
from certificates.roster.rules import ListedCertificate, Listing
from certificates.schemes.rules.releasing import KIND, scheme_of
from lms.access import Viewer
from lms.people.api import people_in_scope, people_info

OF_SCHEMES = Claim.source_ref.startswith(f"{KIND}:")


@dataclass(frozen=True)
class ListedHolder:
    """Somebody who may be found: what they said, and their certificates in force, each as rules and pages read it."""

    person_id: int
    listing: Listing
    certificates: Sequence[tuple[ListedCertificate, HeldCredential]]


def listing_of(row: RosterListing) -> Listing:
    """What a row says, as rules read it."""
    return Listing(row.listed, frozenset(row.languages), row.is_away, row.first, row.last)


def listing_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """What home asks first: whether a holder of a certificate of a scheme never said if they may be found."""
    if not person.may(SchemePermission.CANDIDACY_OWN):
        return []
    said = select(RosterListing.id).where(RosterListing.person_id == person.id)
    held = select(Credential.id).join(Claim, Claim.id == Credential.claim_id)
    return [held.where(Credential.person_id == person.id, OF_SCHEMES, ~said.exists()).exists()]


def own_listing(session: Session, person_id: int) -> RosterListing | None:
    """What somebody said last; none where they were never asked or never answered."""
    query = select(RosterListing).where(RosterListing.person_id == person_id).order_by(RosterListing.id.desc())
    return session.scalars(query.limit(1)).first()


def holds_in_force(session: Session, viewer: Viewer, now: datetime) -> bool:
    """Whether the viewer holds a certificate of a scheme that is in force now; one query."""
    held = credentials_held(session, Credential.person_id == viewer.id, OF_SCHEMES)
    return any(one.standing(now) is Standing.IN_FORCE for one in held)


def certificates_in_force(
    session: Session, people: Collection[int], now: datetime
) -> dict[int, list[tuple[ListedCertificate, HeldCredential]]]:
    """By person the certificates of schemes that are in force now: not suspended, expired or revoked.

    A constant number of queries.
    """
    held = credentials_held(session, Credential.person_id.in_(people), OF_SCHEMES)
    info = people_info(session, {one.credential.person_id for one in held}) if held else {}
    found: dict[int, list[tuple[ListedCertificate, HeldCredential]]] = defaultdict(list)
    for one in held:
        person = info.get(one.credential.person_id)
        if one.standing(now) is not Standing.IN_FORCE or person is None or person.closed:
            continue
        scope = scope_of(evidence.from_data(one.claim.evidence))
        topics = frozenset(scope.topics) if scope else frozenset()
        listed = ListedCertificate(scheme_of(one.claim.source_ref), topics, person.country or "")
        found[person.id].append((listed, one))
    return found


def listed_holders(
    session: Session, viewer: Viewer, now: datetime, among: Collection[int] | None = None
) -> list[ListedHolder]:
    """Everybody whom this body may find: who agreed, holds a certificate in force, and is in the reach of its right.

    `among`: of these alone. Never the viewer themselves. A constant number of queries.
    """
    newest = select(func.max(RosterListing.id)).group_by(RosterListing.person_id)
    query = select(RosterListing).where(
        RosterListing.id.in_(newest),
        RosterListing.listed,
        RosterListing.person_id != viewer.id,
        people_in_scope(viewer, SchemePermission.ROSTER_SEARCH, RosterListing.person_id.expression),
    )
    if among is not None:
        query = query.where(RosterListing.person_id.in_(among))
    listings: Mapping[int, Listing] = {row.person_id: listing_of(row) for row in session.scalars(query)}
    held = certificates_in_force(session, listings.keys(), now) if listings else {}
    return [ListedHolder(one, listings[one], held[one]) for one in sorted(held)]
