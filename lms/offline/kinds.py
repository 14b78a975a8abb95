"""Kinds of outbox entries: what a package registers so that its entries are judged and applied."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.offline.rules import Envelope, ReceiptState

Body = TypeVar("Body")


@dataclass(frozen=True)
class OfflineBatch(Generic[Body]):
    """Entries of one kind and subject that were not taken before, in order, each with its body as its kind read it."""

    session: Session
    person: Viewer
    subject: str
    entries: Sequence[tuple[Envelope, Body]]  # none where all were taken before
    now: datetime


@dataclass(frozen=True)
class EntryOutcome:
    """What became of one entry; `receipt` is remembered with it and told again, unless it is for later."""

    state: ReceiptState
    receipt: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BatchOutcome:
    """What became of every entry of a batch, in its order; `told` is said with each receipt and not remembered."""

    entries: Sequence[EntryOutcome]
    told: Mapping[str, Any] = field(default_factory=dict)


def as_it_is(receipt: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell a receipt as it is remembered."""
    return receipt


@dataclass(frozen=True)
class OfflineKind(Generic[Body]):
    """How entries of one kind are judged and applied.

    `read_body` knows nothing but the entry; BadInput refuses it. `apply` takes a batch in one transaction: RuleBroken
    refuses, NotFound and TooMany leave for later; what it raises for many entries is found out one by one.
    `tell` puts a remembered receipt into words of the language of the page.
    """

    name: str
    permission: str
    read_body: Callable[[Envelope], Body]
    apply: Callable[[OfflineBatch[Body]], BatchOutcome]
    tell: Callable[[Mapping[str, Any]], Mapping[str, Any]] = as_it_is
    own_receipts: bool = False  # its own rows know what came before: `apply` is handed all, and judges that itself
    latest_counts: bool = False  # what its device did later to the subject takes the place of what comes after that
    largest: int | None = None  # signs of a body; none: what a request may hold
