"""Hash chain: what an entry's hash is taken over, and whether an entry stands where its number says."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

FIRST = "0" * 64  # what the first entry follows on


@dataclass(frozen=True)
class EntryContent:
    """What an entry says, as the table gives it back."""

    at: datetime
    name: str
    subject: str
    actor_id: int | None
    data: Any


@dataclass(frozen=True)
class SealedEntry:
    """An entry with its seal: the number, the hash of the entry before, and the hash over both."""

    number: int
    content: EntryContent
    previous: str
    hash: str


@dataclass(frozen=True)
class ChainFault:
    """The number in the chain that does not hold, and why."""

    number: int
    reason: str


def entry_hash(previous: str, said: EntryContent) -> str:
    """SHA-256 over the hash of the entry before and everything this one says; chains of 0.1 have the same form."""
    body = [previous, said.at.isoformat(), said.name, said.subject, said.actor_id, said.data]
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def sealed(number: int, previous: str, said: EntryContent) -> SealedEntry:
    """The entry with the seal of this place in the chain."""
    return SealedEntry(number, said, previous, entry_hash(previous, said))


def fault_of(entry: SealedEntry, *, number: int, previous: str) -> ChainFault | None:
    """Why the entry that was found next is not entry `number` behind the hash `previous`; none: it is."""
    if entry.number > number:
        return ChainFault(number, "it was removed, or its seal was taken away")
    if entry.number < number:
        return ChainFault(entry.number, "another entry has this number, or it was never given")
    if entry_hash(entry.previous, entry.content) != entry.hash:
        return ChainFault(number, "its words do not fit its hash")
    if entry.previous != previous:
        return ChainFault(number, "it does not follow on the one before it: one of them was changed, or put elsewhere")
    return None
