"""How a rotation that was worked out stands, and as what it was made."""

from enum import StrEnum


class RotationStage(StrEnum):
    """As what a rotation was made."""

    FIRST = "first"  # of the whole workshop
    REPLAN = "replan"  # in mid-week: what began or was sealed stays


class RotationStanding(StrEnum):
    """How a rotation stands."""

    WORKING = "working"  # is being worked out; what was found so far is there already
    PROPOSED = "proposed"
    NONE_EXISTS = "none-exists"  # proved
    NONE_FOUND = "none-found"  # in the time given
    FAILED = "failed"  # the program could not work it out
    IN_USE = "in-use"
    REPLACED = "replaced"


OVER = frozenset({RotationStanding.NONE_EXISTS, RotationStanding.NONE_FOUND, RotationStanding.FAILED})
WITHOUT = OVER | {RotationStanding.WORKING}  # nothing can be put in use
