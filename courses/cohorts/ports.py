"""What cohorts need of the packages above: the roll of a meeting on paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.manifest import Port


@dataclass(frozen=True)
class RollSheet:
    """A printed roll: whose, and a line for each person to sign; what is written already stands in it."""

    title: str
    language: str
    words: Mapping[str, str]
    facts: Sequence[tuple[str, str]]  # of the meeting
    people: Sequence[tuple[str, str, str]]  # name, place of work, what the roll says already
    empty: int  # lines for whoever is not on it
    made_at: datetime


ROLL_SHEETS: Port[Callable[[RollSheet], bytes]] = Port("roll sheets")  # makes one PDF
