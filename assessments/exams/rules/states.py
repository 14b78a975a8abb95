"""State machine of an attempt: its states, and the ways between them that every update obeys."""

from enum import StrEnum


class AttemptState(StrEnum):
    """Where an attempt stands."""

    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    TIMED_OUT = "timed_out"
    PUBLISHED = "published"
    VOIDED = "voided"  # no page sets it yet


TRANSITIONS: dict[AttemptState, frozenset[AttemptState]] = {
    AttemptState.IN_PROGRESS: frozenset({AttemptState.SUBMITTED, AttemptState.TIMED_OUT, AttemptState.VOIDED}),
    AttemptState.SUBMITTED: frozenset({AttemptState.PUBLISHED, AttemptState.VOIDED}),
    AttemptState.TIMED_OUT: frozenset({AttemptState.PUBLISHED, AttemptState.VOIDED}),
    AttemptState.PUBLISHED: frozenset({AttemptState.VOIDED}),
    AttemptState.VOIDED: frozenset(),
}


def states_before(to: AttemptState) -> frozenset[AttemptState]:
    """The states from which an attempt may reach this one: what a conditional update must find."""
    return frozenset(was for was, ways in TRANSITIONS.items() if to in ways)
