"""The states of an attempt and the ways between them."""

from enum import StrEnum


class AttemptState(StrEnum):
    """Where an attempt stands."""

    CREATED = "created"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    TIMED_OUT = "timed_out"
    GRADED = "graded"
    PUBLISHED = "published"
    VOIDED = "voided"


TRANSITIONS: dict[AttemptState, frozenset[AttemptState]] = {
    AttemptState.CREATED: frozenset({AttemptState.IN_PROGRESS, AttemptState.VOIDED}),
    AttemptState.IN_PROGRESS: frozenset({AttemptState.SUBMITTED, AttemptState.TIMED_OUT, AttemptState.VOIDED}),
    AttemptState.SUBMITTED: frozenset({AttemptState.GRADED, AttemptState.VOIDED}),
    AttemptState.TIMED_OUT: frozenset({AttemptState.GRADED, AttemptState.VOIDED}),
    AttemptState.GRADED: frozenset({AttemptState.PUBLISHED, AttemptState.VOIDED}),
    AttemptState.PUBLISHED: frozenset({AttemptState.VOIDED}),
    AttemptState.VOIDED: frozenset(),
}

CLOSED = frozenset(
    {AttemptState.SUBMITTED, AttemptState.TIMED_OUT, AttemptState.GRADED, AttemptState.PUBLISHED}
)  # no answer changes any more


def may_become(was: AttemptState, to: AttemptState) -> bool:
    """Whether an attempt may go from one state to another."""
    return to in TRANSITIONS[was]


def before(to: AttemptState) -> frozenset[AttemptState]:
    """The states from which an attempt may reach this one: what an update must find."""
    return frozenset(was for was, ways in TRANSITIONS.items() if to in ways)
