"""What assessments ask of the packages above: protocols of rooms on paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.manifest import Port


@dataclass(frozen=True)
class ProtocolSheet:
    """A printed protocol: facts of the room, a row for each candidate, a line for each supervisor, and its words."""

    title: str
    language: str
    words: Mapping[str, str]
    facts: Sequence[tuple[str, str]]
    candidates: Sequence[tuple[str, str]]  # name and place
    supervisors: Sequence[str]
    made_at: datetime


PROTOCOL_SHEETS: Port[Callable[[ProtocolSheet], bytes]] = Port("protocol-sheets")  # makes one PDF
