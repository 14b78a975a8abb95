"""Item exposure: who saw questions with their keys, and what a pass is worth after that."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SeenPool:
    """The questions, by their names, that somebody saw with their keys at a moment."""

    items: frozenset[str]
    at: datetime


def keys_seen_at(pool: Collection[str], views: Iterable[SeenPool]) -> datetime | None:
    """Since when somebody knows the key of a question of this pool; a question that was reworded is the same."""
    return min((one.at for one in views if not one.items.isdisjoint(pool)), default=None)


def earns_certificate(seen_at: datetime | None, passed_at: datetime) -> bool:
    """Whether a pass may be certified: whoever saw keys before it, or at the same moment, may not hold one by it."""
    return seen_at is None or passed_at < seen_at
