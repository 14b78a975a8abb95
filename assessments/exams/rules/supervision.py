"""Supervision: how an attempt was watched."""

from enum import StrEnum


class Supervision(StrEnum):
    """Who watched while somebody answered."""

    NONE = "none"
    TRAINER = "trainer"  # only people who teach the candidate
    SUPERVISED = "supervised"  # at least one who does not
