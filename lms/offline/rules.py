"""Outbox protocol: which entries of a request are new, in which order they are applied, what was sent before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

CLOCK_SLACK = timedelta(hours=1)
KIND_LENGTH = 40  # signs of a name of a kind: what a request may hold, and what the column of receipts keeps
SUBJECT_LENGTH = 120
DEVICE_LENGTH = 40


@dataclass(frozen=True)
class Envelope:
    """One thing that a person did on a device, as the outbox of the device sends it."""

    id: str  # a UUID or a name as random, made on the device: however often it arrives, it counts once
    kind: str  # such as "courses.read"; says who judges the body
    subject: str  # what it is about, such as an attempt; entries of one subject are applied together
    device: str  # the name of the store on the device that numbered it
    seq: int  # its number there: the order in which things were done
    made_at: datetime | None  # what the clock of the device said: a remark, nothing is decided by it
    body: Any  # a JSON object, or a text where it is sealed; its kind reads it


class ReceiptState(StrEnum):
    """What became of an entry, as the page is told."""

    TAKEN = "taken"
    ALREADY = "already"  # nothing to do: it came before, or what it says stood already
    REFUSED = "refused"  # it will never be taken; the message says why
    LATER = "later"  # not judged: it stays on the device, and is kept there until it is decided


DECIDED = frozenset({ReceiptState.TAKEN, ReceiptState.ALREADY, ReceiptState.REFUSED})


class Judgement(StrEnum):
    """Where an entry stands among what was taken before."""

    NEW = "new"
    REPEATED = "repeated"  # answer with the receipt of the first time
    OVERTAKEN = "overtaken"  # its device did something later to the same subject, and that was taken
    MISUSED = "misused"  # its id belongs to something else


@dataclass(frozen=True)
class KnownEntry:
    """What is remembered of an entry that was decided."""

    kind: str
    subject: str
    state: ReceiptState
    receipt: Mapping[str, Any]


def grouped(entries: Iterable[Envelope]) -> list[tuple[Envelope, ...]]:
    """The entries of each kind and subject, the groups as they came first, each in order, and each id once."""
    groups: dict[tuple[str, str], dict[str, Envelope]] = {}
    for entry in entries:
        groups.setdefault((entry.kind, entry.subject), {}).setdefault(entry.id, entry)
    return [tuple(sorted(group.values(), key=lambda one: (one.device, one.seq))) for group in groups.values()]


def judge(entry: Envelope, known: KnownEntry | None, last_seq: int | None = None) -> Judgement:
    """Judge an entry against what was decided under its id, and the last number that was taken from its device.

    `last_seq` is given for kinds alone of which the latest counts; the others take each entry whenever it comes.
    """
    if known is not None:
        same = (known.kind, known.subject) == (entry.kind, entry.subject)
        return Judgement.REPEATED if same else Judgement.MISUSED
    return Judgement.OVERTAKEN if last_seq is not None and entry.seq < last_seq else Judgement.NEW


def repeated_state(first: ReceiptState) -> ReceiptState:
    """What an entry is told that comes again: what was refused stays refused, all else is there already."""
    return first if first is ReceiptState.REFUSED else ReceiptState.ALREADY


def clock_gap(said: datetime, now: datetime) -> timedelta | None:
    """How far the clock of a device is ahead (or behind: below zero); nothing where it is about right."""
    gap = said - now
    return gap if abs(gap) > CLOCK_SLACK else None
