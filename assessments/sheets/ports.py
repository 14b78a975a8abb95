"""What sheets ask of the packages above: whose credential covers a topic, and since when a decision stands."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from lms.manifest import Port


class ExpertScopes(Protocol):
    """Tells whose credential in force, of ours or a recognised one, covers a topic."""

    def covering(self, session: Session, people: Collection[int], topic: str, on: date) -> frozenset[int]:
        """Those of these people whose credential covers the topic on this day; one query for all."""
        ...


class DecidedPerformances(Protocol):
    """Tells since when a decision rests on a performance."""

    def decided_at(self, session: Session, performances: Collection[int]) -> Mapping[int, datetime]:
        """The moment of the first decision, by performance; what no decision cites is left out; one query for all."""
        ...


EXPERT_SCOPES: Port[ExpertScopes] = Port("scopes of experts")
DECIDED_PERFORMANCES: Port[DecidedPerformances] = Port("decided performances")
