"""What becomes of a step that one person proposed."""

from enum import StrEnum


class ProposalOutcome(StrEnum):
    """How a proposed step ended."""

    CONFIRMED = "confirmed"  # by another person: the step was taken
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by whoever proposed it
    OVERTAKEN = "overtaken"  # the candidate took another step meanwhile
