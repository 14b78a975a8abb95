"""Happenings of tests, and the chain that the audit trail makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from lms import events
from lms.audit.queries import ChainReport, verify_chain
from lms.audit.services import seal_batch
from lms.audit.verification.records import compare_all
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


def records_apart(session: Session) -> list[str]:
    """Where the trail and the records of the packages say different things; in an application."""
    session.flush()
    return [words for one in compare_all(session, composition().audited) for words in one.faults]
