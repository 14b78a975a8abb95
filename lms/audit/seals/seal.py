"""A seal: how many entries the audit trail had at a moment, and the hash of the last; its form, and who vouches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

HASH_LENGTH = 64
TYPE = "audit-seal+jwt"  # the header `typ` of a signed seal


@dataclass(frozen=True)
class Restoration:
    """A restore: the trail went on from entry `entries` of a backup, while `known` entries had been sealed."""

    backup_made_at: datetime
    entries: int
    known: int


@dataclass(frozen=True)
class Seal:
    """Number and hash of the last entry that had a place in the chain; of a restore, what it went on from."""

    entries: int
    hash: str
    sealed_at: datetime
    restored: Restoration | None = None


class Vouching(StrEnum):
    """Who vouches for a seal."""

    SIGNED = "signed"  # a key of the issuer that is kept here
    UNSIGNED = "unsigned"  # nobody: there was no key yet, or it could not be used
    ELSEWHERE = "key-elsewhere"  # a key that the register names; its private half is not kept here
    COMPROMISED = "key-compromised"  # a key that others may have had
    STRANGER = "stranger"  # a key that is none of the issuer's
    BROKEN = "broken"  # the signature does not fit


UNBELIEVED = frozenset({Vouching.STRANGER, Vouching.BROKEN})


@dataclass(frozen=True)
class CheckedToken:
    """A signed seal as it was checked: who vouches for it, and what it says; none where it cannot be read."""

    vouching: Vouching
    content: Mapping[str, Any] | None
    key_id: str = ""


@dataclass(frozen=True)
class HeldSeal:
    """A seal with the place where it was found, such as a line of the file, and who vouches for it."""

    where: str
    seal: Seal
    vouching: Vouching


def as_data(seal: Seal) -> dict[str, Any]:
    """What is signed, and what a line of the file says; moments in whole seconds."""
    said: dict[str, Any] = {"entries": seal.entries, "hash": seal.hash, "sealed_at": instant(seal.sealed_at)}
    if seal.restored is not None:
        said["restored"] = {
            "backup_made_at": instant(seal.restored.backup_made_at),
            "entries": seal.restored.entries,
            "known": seal.restored.known,
        }
    return said


def from_data(said: object) -> Seal:
    """The seal that was written so; anything else is a ValueError."""
    if not isinstance(said, Mapping):
        raise ValueError("a seal is an object")
    again = said.get("restored")
    restored = None
    if again is not None:
        if not isinstance(again, Mapping):
            raise ValueError("a restore is an object")
        restored = Restoration(moment(again.get("backup_made_at")), number(again, "entries"), number(again, "known"))
    own = said.get("hash")
    if not isinstance(own, str) or len(own) != HASH_LENGTH:
        raise ValueError("the hash of a seal has 64 signs")
    return Seal(number(said, "entries"), own, moment(said.get("sealed_at")), restored)


def number(said: Mapping[str, Any], name: str) -> int:
    """A whole number from 0 on; anything else is a ValueError."""
    found = said.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise ValueError(f"{name} is not a number of entries")
    return found


def instant(at: datetime) -> str:
    """A moment as seals write it: whole seconds, UTC, `Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: object) -> datetime:
    """The moment that a seal writes; one without a time zone is a ValueError."""
    read = datetime.fromisoformat(str(text))
    if read.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return read.astimezone(UTC)
