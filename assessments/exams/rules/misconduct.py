"""For what an attempt may be annulled, and for what somebody may be kept from an exam."""

from enum import StrEnum


class AnnulmentReason(StrEnum):
    """Why an attempt does not count."""

    SOMEBODY_ELSE = "somebody-else"
    HELP = "help"
    MATERIAL = "material"
    KNOWN_QUESTIONS = "known-questions"
    CONDITIONS = "conditions"  # nobody's misconduct: the sitting itself was not as it must be


class BarReason(StrEnum):
    """Why somebody may not sit an exam."""

    SAT_FOR_OTHERS = "sat-for-others"
    PASSED_ON = "passed-on"
    DISTURBED = "disturbed"
    TRIED = "tried"
