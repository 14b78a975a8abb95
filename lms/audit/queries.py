"""The audit trail read: what is sealed, what waits, and whether the chain holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry
from lms.audit.rules import FIRST, ChainFault, EntryContent, SealedEntry, fault_of

CONTENT = (AuditEntry.at, AuditEntry.name, AuditEntry.subject, AuditEntry.actor_id, AuditEntry.data)
WAITS = AuditEntry.seq.is_(None)


@dataclass(frozen=True)
class ChainReport:
    """How the chain stands: what is sealed, what waits, and the first number that does not hold; none: it holds.

    Entries cut off at the end leave a chain that holds: who writes down `last` can tell.
    """

    entries: int  # sealed ones, read up to the first that does not hold
    since: datetime | None  # the moments between which lies what they tell of
    until: datetime | None
    last: str
    waiting: int
    waiting_since: datetime | None
    fault: ChainFault | None = None

    @property
    def broken(self) -> int | None:
        """The number of the first entry that was changed, removed or put elsewhere."""
        return self.fault.number if self.fault else None


def last_sealed(session: Session) -> tuple[int, str]:
    """Number and hash of the entry that the next one follows on."""
    newest = select(AuditEntry.seq, AuditEntry.hash).where(~WAITS).order_by(AuditEntry.seq.desc()).limit(1)
    row = session.execute(newest).first()
    return (row.seq, row.hash) if row else (0, FIRST)


def unsealed(session: Session, limit: int) -> list[tuple[int, EntryContent]]:
    """Entries that have no seal yet, by id, whatever the ids of those that have one."""
    rows = session.execute(select(AuditEntry.id, *CONTENT).where(WAITS).order_by(AuditEntry.id).limit(limit))
    return [(row[0], EntryContent(*row[1:])) for row in rows]


def sealed_entries(session: Session, batch: int = 500) -> Iterator[SealedEntry]:
    """Every sealed entry by its number, some hundreds at a time."""
    columns = (AuditEntry.seq, AuditEntry.previous, AuditEntry.hash, *CONTENT)
    query = select(*columns).where(~WAITS).order_by(AuditEntry.seq).limit(batch)
    rows = session.execute(query).all()
    while rows:
        for number, previous, own, *said in rows:
            yield SealedEntry(number, EntryContent(*said), previous, own)
        rows = session.execute(query.where(AuditEntry.seq > rows[-1].seq)).all()


def verify_chain(session: Session) -> ChainReport:
    """Read the whole chain and say where it first breaks."""
    waiting, waiting_since = session.execute(select(func.count(), func.min(AuditEntry.at)).where(WAITS)).one()
    count, last = 0, FIRST
    since: datetime | None = None
    until: datetime | None = None
    fault: ChainFault | None = None
    for entry in sealed_entries(session):
        fault = fault_of(entry, number=count + 1, previous=last)
        if fault:
            break
        count, last, at = count + 1, entry.hash, entry.content.at
        since, until = min(since or at, at), max(until or at, at)
    return ChainReport(count, since, until, last, waiting, waiting_since, fault)
