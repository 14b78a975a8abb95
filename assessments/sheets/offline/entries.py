"""Outbox entries of sheets: a sheet that a device sealed, and what a device says of itself.

The subject of a sealed sheet is its performance; its body is the JWE, and only this server opens it.
"""

from typing import Any, TypeGuard

from assessments.permissions import PracticalPermission
from assessments.sheets.offline.services.arriving import Brought, Waits, take_sealed
from assessments.sheets.offline.services.devices import HeardDevice, hear
from assessments.sheets.rules.states import Way
from assessments.sheets.sealing.content import LARGEST as LONGEST_GAP
from assessments.sheets.sealing.jwe import LARGEST, key_id_of
from assessments.sheets.sealing.key_ring import key_ring
from assessments.sheets.sealing.services import KeyAway
from assessments.sheets.services.arriving import Arrival
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.offline.kinds import BatchOutcome, EntryOutcome, OfflineBatch, OfflineKind
from lms.offline.rules import Envelope, ReceiptState

SEALED, HEARD = "sheets.sealed", "sheets.heard"
MOST_UNSENT = 10_000
STATES = {
    Arrival.TAKEN: ReceiptState.TAKEN,
    Arrival.KNOWN: ReceiptState.ALREADY,
    Arrival.DIFFERS: ReceiptState.TAKEN,
}


def read_sealed(entry: Envelope) -> str:
    """The JWE, of our one form; what is inside is read when it is opened."""
    if not isinstance(entry.body, str):
        raise BadInput("body", _("A sealed sheet must be one text."))
    try:
        key_id_of(entry.body)
    except RuleBroken as fault:
        raise BadInput("body", fault.message) from fault
    return entry.body


def read_heard(entry: Envelope) -> HeardDevice:
    """`{"unsent", "offset", "keeps"}`; the offset in milliseconds, to be added to the clock of the device."""
    body: dict[str, Any] = entry.body if isinstance(entry.body, dict) else {}
    unsent, offset = body.get("unsent"), body.get("offset")
    if not _is_whole(unsent) or not 0 <= unsent <= MOST_UNSENT:
        raise BadInput("body.unsent", _("This must be a whole number, 0 or more."))
    known = _is_whole(offset) and abs(offset) <= LONGEST_GAP
    return HeardDevice(entry.device, unsent, offset if known else None, body.get("keeps") is True)


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def apply_sealed(batch: OfflineBatch[str]) -> BatchOutcome:
    """Open each sheet and take it; it must be of the performance that the entry names, and of who sends it."""
    brought = Brought(by_id=batch.person.id, way=Way.DEVICE, now=batch.now)
    return BatchOutcome([_outcome(batch, sealed, brought) for _entry, sealed in batch.entries])


def _outcome(batch: OfflineBatch[str], sealed: str, brought: Brought) -> EntryOutcome:
    sender, subject = batch.person.uuid, batch.subject
    try:
        came = take_sealed(batch.session, key_ring(), sealed, brought, sender=sender, subject=subject)
    except KeyAway:
        words = _(
            "The server cannot open it now: a key is missing. Tell the administrator. The sheet stays on this device."
        )
        return EntryOutcome(ReceiptState.LATER, {"message": words})
    except Waits as fault:
        return EntryOutcome(ReceiptState.LATER, {"message": fault.message})
    return EntryOutcome(STATES[came.arrival], {"message": came.message} if came.message else {})


def apply_heard(batch: OfflineBatch[HeardDevice]) -> BatchOutcome:
    """Write down the last word of each device."""
    for _entry, heard in batch.entries:
        hear(batch.session, batch.person.id, heard, now=batch.now)
    return BatchOutcome([EntryOutcome(ReceiptState.TAKEN) for _ in batch.entries])


SEALED_KIND = OfflineKind(SEALED, PracticalPermission.SHEET_RATE, read_sealed, apply_sealed, largest=LARGEST + 2)
HEARD_KIND = OfflineKind(HEARD, PracticalPermission.SHEET_RATE, read_heard, apply_heard, latest_counts=True)
OFFLINE_KINDS: tuple[OfflineKind[str] | OfflineKind[HeardDevice], ...] = (SEALED_KIND, HEARD_KIND)
