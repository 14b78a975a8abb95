"""What happened, append-only and chained by hashes: every change of content, mark, right or award."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.db import Base, database

FIRST = "0" * 64


class AuditEntry(Base):
    """One thing that happened."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    name: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)  # kind and id, such as "person:7"
    actor_id: Mapped[int | None]  # no foreign key: the chain outlives the account
    data: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(unique=True)  # unique, so that the chain can never fork
    hash: Mapped[str] = mapped_column(unique=True)


NEWEST = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened; each kind is a class with its own `name`, which is never used again for another."""

    name: ClassVar[str]
    subject: str
    actor_id: int | None
    at: datetime

    def data(self) -> dict[str, Any]:
        """What this kind of event adds to subject, actor and moment."""
        own = {f.name for f in fields(Event)}
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in own}


Listener = Callable[[Session, Any], None]
_listeners: dict[type[Event], list[Listener]] = defaultdict(list)
_kinds: dict[str, type[Event]] = {}


def listen(kind: type[Event], listener: Listener) -> None:
    """Have `listener` called, in the same transaction, whenever this kind of event is recorded."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def entry_hash(previous: str, *, at: datetime, name: str, subject: str, actor_id: int | None, data: Any) -> str:
    """SHA-256 over the entry before and everything this one says."""
    body = [previous, at.isoformat(), name, subject, actor_id, data]
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def record(session: Session, happened: Event) -> AuditEntry:
    """Append the event to the chain and tell who listens."""
    known = _kinds.setdefault(happened.name, type(happened))
    if known is not type(happened):
        raise ValueError(f"The event name {happened.name} belongs to {known.__name__}.")
    database().lock_audit_chain(session)
    last = session.scalars(NEWEST).first() or FIRST
    said: dict[str, Any] = {
        "at": happened.at.astimezone(UTC),  # as it will be read again
        "name": happened.name,
        "subject": happened.subject,
        "actor_id": happened.actor_id,
        "data": json.loads(json.dumps(happened.data())),
    }
    entry = AuditEntry(**said, previous=last, hash=entry_hash(last, **said))
    session.add(entry)
    session.flush()
    for listener in _listeners[type(happened)]:
        listener(session, happened)
    return entry


@dataclass(frozen=True)
class ChainReport:
    """How many entries were read, the hash of the last, and the first one that does not fit; none: the chain holds.

    Entries cut off at the end leave a chain that holds: who writes down `last` can tell.
    """

    entries: int
    broken_id: int | None
    reason: str = ""
    last: str = FIRST


def _entries(session: Session, batch: int = 500) -> Iterator[AuditEntry]:
    """Every entry in order, some hundreds at a time."""
    last = 0
    while found := session.scalars(
        select(AuditEntry).where(AuditEntry.id > last).order_by(AuditEntry.id).limit(batch)
    ).all():
        yield from found
        last = found[-1].id


def verify_chain(session: Session) -> ChainReport:
    """Read the whole chain and say where it first breaks."""
    expected, count = FIRST, 0
    for entry in _entries(session):
        count += 1
        if entry.previous != expected:
            return ChainReport(count, entry.id, "an entry before it is missing or was changed")
        found = entry_hash(
            entry.previous,
            at=entry.at,
            name=entry.name,
            subject=entry.subject,
            actor_id=entry.actor_id,
            data=entry.data,
        )
        if found != entry.hash:
            return ChainReport(count, entry.id, "its words do not fit its hash")
        expected = entry.hash
    return ChainReport(count, None, last=expected)
