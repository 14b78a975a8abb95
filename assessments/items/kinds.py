"""What every kind of item can do, and the values that kinds share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol, TypeVar

from assessments.items.entry import Entry
from lms.errors import RuleBroken

Form = Mapping[str, Sequence[str]]
Json = dict[str, Any]


class KindName(StrEnum):
    """The kinds of items, by the name that question files use."""

    ONE_CHOICE = "one-choice"
    SEVERAL_CHOICES = "several-choices"
    TRUE_FALSE = "true-false"
    NUMBER = "number"
    SPOT = "spot"
    ANGLE = "angle"
    MATCHING = "matching"
    ORDERING = "ordering"
    GAPS = "gaps"
    SHORT_TEXT = "short-text"
    MANIFEST = "manifest"
    PERMIT = "permit"


class BadAnswer(RuleBroken):
    """An answer that cannot be taken: refused when it is saved, never scored as wrong."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template % values if values else template)
        self.template = template  # translated by the page, then filled with the values
        self.values = values


class Outcome(StrEnum):
    """How an answer came out, in the one word that a result page shows."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Part:
    """One thing that could be chosen, written or marked: whether it was, and whether it is right."""

    text: str
    chosen: bool
    right: bool
    option: str = ""  # the id of the option, line or field, for kinds that have them
    about: str = ""  # what it was chosen for: the id of a prompt, the number of a gap or of a place
    partly: bool = False  # chosen, and worth a part


@dataclass(frozen=True)
class Review:
    """What a result page tells about one answer; holds the key, so only for the time after the result."""

    outcome: Outcome
    fraction: Fraction
    parts: tuple[Part, ...]
    drawing: Json = field(default_factory=dict)  # what to draw on the picture: marks, zones, arms
    figures: Json = field(default_factory=dict)  # counts and percentages to tell beside the parts


D = TypeVar("D")
A = TypeVar("A")


class Kind(Protocol[D, A]):
    """One kind of item: each module of this area that the registry names is one."""

    NAME: KindName

    def parse(self, entry: Entry) -> D:
        """The definition that a question file writes down; what is wrong is told to the entry."""
        ...

    def restore(self, body: Json, key: Json) -> D:
        """The definition again, from what was stored of it."""
        ...

    def body(self, definition: D) -> Json:
        """What may leave the server before the result: never anything of the key."""
        ...

    def key(self, definition: D) -> Json:
        """What is right, and by which rule it is scored."""
        ...

    def check_answer(self, definition: D, raw: object, *, decimal: str = ".") -> A | None:
        """The answer to store; None when nothing was answered; raises BadAnswer for what cannot be taken."""
        ...

    def score(self, definition: D, answer: A | None) -> Fraction:
        """The exact fraction of the item's points; what is unanswered earns nothing."""
        ...

    def review(self, definition: D, answer: A | None) -> Review:
        """What was right and what was chosen."""
        ...

    def parse_form(self, form: Form) -> object:
        """The raw answer that the fields of a page hold; still to be checked."""
        ...


def outcome(fraction: Fraction, answered: bool) -> Outcome:
    """Full points are right, some are partly right, none or less are wrong."""
    if not answered:
        return Outcome.UNANSWERED
    if fraction >= 1:
        return Outcome.RIGHT
    return Outcome.PARTLY if fraction > 0 else Outcome.WRONG


def first(form: Form, name: str) -> str | None:
    """What a field holds, without outer spaces; None when it is missing or empty."""
    values = form.get(name) or ()
    text = values[0].strip() if values else ""
    return text or None
