"""Happenings of tests, and the chain that the audit trail makes of them."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Join, Select, Table, event, select
from sqlalchemy.orm import ORMExecuteState, Session

from lms import events
from lms.audit.models import AuditEntry
from lms.audit.queries import ChainReport, counts_by_name, verify_chain
from lms.audit.services import seal_batch
from lms.audit.verification.records import compare
from lms.db import Base
from lms.manifest import composition

NOW = datetime(2026, 11, 25, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class ThingChanged(events.Event):
    """A thing of a test was changed."""

    name = "test.thing-changed"
    before: object = None
    after: object = None


def happen(session: Session, subject: str = "thing:1", *, at: datetime = NOW, after: object = None) -> None:
    """Have something happen."""
    events.publish(session, ThingChanged(subject=subject, actor_id=7, at=at, after=after))


def sealed_chain(session: Session) -> ChainReport:
    """Seal what waits, and check the chain."""
    while seal_batch(session):
        pass
    session.expire_all()
    return verify_chain(session)


def chain_is_whole(session: Session) -> bool:
    """Whether something was written down, all of it can be sealed, and the chain then holds."""
    report = sealed_chain(session)
    return report.entries > 0 and report.waiting == 0 and report.broken is None


FIRST_TABLES: dict[str, str] = {}  # by the title of a kind: the table without a row of which it has no record


def records_apart(session: Session) -> list[str]:
    """Where the trail and the records of the packages say different things; in an application.

    A kind without an entry and without a row in the table that its records begin with has nothing to compare.
    """
    session.flush()
    totals, filled = counts_by_name(session), filled_tables(session)
    found = []
    for kind in composition().audited:
        total = totals.get(kind.event, 0)
        first = FIRST_TABLES.get(kind.title)
        if total or first is None or not first or first in filled:
            with first_table(session, kind.title):
                found.append(compare(session, kind, total))
    return [words for one in found for words in one.faults]


@contextmanager
def first_table(session: Session, title: str) -> Iterator[None]:
    """Notes once which table the first statement inside begins with; an empty word where it is no plain one."""

    def note(asked: ORMExecuteState) -> None:
        if title not in FIRST_TABLES:
            froms = asked.statement.get_final_froms() if isinstance(asked.statement, Select) else []
            first = froms[0] if len(froms) == 1 else None
            while isinstance(first, Join):
                first = first.left
            FIRST_TABLES[title] = first.name if isinstance(first, Table) else ""

    event.listen(session, "do_orm_execute", note)
    try:
        yield
    finally:
        event.remove(session, "do_orm_execute", note)


def filled_tables(session: Session) -> frozenset[str]:
    """The tables that have a row, by one statement."""
    return frozenset(session.connection().exec_driver_sql(_filled()).scalars())


@functools.cache
def _filled() -> str:
    names = Base.metadata.tables
    return " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)


def entries(session: Session, kind: str | type[events.Event]) -> list[AuditEntry]:
    """What the record has of this kind of happening, the oldest first."""
    name = kind if isinstance(kind, str) else kind.name
    return list(session.scalars(select(AuditEntry).where(AuditEntry.name == name).order_by(AuditEntry.id)))


def told(session: Session, name: str) -> list[tuple[str, int | None, dict[str, object]]]:
    """The same, alone about what, by whom, and its data."""
    return [(row.subject, row.actor_id, row.data) for row in entries(session, name)]
