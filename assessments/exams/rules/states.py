"""The states of an attempt and the ways between them."""

from enum import StrEnum


class State(StrEnum):
    """Where an attempt stands."""

    CREATED = "created"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    TIMED_OUT = "timed_out"
    GRADED = "graded"
    PUBLISHED = "published"
    VOIDED = "voided"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.CREATED: frozenset({State.IN_PROGRESS, State.VOIDED}),
    State.IN_PROGRESS: frozenset({State.SUBMITTED, State.TIMED_OUT, State.VOIDED}),
    State.SUBMITTED: frozenset({State.GRADED, State.VOIDED}),
    State.TIMED_OUT: frozenset({State.GRADED, State.VOIDED}),
    State.GRADED: frozenset({State.PUBLISHED, State.VOIDED}),
    State.PUBLISHED: frozenset({State.VOIDED}),
    State.VOIDED: frozenset(),
}

CLOSED = frozenset({State.SUBMITTED, State.TIMED_OUT, State.GRADED, State.PUBLISHED})  # no answer changes any more


def may_become(was: State, to: State) -> bool:
    """Whether an attempt may go from one state to another."""
    return to in TRANSITIONS[was]


def before(to: State) -> frozenset[State]:
    """The states from which an attempt may reach this one: what an update must find."""
    return frozenset(was for was, ways in TRANSITIONS.items() if to in ways)
