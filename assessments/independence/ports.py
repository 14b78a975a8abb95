"""What independence asks of others: facts about pairs of people."""

from collections.abc import Collection
from typing import Protocol

from sqlalchemy.orm import Session

from assessments.independence.rules import Fact
from lms.manifest import Port


class ConflictFacts(Protocol):
    """One source of facts, such as who taught whom."""

    def between(self, session: Session, actors: Collection[int], people: Collection[int]) -> list[Fact]:
        """The facts from any of the actors to any of the people; one query, however many pairs."""
        ...


CONFLICT_FACTS: Port[ConflictFacts] = Port("facts of conflict")  # filled once for each source
