"""A line of somebody's practice: what it was, when and where, and who says so."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

MOST_AMOUNT = 2000  # hours, or days
EARLIEST = date(1990, 1, 1)


class PracticeKind(StrEnum):
    """What was done."""

    TRAINING = "training"  # given
    MISSION = "mission"
    OPERATION = "operation"
    REFRESHER = "refresher"  # an exam, or a training that one took


class PracticeUnit(StrEnum):
    """How its length is told."""

    HOURS = "hours"
    DAYS = "days"


class PracticeOrigin(StrEnum):
    """Who says that it took place."""

    KNOWN = "known"  # the product itself
    LOGGED = "logged"  # the person


@dataclass(frozen=True)
class LogLine:
    """One activity. Its last day decides to which year it belongs."""

    origin: PracticeOrigin
    ref: str  # such as "practice-entry:UUID", the same through all corrections
    kind: PracticeKind
    on: date
    amount: int | None  # none: the product does not know
    unit: PracticeUnit
    country: str  # ISO 3166-1 alpha-2; empty where it is of none
    role: str  # as it was typed, or as the product names it
    words: str  # what was done, or the title
    evidence: str = ""  # the reference of a piece of evidence that shows it


def in_order(lines: Collection[LogLine]) -> list[LogLine]:
    """The newest first; of the same day in a fixed order."""
    return sorted(lines, key=lambda one: (one.on, one.ref), reverse=True)


def said_in(lines: Sequence[LogLine]) -> list[Mapping[str, Any]]:
    """What these lines say, for a digest: whatever is corrected in one of them makes another."""
    return [
        {
            "ref": one.ref, "kind": one.kind.value, "on": one.on.isoformat(), "amount": one.amount,
            "unit": one.unit.value, "country": one.country, "role": one.role, "words": one.words,
            "evidence": one.evidence,
        }
        for one in in_order(lines)
    ]  # fmt: skip
