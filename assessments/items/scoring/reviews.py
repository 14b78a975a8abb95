"""Feedback on an answer: how it came out, part by part."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from assessments.items.scoring.answers import Json


class Outcome(StrEnum):
    """How an answer came out, in the one word that a result page shows."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Part:
    """One thing that could be chosen, written or placed: whether it was, and whether it is right."""

    text: str
    chosen: bool
    right: bool
    option: str = ""  # the id of the option, line or field, for kinds that have them
    about: str = ""  # what it was chosen for: the id of a prompt, the number of a gap or of a place
    partly: bool = False  # chosen, and worth a part
    feedback: str = ""  # why it is wrong, in Markdown, where its author says so


@dataclass(frozen=True)
class Review:
    """What a result page tells about one answer; holds the key, so only for the time after the result."""

    outcome: Outcome
    fraction: Fraction
    parts: tuple[Part, ...]
    drawing: Json = field(default_factory=dict)  # what to draw on the picture: dots, zones, arms
    figures: Json = field(default_factory=dict)  # counts and percentages to tell beside the parts
    table: Json = field(default_factory=dict)  # columns, and the cells of each part, where parts are lines of a table


def outcome(fraction: Fraction, answered: bool) -> Outcome:
    """Full points are right, some are partly right, none or less are wrong."""
    if not answered:
        return Outcome.UNANSWERED
    if fraction >= 1:
        return Outcome.RIGHT
    return Outcome.PARTLY if fraction > 0 else Outcome.WRONG
