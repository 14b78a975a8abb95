"""How far a person is in a course, and where they go on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from courses.catalogue.rules import FinalOpens


class EndReason(StrEnum):
    """Why a run ended."""

    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    BEGUN_AGAIN = "begun-again"  # another run took its place
    CLOSED = "closed"  # whoever led it ended it for all
    ANNULLED = "annulled"  # an attempt at the exam in it does not count


@dataclass(frozen=True)
class GroupRef:
    """Those with whom a person takes a course, such as a cohort: a kind and its id, so that courses know no group."""

    kind: str
    id: int


@dataclass(frozen=True)
class Run:
    """One run of a person through a version of a course; it is open until it has ended."""

    id: int
    uuid: str
    person_id: int
    course_id: int
    version_id: int
    begun_at: datetime
    enrolled_by_id: int | None = None
    group: GroupRef | None = None
    ended_at: datetime | None = None
    ended_reason: EndReason | None = None
    follows_id: int | None = None  # the run of the same course before it

    @property
    def is_open(self) -> bool:
        """Whether its person still goes on with it; what has ended is read and not added to."""
        return self.ended_at is None


@dataclass(frozen=True)
class Position:
    """The lesson at which somebody was, and when."""

    lesson: str
    at: datetime


def later(one: Position, other: Position) -> Position:
    """The later of two places, whichever arrived first; of two at one moment, the second."""
    return one if one.at > other.at else other


class Why(StrEnum):
    """What is to be said about a lesson that a phone says was read."""

    NOTHING = ""
    RENEWED = "renewed"  # made in a version that was replaced since; its text is the same, so it counts all the same
    CHANGED = "changed"  # made in another version, in which the text was another
    GONE = "gone"  # the lesson is no longer in the course
    NOT_TAKEN = "not-taken"  # the person does not take the course


def next_step(steps: Sequence[str], done: Collection[str], stopped_at: str | None) -> str | None:
    """Where to go on: the step they stopped at if it is open, else the next open one, else the first; none at the end.

    A step that no longer exists, because its course was renamed, counts as never visited.
    """
    start = steps.index(stopped_at) if stopped_at in steps else 0
    in_order = [*steps[start:], *steps[:start]]
    return next((step for step in in_order if step not in done), None)


def missing_for_final(
    opens: FinalOpens, steps: Sequence[str], checkpoints: Collection[str], done: Collection[str]
) -> list[str]:
    """What is still to be done before the final exam opens, in the order of these steps; empty: it is open.

    The steps are every lesson and every quiz at the end of a module.
    """
    if opens is FinalOpens.ALWAYS:
        return []
    asked = steps if opens is FinalOpens.CHECKPOINTS else [step for step in steps if step not in checkpoints]
    return [step for step in asked if step not in done]


def card_is_open(lessons: Collection[str], final: str | None, done: Collection[str]) -> bool:
    """Whether the counter card may be printed: every lesson is read, or the final exam is passed."""
    return (bool(lessons) and set(lessons) <= set(done)) or (final is not None and final in done)


def is_complete(steps: Collection[str], done: Collection[str]) -> bool:
    """Whether every step is done; a course without steps is never complete."""
    return bool(steps) and set(steps) <= set(done)
