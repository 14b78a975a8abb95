"""The audit trail read: what is sealed, what waits, and whether the chain holds."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry
from lms.audit.rules import FIRST, ChainFault, EntryContent, SealedEntry, fault_of

CONTENT = (AuditEntry.at, AuditEntry.name, AuditEntry.subject, AuditEntry.actor_id, AuditEntry.data)
WAITS = AuditEntry.seq.is_(None)


@dataclass(frozen=True)
class ChainReport:
    """How the chain stands: what is sealed, what waits, and the first number that does not hold; none: it holds.

    Entries cut off at the end leave a chain that holds: the seals that are kept elsewhere tell.
    """

    entries: int  # sealed ones, read up to the first that does not hold
    since: datetime | None  # the moments between which lies what they tell of
    until: datetime | None
    last: str
    waiting: int
    waiting_since: datetime | None
    fault: ChainFault | None = None
    hashes: Mapping[int, str] = field(default_factory=dict, repr=False)  # of the entries that were asked for

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


def sealed_entries(session: Session, batch: int = 500, *, after: int = 0) -> Iterator[SealedEntry]:
    """Every sealed entry behind a number, some hundreds at a time."""
    columns = (AuditEntry.seq, AuditEntry.previous, AuditEntry.hash, *CONTENT)
    query = select(*columns).where(~WAITS).order_by(AuditEntry.seq).limit(batch)
    rows = session.execute(query.where(AuditEntry.seq > after) if after else query).all()
    while rows:
        for number, previous, own, *said in rows:
            yield SealedEntry(number, EntryContent(*said), previous, own)
        rows = session.execute(query.where(AuditEntry.seq > rows[-1].seq)).all()


def verify_chain(session: Session, wanted: Collection[int] = (), *, after: int = 0, last: str = FIRST) -> ChainReport:
    """Read the chain and say where it first breaks; the `wanted` hashes are handed on.

    From the beginning, or what comes `after` an entry whose hash is `last`.
    """
    waiting, waiting_since = session.execute(select(func.count(), func.min(AuditEntry.at)).where(WAITS)).one()
    count, hashes = after, {}
    since: datetime | None = None
    until: datetime | None = None
    fault: ChainFault | None = None
    for entry in sealed_entries(session, after=after):
        fault = fault_of(entry, number=count + 1, previous=last)
        if fault:
            break
        count, last, at = count + 1, entry.hash, entry.content.at
        if count in wanted:
            hashes[count] = last
        since, until = min(since or at, at), max(until or at, at)
    return ChainReport(count, since, until, last, waiting, waiting_since, fault, hashes)


def hashes_at(session: Session, numbers: Collection[int]) -> dict[int, str]:
    """The hashes of these entries as they stand, whether the chain holds or not."""
    rows = session.execute(select(AuditEntry.seq, AuditEntry.hash).where(AuditEntry.seq.in_(numbers)))
    return {number: own for number, own in rows if number is not None and own is not None}


def moment_of(session: Session, number: int) -> datetime | None:
    """When that happened of which an entry tells; none where there is no such entry."""
    return session.scalars(select(AuditEntry.at).where(AuditEntry.seq == number)).first()


@dataclass(frozen=True)
class ToldEntry:
    """What an entry says of its subject; `number` is none until it is sealed."""

    id: int
    number: int | None
    subject: str
    data: Mapping[str, Any]


TOLD = (AuditEntry.id, AuditEntry.seq, AuditEntry.subject, AuditEntry.data)


def told_of(session: Session, name: str, subjects: Sequence[str]) -> list[ToldEntry]:
    """The entries of one name about these subjects, in the order in which they were written."""
    query = select(*TOLD).where(AuditEntry.subject.in_(subjects), AuditEntry.name == name).order_by(AuditEntry.id)
    return [ToldEntry(*row) for row in session.execute(query)]


def told_by_name(session: Session, name: str, after: int, most: int) -> list[ToldEntry]:
    """The next entries of one name behind an id."""
    query = select(*TOLD).where(AuditEntry.name == name, AuditEntry.id > after).order_by(AuditEntry.id).limit(most)
    return [ToldEntry(*row) for row in session.execute(query)]


def counts_by_name(session: Session) -> dict[str, int]:
    """How many entries of each name there are, sealed or not."""
    counted = session.execute(select(AuditEntry.name, func.count()).group_by(AuditEntry.name))
    return dict(counted.all())
