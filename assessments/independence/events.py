"""What independence records: interests that people declare, and ties that somebody allowed."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class InterestDeclared(Event):
    """Somebody declared an interest; the subject is the person whom it concerns beside them."""

    name = "independence.interest-declared"
    said = N_("Interest declared")
    declaration_id: int


@dataclass(frozen=True, kw_only=True)
class InterestEnded(Event):
    """A declared interest does not stand any more; the subject is the person whom it concerned."""

    name = "independence.interest-ended"
    said = N_("Declared interest ended")
    declaration_id: int


@dataclass(frozen=True, kw_only=True)
class IndependenceWaived(Event):
    """Somebody allowed a tie between two people; the subject is the person about whom is decided."""

    name = "independence.waived"
    said = N_("Exception to independence allowed")
    waiver_id: int
    acting_id: int
    part: str
    tie: str
    reason: str
