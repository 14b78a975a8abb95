"""What people need of the packages above: slips of many people on paper, and what is known of one person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.access import Viewer
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


@dataclass(frozen=True)
class PersonPart:
    """A part of the page of a person: what it shows, and the template that shows it, which is handed it as `part`."""

    template: str
    content: Any


@dataclass(frozen=True)
class PersonAsked:
    """Of whom a part is asked: the person, which rights of the viewer reach them, and when it is."""

    id: int
    time_zone: str
    rights: frozenset[str]
    now: datetime


@dataclass(frozen=True)
class PersonPartSource:
    """What one area tells of a person, to whoever holds one of these rights over them."""

    rights: frozenset[str]
    part: Callable[[Session, Viewer, PersonAsked], PersonPart]


PERSON_PARTS: Port[PersonPartSource] = Port("parts of the page of a person")  # many may fill it
