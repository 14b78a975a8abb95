"""Whether it may be said that a performance was recorded: never without consent, and not where a third rates it."""

from dataclasses import dataclass
from enum import StrEnum


class RecordingFault(StrEnum):
    """Why it cannot be said."""

    NO_ONE = "no-one"  # nobody's performance at a workshop
    OWN = "own"
    WRITTEN = "written"
    NOT_AGREED = "not-agreed"
    THIRD_NAMED = "third-named"  # somebody rates the recording already


@dataclass(frozen=True)
class RecordingFacts:
    """What is known of a performance when somebody says that there is a recording, or that there is none."""

    at_workshop: bool
    own: bool  # of who says it
    written: bool
    agreed: bool  # the candidate, in writing
    third: bool  # a third assessor is named


def recording_fault(facts: RecordingFacts, recorded: bool) -> RecordingFault | None:
    """The first reason against it; nothing where it may be said. Consent is asked of a recording, not of none."""
    against = (
        (RecordingFault.NO_ONE, not facts.at_workshop),
        (RecordingFault.OWN, facts.own),
        (RecordingFault.WRITTEN, facts.written),
        (RecordingFault.NOT_AGREED, recorded and not facts.agreed),
        (RecordingFault.THIRD_NAMED, not recorded and facts.third),
    )
    return next((fault for fault, holds in against if holds), None)
