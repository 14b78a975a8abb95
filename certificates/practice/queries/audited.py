"""What the audit trail is compared with: every revision of the log."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from certificates.practice.events import PracticeCorrected, PracticeLogged, PracticeWithdrawn
from certificates.practice.models import PracticeEntry, PracticeRevision
from lms.audited_rows import next_of
from lms.ports import AuditedRecord, AuditedRecords

FIRST = PracticeRevision.no == 1
LATER = PracticeRevision.no > 1


def _revisions(
    *where: ColumnElement[bool], **said: InstrumentedAttribute[Any]
) -> Callable[[Session, int], list[AuditedRecord]]:
    """The revisions for which this holds, by person, in the order of their numbers."""

    def found(session: Session, after: int) -> list[AuditedRecord]:
        some = next_of(PracticeEntry.person_id, after)
        rows = session.execute(
            select(PracticeEntry.person_id, PracticeRevision.id, *said.values())
            .join(PracticeEntry, PracticeEntry.id == PracticeRevision.entry_id)
            .where(PracticeEntry.person_id.in_(some), *where)
            .order_by(PracticeEntry.person_id, PracticeRevision.id)
        )
        return [
            AuditedRecord(person, f"person:{person}", {"revision_id": number} | dict(zip(said, each, strict=True)))
            for person, number, *each in rows
        ]

    return found


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords(
        "entries of practice logs",
        PracticeLogged.name,
        _revisions(FIRST, kind=PracticeRevision.kind),
        paired_by="revision_id",
    ),
    AuditedRecords(
        "corrected entries of practice logs",
        PracticeCorrected.name,
        _revisions(LATER, PracticeRevision.withdrawn.is_(False), reason=PracticeRevision.reason),
        paired_by="revision_id",
    ),
    AuditedRecords(
        "withdrawn entries of practice logs",
        PracticeWithdrawn.name,
        _revisions(LATER, PracticeRevision.withdrawn.is_(True), reason=PracticeRevision.reason),
        paired_by="revision_id",
    ),
)
