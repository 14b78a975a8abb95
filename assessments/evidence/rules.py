"""What evidence must say, what stands for it as a digest, and how a witness's word stands."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, auto

LINK_LIFE = timedelta(days=60)  # of a witness's link
MOST_WITNESSES = 3  # asked about one piece of evidence, ever
LETTERS_A_DAY = 10  # to witnesses of one person
MOST_CODES = 20
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
BETWEEN = re.compile(r"[\s,;]+")
EARLIEST = date(1990, 1, 1)
SHORTEST_NAME = 3  # letters of a part of a name


class OwnEvidenceKind(StrEnum):
    """What somebody did."""

    TRAINING = auto()
    MISSION = auto()
    OPERATION = auto()
    DOCUMENT = auto()
    SELF_REVIEW = "self-review"
    OTHER = auto()


class PeopleShown(StrEnum):
    """Whether people can be recognised in the files, and whether they agreed."""

    NOBODY = auto()
    AGREED = auto()


class WitnessEnd(StrEnum):
    """How a witness's request ended."""

    CONFIRMED = auto()
    DECLINED = auto()
    WITHDRAWN = auto()


class WitnessState(StrEnum):
    """How a witness's request stands."""

    WAITING = auto()
    CONFIRMED = auto()
    DECLINED = auto()
    WITHDRAWN = auto()
    EXPIRED = auto()


class WrongCodes(Exception):
    """What was typed is no list of competence codes; `wrong` is the first that is none, empty where there are many."""

    def __init__(self, wrong: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong


@dataclass(frozen=True)
class EvidenceContent:
    """What a piece of evidence says, for its digest; `files` are the SHA-256 of what is kept."""

    kind: str
    title: str
    day: str
    place: str
    text: str
    competences: Sequence[str]
    people_shown: str
    files: Sequence[str]


@dataclass(frozen=True)
class WitnessWord:
    """What a witness said, and as whom."""

    name: str
    function: str
    words: str
    at: str


def competence_codes(typed: str) -> list[str]:
    """The codes in what was typed, each once, in their order; between them blanks, commas or semicolons."""
    found = list(dict.fromkeys(code for code in BETWEEN.split(typed) if code))
    wrong = next((code for code in found if not CODE.fullmatch(code)), None)
    if wrong is not None:
        raise WrongCodes(wrong)
    if len(found) > MOST_CODES:
        raise WrongCodes("")
    return found


def content_digest(content: EvidenceContent) -> str:
    """SHA-256 of what a piece of evidence says; its files count in any order."""
    said = [
        content.kind,
        content.title,
        content.day,
        content.place,
        content.text,
        list(content.competences),
        content.people_shown,
        sorted(content.files),
    ]
    return _digest(said)


def digest_with(content: str, words: Iterable[WitnessWord]) -> str:
    """SHA-256 of a piece of evidence with what witnesses said by now: another word makes another digest."""
    return _digest([content, sorted([one.name, one.function, one.words, one.at] for one in words)])


def without_name(text: str, name: str, alias: str) -> str:
    """A text in which the parts of a person's name, of three letters or more, give way to an alias.

    A nickname stays: what people write of themselves is read by a person before it is handed on.
    """
    parts = sorted({part for part in re.split(r"[^\w]+", name) if len(part) >= SHORTEST_NAME}, key=len, reverse=True)
    if not parts:
        return text
    any_part = rf"\b(?:{'|'.join(map(re.escape, parts))})\b"
    return re.sub(rf"{any_part}(?:[\W_]{{1,2}}{any_part})*", lambda _found: alias, text, flags=re.IGNORECASE)


def _digest(said: object) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def witness_state(asked_at: datetime, ended: WitnessEnd | None, now: datetime) -> WitnessState:
    """How a request stands at a moment."""
    if ended is not None:
        return WitnessState(ended)
    return WitnessState.EXPIRED if now >= asked_at + LINK_LIFE else WitnessState.WAITING
