"""When a credential of another body counts, and for what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RecognisedState(StrEnum):
    """How a recognised credential stands."""

    WAITING = "waiting"  # for a second person
    IN_FORCE = "in-force"
    EXPIRED = "expired"
    REFUSED = "refused"
    ENDED = "ended"  # before its date


@dataclass(frozen=True)
class RecognisedFacts:
    """What the rule needs to know of one."""

    valid_until: date
    confirmed: bool
    closed: bool


def state_on(facts: RecognisedFacts, today: date) -> RecognisedState:
    """How it stands on this day; the day until which it is valid is its last."""
    if facts.closed:
        return RecognisedState.ENDED if facts.confirmed else RecognisedState.REFUSED
    if today > facts.valid_until:
        return RecognisedState.EXPIRED
    return RecognisedState.IN_FORCE if facts.confirmed else RecognisedState.WAITING


def scope_covers(topics: Collection[str], topic: str | None) -> bool:
    """Rule 4 of the pathway: somebody assesses an exercise with a credential in force whose scope covers its topic.

    `topics`: of all credentials in force; none of them in force covers nothing. An exercise of no topic asks for any.
    """
    return bool(topics) if topic is None else topic in topics
