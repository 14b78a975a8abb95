"""What is kept when an import is undone, and why. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class KeptBecause(StrEnum):
    """Why something is not as before."""

    CHANGED = "changed"  # how they stand in the cohort was changed since
    USED = "used"  # they have begun to read
    SIGNED_IN = "signed-in"
    ELSEWHERE = "elsewhere"  # the account is used in another course or cohort
    NOT_YOURS = "not-yours"  # whoever undoes the import may not close accounts there


@dataclass(frozen=True)
class UseFacts:
    """What somebody has done since they came by an import."""

    unchanged: bool = True
    run_used: bool = False
    signed_in: bool = False
    elsewhere: bool = False


def kept_place(facts: UseFacts) -> KeptBecause | None:
    """Why somebody stays in the cohort; nothing if they leave it."""
    if not facts.unchanged:
        return KeptBecause.CHANGED
    return KeptBecause.USED if facts.run_used else None


def kept_account(facts: UseFacts) -> KeptBecause | None:
    """Why the account of somebody who leaves stays open; nothing if nobody ever used it."""
    if facts.signed_in:
        return KeptBecause.SIGNED_IN
    return KeptBecause.ELSEWHERE if facts.elsewhere else None
