"""What a supervising expert recommends about a candidate at the end of a mission."""

from enum import StrEnum


class Readiness(StrEnum):
    """Where the candidate stands, in the word of the expert; it is evidence and decides nothing."""

    READY = "ready"
    NEARLY = "nearly"  # with the needs that the annex names
    NOT_YET = "not-yet"
    CANNOT_SAY = "cannot-say"  # too little was seen
