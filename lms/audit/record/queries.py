"""Entries of the audit trail as its readers ask for them, newest first, by key and never by offset."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, literal, select, tuple_
from sqlalchemy.orm import Session

from lms.access import Permission, Viewer
from lms.audit.models import AuditEntry
from lms.audit.record.policy import visible_to
from lms.db import UtcMoment
from lms.people.api import people_in_scope
from lms.people.models import Person

SIZE = 50  # entries of a page


@dataclass(frozen=True)
class RecordFilter:
    """What of the record is wanted; what is left empty narrows nothing."""

    name: str = ""  # of the event
    subject: str = ""
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None  # the first moment that is too late


@dataclass(frozen=True)
class RecordPage:
    """Some entries, and before which one the next page begins; none: there is nothing older."""

    entries: Sequence[AuditEntry]
    older: int | None


def record_page(session: Session, viewer: Viewer, wanted: RecordFilter, *, before: int | None = None) -> RecordPage:
    """The newest entries that this person reads, or those that are older than the one with the id `before`."""
    query = _entries(viewer, wanted)
    if before is not None and (at := session.scalar(select(AuditEntry.at).where(AuditEntry.id == before))) is not None:
        query = query.where(_order() < tuple_(literal(at, UtcMoment()), literal(before)))
    found = session.scalars(query.limit(SIZE + 1)).all()
    return RecordPage(found[:SIZE], found[SIZE - 1].id if len(found) > SIZE else None)


def record_whole(session: Session, viewer: Viewer, wanted: RecordFilter, most: int) -> Sequence[AuditEntry]:
    """The same without pages, up to `most`."""
    return session.scalars(_entries(viewer, wanted).limit(most)).all()


def actor_reached(session: Session, viewer: Viewer, uuid: str) -> int | None:
    """The person of this public id, if the viewer reads what happens to them."""
    reached = people_in_scope(viewer, Permission.AUDIT_READ, Person.id.expression)
    return session.scalars(select(Person.id).where(Person.uuid == uuid, reached)).one_or_none()


def _entries(viewer: Viewer, wanted: RecordFilter) -> Select[AuditEntry]:
    """What this person reads of the record, newest first."""
    return select(AuditEntry).where(visible_to(viewer), *_narrowed(wanted)).order_by(*_newest_first())


def _order() -> ColumnElement[tuple[datetime, int]]:
    """Moment first, since times of phones come late; the id where two are alike."""
    return tuple_(AuditEntry.at, AuditEntry.id)


def _newest_first() -> tuple[ColumnElement[datetime], ColumnElement[int]]:
    return AuditEntry.at.desc(), AuditEntry.id.desc()


def _narrowed(wanted: RecordFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.name:
        found.append(AuditEntry.name == wanted.name)
    if wanted.subject:
        found.append(AuditEntry.subject == wanted.subject)
    if wanted.actor_id is not None:
        found.append(AuditEntry.actor_id == wanted.actor_id)
    if wanted.since is not None:
        found.append(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        found.append(AuditEntry.at < wanted.until)
    return found
