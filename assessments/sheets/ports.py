"""What sheets ask of the packages above: since when a decision stands."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from lms.manifest import Port


class DecidedPerformances(Protocol):
    """Tells since when a decision rests on a performance."""

    def decided_at(self, session: Session, performances: Collection[int]) -> Mapping[int, datetime]:
        """The moment of the first decision, by performance; what no decision cites is left out; one query for all."""
        ...


DECIDED_PERFORMANCES: Port[DecidedPerformances] = Port("decided performances")
