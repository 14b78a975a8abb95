"""Payloads of the outbox: the request of a device read by its shape, with care; a fault says which part is wrong."""

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lms.errors import BadInput
from lms.i18n import _
from lms.offline.rules import DEVICE_LENGTH, KIND_LENGTH, SUBJECT_LENGTH, Envelope

LARGEST = 1024 * 1024  # bytes of one request
MOST = 100  # entries in one request
KIND = re.compile(rf"[a-z][a-z0-9.-]{{0,{KIND_LENGTH - 1}}}\Z")
SUBJECT = re.compile(rf"[A-Za-z0-9._:/-]{{1,{SUBJECT_LENGTH}}}\Z")  # an id, never a name that people give
ID = re.compile(r"[A-Za-z0-9_-]{16,36}\Z")  # of 16 signs, each of 64: 96 random bits
DEVICE = re.compile(rf"[A-Za-z0-9_-]{{1,{DEVICE_LENGTH}}}\Z")


@dataclass(frozen=True)
class UnreadableEntry:
    """An entry that is none: its place in the request, the part that is wrong, and a sentence for the page."""

    id: str | None
    field: str
    message: str


@dataclass(frozen=True)
class SyncRequest:
    """What a device sends: for whom, what its clock said then, and the entries in the order in which they came."""

    person: str
    sent_at: datetime | None
    entries: Sequence[Envelope | UnreadableEntry]

    @property
    def readable(self) -> list[Envelope]:
        """The entries that are such."""
        return [one for one in self.entries if isinstance(one, Envelope)]


def read_sync(data: bytes) -> SyncRequest:
    """`{"person", "sent_at", "entries": [{"id", "kind", "subject", "device", "seq", "made_at", "body"}]}`.

    One entry that cannot be read spoils no other; a request that is not of this shape is refused whole. Without
    "sent_at" the request was sent within a minute of the latest "made_at".
    """
    return read_document(parsed(data))


def parsed(data: bytes) -> Any:
    """JSON, or nothing where it is none or is nested without end."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def read_document(found: Any) -> SyncRequest:
    """The request, from JSON that was parsed."""
    if not isinstance(found, dict) or not isinstance(found.get("entries"), list):
        raise BadInput("entries", _("The request must be JSON with a list “entries”."))
    if not isinstance(found.get("person"), str):
        raise BadInput("person", _("The request must say whose entries these are."))
    entries = found["entries"]
    if not 0 < len(entries) <= MOST:
        raise BadInput("entries", _("Send between 1 and %(most)s entries at a time.", most=MOST))
    read = [_entry(one, f"entries[{place}]") for place, one in enumerate(entries)]
    said = read_moment(found.get("sent_at"))
    if "sent_at" not in found:
        said = max((one.made_at for one in read if isinstance(one, Envelope) and one.made_at), default=None)
    return SyncRequest(found["person"], said, read)


def _entry(one: Any, where: str) -> Envelope | UnreadableEntry:
    try:
        return _read(one, where)
    except BadInput as fault:
        return UnreadableEntry(_id(one.get("id")) if isinstance(one, dict) else None, fault.field, fault.message)


def _read(one: Any, where: str) -> Envelope:
    if not isinstance(one, dict):
        raise BadInput(where, _("Each entry is an object."))
    entry_id = _id(one.get("id"))
    if entry_id is None:
        raise BadInput(f"{where}.id", _("This must be a UUID, or 16 to 36 letters, digits, hyphens and underscores."))
    kind, subject, device = (
        _text(one.get(name), pattern, f"{where}.{name}")
        for name, pattern in (("kind", KIND), ("subject", SUBJECT), ("device", DEVICE))
    )
    seq, body = _whole(one.get("seq"), f"{where}.seq"), one.get("body")
    if not isinstance(body, dict | str):
        raise BadInput(f"{where}.body", _("This must be an object, or a text if it is sealed."))
    return Envelope(entry_id, kind, subject, device, seq, read_moment(one.get("made_at")), body)


def _id(text: Any) -> str | None:
    """A UUID in its usual form, however it is written, or a random name as it is."""
    if not isinstance(text, str):
        return None
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return text if ID.match(text) else None


def _text(text: Any, pattern: re.Pattern[str], where: str) -> str:
    if not isinstance(text, str) or pattern.match(text) is None:
        raise BadInput(where, _("This is missing, too long, or has characters that are not allowed."))
    return text


def _whole(value: Any, where: str) -> int:
    """A whole number that a column holds; JSON's true is none."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise BadInput(where, _("This must be a whole number, 0 or more."))
    return value


def read_moment(text: Any) -> datetime | None:
    """What a clock said, in UTC; a remark, so what cannot be read is none: a wrong clock must lose nothing."""
    try:
        said = datetime.fromisoformat(text) if isinstance(text, str) else None
        return said.astimezone(UTC) if said and said.tzinfo else None
    except (ValueError, OverflowError):
        return None
