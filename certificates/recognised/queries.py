"""Credentials of other bodies, found; and the topics that people's credentials cover on a day."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.credentials.sources.scopes_in_force import scopes_of_certificates
from certificates.recognised import policy
from certificates.recognised.events import RecognisedClosed, RecognisedConfirmed, RecognisedEntered
from certificates.recognised.models import RecognisedCredential
from certificates.recognised.rules import RecognisedFacts, RecognisedState, state_on
from lms.access import Viewer
from lms.audited_rows import rows_of
from lms.errors import NotFound
from lms.ports import AuditedRecords


def state_of(row: RecognisedCredential, today: date) -> RecognisedState:
    """How one stands."""
    facts = RecognisedFacts(row.valid_until, confirmed=row.confirmed_at is not None, closed=row.closed_at is not None)
    return state_on(facts, today)


def scopes_in_force(session: Session, people: Collection[int], on: date) -> dict[int, frozenset[str]]:
    """By person the topics that their credentials cover on this day, ours and those of other bodies: rule 4.

    Who holds none is left out. Three queries for all, four where a certificate is being made.
    """
    ours, others = scopes_of_certificates(session, people, on), _of_other_bodies(session, people, on)
    nothing: frozenset[str] = frozenset()
    return {one: ours.get(one, nothing) | others.get(one, nothing) for one in ours.keys() | others.keys()}


def _of_other_bodies(session: Session, people: Collection[int], on: date) -> dict[int, frozenset[str]]:
    rows = session.execute(
        select(RecognisedCredential.person_id, RecognisedCredential.topics).where(
            RecognisedCredential.person_id.in_(people),
            RecognisedCredential.confirmed_at.is_not(None),
            RecognisedCredential.closed_at.is_(None),
            RecognisedCredential.valid_until >= on,
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for person_id, topics in rows:
        found[person_id].update(topics)
    return {person_id: frozenset(topics) for person_id, topics in found.items()}


def recognised_kept(session: Session, viewer: Viewer) -> list[RecognisedCredential]:
    """Those that a registrar keeps, what waits first, then newest first."""
    query = select(RecognisedCredential).where(policy.kept_by(viewer))
    waiting = RecognisedCredential.confirmed_at.is_(None) & RecognisedCredential.closed_at.is_(None)
    return list(session.scalars(query.order_by(waiting.desc(), RecognisedCredential.id.desc())))


def recognised_one(session: Session, viewer: Viewer, uuid: str) -> RecognisedCredential:
    """One that the viewer keeps as a registrar."""
    query = select(RecognisedCredential).where(RecognisedCredential.uuid == uuid, policy.kept_by(viewer))
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def recognised_of(session: Session, person_id: int) -> list[RecognisedCredential]:
    """Those of one person that were confirmed, newest first: recognised, not issued here."""
    query = select(RecognisedCredential).where(
        RecognisedCredential.person_id == person_id, RecognisedCredential.confirmed_at.is_not(None)
    )
    return list(session.scalars(query.order_by(RecognisedCredential.id.desc())))


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords(
        "credentials of other bodies",
        RecognisedEntered.name,
        rows_of(
            "person",
            RecognisedCredential.person_id,
            RecognisedCredential.id,
            recognised_id=RecognisedCredential.id,
            topics=RecognisedCredential.topics,
        ),
        paired_by="recognised_id",
    ),
    AuditedRecords(
        "credentials of other bodies that were confirmed",
        RecognisedConfirmed.name,
        rows_of(
            "person",
            RecognisedCredential.person_id,
            RecognisedCredential.id,
            RecognisedCredential.confirmed_at.is_not(None),
            recognised_id=RecognisedCredential.id,
        ),
        paired_by="recognised_id",
    ),
    AuditedRecords(
        "credentials of other bodies that were refused or ended",
        RecognisedClosed.name,
        rows_of(
            "person",
            RecognisedCredential.person_id,
            RecognisedCredential.id,
            RecognisedCredential.closed_at.is_not(None),
            recognised_id=RecognisedCredential.id,
            reason=RecognisedCredential.closed_reason,
        ),
        paired_by="recognised_id",
    ),
)
