"""What printed quizzes ask of the package that sets documents: sheets as a PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from lms.manifest import Port


@dataclass(frozen=True)
class PrintedPicture:
    """A picture of a question, as its file holds it."""

    data: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True)
class PaperSheet:
    """The sheet of one officer: whose it is, its code, and its questions as blocks; nothing of a key."""

    name: str
    username: str
    code: str
    address: str  # in its picture to scan
    time: str  # how much there is, in words
    questions: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class PaperSheets:
    """All that stands in one file of sheets."""

    title: str
    course: str
    language: str
    words: Mapping[str, str]
    sheets: Sequence[PaperSheet]
    pictures: Mapping[str, PrintedPicture]  # by address
    made_at: datetime


class PaperPrinter(Protocol):
    """Sets sheets of quizzes."""

    def unprintable(self, text: str) -> Sequence[str]:
        """The signs of a text that no font has."""
        ...

    def pdf(self, sheets: PaperSheets) -> bytes:
        """The sheets as one PDF, each on pages of its own."""
        ...


PRINTED_PAPERS: Port[PaperPrinter] = Port("printed papers")
