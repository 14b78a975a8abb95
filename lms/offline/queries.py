"""Receipts of the outbox, always of one person."""

from collections.abc import Collection

from sqlalchemy import Integer, String, bindparam, func, select
from sqlalchemy.orm import Session

from lms.offline.models import OfflineReceipt
from lms.offline.rules import KnownEntry, ReceiptState

KNOWN = select(  # put together once: every request of an outbox asks it
    OfflineReceipt.entry_id, OfflineReceipt.kind, OfflineReceipt.subject, OfflineReceipt.state, OfflineReceipt.receipt
).where(
    OfflineReceipt.person_id == bindparam("person_id", type_=Integer),
    OfflineReceipt.entry_id.in_(bindparam("ids", type_=String, expanding=True)),
)


def known_entries(session: Session, person_id: int, ids: Collection[str]) -> dict[str, KnownEntry]:
    """What was decided under these ids before, in one query."""
    rows = session.execute(KNOWN, {"person_id": person_id, "ids": list(ids)})
    return {key: KnownEntry(kind, about, ReceiptState(state), told) for key, kind, about, state, told in rows}


def last_numbers(session: Session, person_id: int, kind: str, subject: str) -> dict[str, int]:
    """The last number that was taken from each device of a person, of one kind and subject."""
    rows = session.execute(
        select(OfflineReceipt.device, func.max(OfflineReceipt.seq))
        .where(
            OfflineReceipt.person_id == person_id,
            OfflineReceipt.kind == kind,
            OfflineReceipt.subject == subject,
            OfflineReceipt.state == ReceiptState.TAKEN,
        )
        .group_by(OfflineReceipt.device)
    )
    return dict(rows.all())
