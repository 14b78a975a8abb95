"""What people need of the packages above: slips of many people on paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.manifest import Port


@dataclass(frozen=True)
class PrintedSlip:
    """One slip to cut out: who it is for, and what they type."""

    name: str
    place: str  # unit and administration, so that whoever hands it out finds the person
    username: str
    code: str  # in groups, as people type it
    until: str  # the moment in words of the sheet's language


@dataclass(frozen=True)
class SlipSheet:
    """The slips of one file, and the words that stand on each of them."""

    title: str
    language: str
    words: Mapping[str, str]
    address: str  # where the code is typed; also as a code to scan
    slips: Sequence[PrintedSlip]
    made_at: datetime


SLIP_SHEETS: Port[Callable[[SlipSheet], bytes]] = Port("slip-sheets")  # makes one PDF
