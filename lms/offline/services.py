"""Receiving entries of an outbox: each is judged and applied once, in order, and its receipt is remembered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.errors import BadInput, NotFound, RuleBroken, TooMany
from lms.i18n import _
from lms.inserts import insert_many
from lms.offline import queries
from lms.offline.kinds import BatchOutcome, EntryOutcome, OfflineBatch, OfflineKind
from lms.offline.models import OfflineReceipt
from lms.offline.rules import DECIDED, Envelope, Judgement, KnownEntry, ReceiptState, judge, repeated_state


@dataclass(frozen=True)
class EntryReceipt:
    """What the page is told of one entry."""

    id: str | None
    state: ReceiptState
    more: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The receipt as the page reads it."""
        return {"id": self.id, "state": self.state, **self.more}


def receive(
    session: Session, kind: OfflineKind[Any], person: Viewer, entries: Sequence[Envelope], *, now: datetime
) -> list[EntryReceipt]:
    """Take entries of one kind and subject, in their order, in one transaction; those that came before are told again.

    A receipt is true only when this transaction is committed. What came at the same moment by another request breaks
    on the unique id: the caller begins anew, and then finds its receipt.
    """
    subject = entries[0].subject
    ids = [one.id for one in entries]
    known = {} if kind.own_receipts else queries.known_entries(session, person.id, ids)
    last = queries.last_numbers(session, person.id, kind.name, subject) if kind.latest_counts else {}
    judged = {one.id: _judge(kind, one, known.get(one.id), last.get(one.device)) for one in entries}
    new = [(one, judged[one.id]) for one in entries if not isinstance(judged[one.id], EntryOutcome)]
    applied = kind.apply(OfflineBatch(session, person, subject, new, now))
    came_to = dict(zip((one.id for one, _body in new), applied.entries, strict=True))
    if not kind.own_receipts:
        _remember(session, person.id, [(one, came_to[one.id]) for one, _body in new], now)
    return [_told(kind, one, came_to.get(one.id) or judged[one.id], applied) for one in entries]


def _judge(kind: OfflineKind[Any], entry: Envelope, known: KnownEntry | None, last_seq: int | None) -> Any:
    """The body that is to be applied, or what becomes of the entry without that."""
    match judge(entry, known, last_seq):
        case Judgement.REPEATED if known is not None:
            return EntryOutcome(repeated_state(known.state), known.receipt)
        case Judgement.OVERTAKEN:
            return EntryOutcome(ReceiptState.ALREADY, {"overtaken": True})
        case Judgement.MISUSED:
            return EntryOutcome(ReceiptState.REFUSED, {"message": _("Another entry already has this id.")})
    try:
        if kind.largest is not None and len(json.dumps(entry.body, ensure_ascii=False)) > kind.largest:
            raise BadInput("body", _("This is too long. Nothing of it was saved."))
        return kind.read_body(entry)
    except BadInput as fault:
        return EntryOutcome(ReceiptState.REFUSED, {"message": fault.message, "field": fault.field})


def _remember(
    session: Session, person_id: int, decided: Sequence[tuple[Envelope, EntryOutcome]], now: datetime
) -> None:
    rows = [
        {
            "person_id": person_id,
            "entry_id": entry.id,
            "kind": entry.kind,
            "subject": entry.subject,
            "device": entry.device,
            "seq": entry.seq,
            "state": outcome.state,
            "receipt": dict(outcome.receipt),
            "made_at": entry.made_at,
            "at": now,
        }
        for entry, outcome in decided
        if outcome.state in DECIDED
    ]
    if rows:
        insert_many(session, OfflineReceipt, rows)


def _told(kind: OfflineKind[Any], entry: Envelope, outcome: EntryOutcome, applied: BatchOutcome) -> EntryReceipt:
    return EntryReceipt(entry.id, outcome.state, {**kind.tell(outcome.receipt), **applied.told})


def not_taken(entry: Envelope, fault: RuleBroken | NotFound) -> EntryReceipt:
    """The receipt of an entry whose applying was broken off by a rule; nothing of it is remembered."""
    if isinstance(fault, NotFound):
        return for_later(entry, _("This does not exist here now. It stays on this device."))
    if isinstance(fault, TooMany):
        return for_later(entry, fault.message)
    return EntryReceipt(entry.id, ReceiptState.REFUSED, {"message": fault.message})


def for_later(entry: Envelope, message: str, *, soon: bool = False) -> EntryReceipt:
    """The receipt of an entry that stays on its device; `soon` asks the page to send it again by itself."""
    return EntryReceipt(entry.id, ReceiptState.LATER, {"message": message, **({"again": True} if soon else {})})
