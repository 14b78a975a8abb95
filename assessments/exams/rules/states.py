"""State machine of an attempt: its states, and the ways between them that every update obeys."""

from enum import StrEnum


class AttemptState(StrEnum):
    """Where an attempt stands."""

    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    TIMED_OUT = "timed_out"
    PUBLISHED = "published"
    VOIDED = "voided"  # annulled: it counts nowhere


TRANSITIONS: dict[AttemptState, frozenset[AttemptState]] = {
    AttemptState.IN_PROGRESS: frozenset({AttemptState.SUBMITTED, AttemptState.TIMED_OUT, AttemptState.VOIDED}),
    AttemptState.SUBMITTED: frozenset({AttemptState.PUBLISHED, AttemptState.VOIDED}),
    AttemptState.TIMED_OUT: frozenset({AttemptState.PUBLISHED, AttemptState.VOIDED}),
    AttemptState.PUBLISHED: frozenset({AttemptState.VOIDED}),
    AttemptState.VOIDED: frozenset(),
}

# The one way back, and no part of the ordinary course: an objection to an annulment was upheld. It stands apart, so
# that nothing that looks for attempts to be scored ever finds an annulled one.
RESTORED_FROM, RESTORED_TO = AttemptState.VOIDED, AttemptState.PUBLISHED


def states_before(to: AttemptState) -> frozenset[AttemptState]:
    """The states from which an attempt may reach this one: what a conditional update must find."""
    return frozenset(was for was, ways in TRANSITIONS.items() if to in ways)
