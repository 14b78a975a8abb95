"""How a certificate stands: the changes that were written down, and what follows from them at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class KeyState(StrEnum):
    """The life of a signing key."""

    NEXT = "next"  # published ahead, signs nothing yet
    ACTIVE = "active"
    RETIRED = "retired"  # signs nothing more, stays published for what it signed
    COMPROMISED = "compromised"  # no longer published


PUBLISHED = (KeyState.NEXT, KeyState.ACTIVE, KeyState.RETIRED)


class Change(StrEnum):
    """What may happen to a version of a credential; suspending and reinstating any number of times."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"  # a suspension was lifted: this version was made for that
    REVOKED = "revoked"
    REPLACED = "replaced"
    OVERTURNED = "overturned"  # the revocation of this version did not stand; its bit stays set all the same


UNFIT = (Change.SUSPENDED, Change.REVOKED, Change.REPLACED)  # set the bit of a version in its status list, for ever


class StatusReason(StrEnum):
    """Why a version was suspended, revoked or replaced."""

    ERROR = "error"
    RESULT_ANNULLED = "result-annulled"
    MISCONDUCT = "misconduct"
    OWN_WISH = "own-wish"
    NAME_CORRECTED = "name-corrected"
    UNDER_REVIEW = "under-review"
    REINSTATED = "reinstated"
    OVERTURNED = "overturned"
    WITHDRAWN = "withdrawn"  # as a step of the scheme, after its holder was heard


REVOCATIONS = (StatusReason.ERROR, StatusReason.RESULT_ANNULLED, StatusReason.MISCONDUCT, StatusReason.OWN_WISH)
FAULTLESS = (StatusReason.ERROR, StatusReason.OWN_WISH)  # one person revokes for these, and bars nobody by it
REASON_WORDS = MappingProxyType(
    {
        StatusReason.ERROR: "Issued in error",
        StatusReason.RESULT_ANNULLED: "The result of the exam was annulled",
        StatusReason.MISCONDUCT: "Misconduct",
        StatusReason.OWN_WISH: "At the holder's own wish",
        StatusReason.NAME_CORRECTED: "The name was corrected",
        StatusReason.UNDER_REVIEW: "It is being reviewed",
        StatusReason.REINSTATED: "A suspension was lifted",
        StatusReason.OVERTURNED: "It was put in force again",
        StatusReason.WITHDRAWN: "Withdrawn by a decision under its scheme",
    }
)


class NameOutcome(StrEnum):
    """What became of a name that a manager had to judge."""

    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # the holder chose another name before anybody decided


class ClaimWithdrawal(StrEnum):
    """Why no certificate is made of a claim."""

    ANNULLED = "annulled"  # the result on which it rests
    LAPSED = "lapsed"  # the time for which it would have been valid was over when the same was earned again
    RENEWED_REVOKED = "renewed-revoked"  # the certificate that it would have renewed was revoked for a fault
    WITHDRAWN = "withdrawn"  # what it would certify, as a step of its scheme


class Visibility(StrEnum):
    """What a stranger with the link sees."""

    LINK = "link"  # name, title, status and the files
    PRIVATE = "private"  # only whether it is valid, to the person named on the paper


class Standing(StrEnum):
    """How a version stands at a moment."""

    MAKING = "making"  # confirmed, not signed yet
    NOT_YET = "not-yet"  # signed; it follows another certificate and begins when that ends
    IN_FORCE = "in-force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"


GOOD = frozenset({Standing.IN_FORCE, Standing.NOT_YET})  # signed, and nothing is wrong with it
HELD = GOOD | {Standing.MAKING, Standing.SUSPENDED}  # beside these a second one is earned only to renew them


@dataclass(frozen=True)
class Changed:
    """One change, with the reason where it is an ending or a suspension."""

    change: Change
    at: datetime
    reason: StatusReason | None = None
    words: str = ""


def ending_of(changes: Iterable[Changed]) -> Changed | None:
    """Why a version is no longer in force for good; a revocation that stands counts for more than replacing."""
    revoked = replaced = None
    for one in changes:
        if one.change is Change.REPLACED:
            replaced = one
        elif one.change in {Change.REVOKED, Change.OVERTURNED}:
            revoked = one if one.change is Change.REVOKED else None
    return revoked or replaced


def suspension_of(changes: Iterable[Changed]) -> Changed | None:
    """The suspension under which a version stands: the last one, unless it was lifted or the version has ended.

    A suspension that led to a revocation is over when that is overturned.
    """
    known = tuple(changes)
    if ending_of(known) is not None:
        return None
    turns = [one for one in known if one.change in {Change.SUSPENDED, Change.REINSTATED, Change.OVERTURNED}]
    return turns[-1] if turns and turns[-1].change is Change.SUSPENDED else None


def standing(
    changes: Iterable[Changed], valid_until: datetime | None, *, now: datetime, begins_at: datetime | None = None
) -> Standing:
    """How a version stands after these changes, given in their order; `begins_at` if its certificate follows another.

    An ending counts for more than a suspension, and either for more than the date; the last moment itself is past.
    """
    known = tuple(changes)
    ending = ending_of(known)
    if ending is not None:
        return Standing(ending.change.value)
    if suspension_of(known) is not None:
        return Standing.SUSPENDED
    if not any(one.change is Change.ISSUED for one in known):
        return Standing.MAKING
    if begins_at is not None and now < begins_at:
        return Standing.NOT_YET
    return Standing.EXPIRED if valid_until is not None and now >= valid_until else Standing.IN_FORCE


def reason_in_english(reason: StatusReason | None, words: str) -> str:
    """The reason as exported folders carry it: the code in words, then what a person added."""
    said = REASON_WORDS[reason] if reason is not None else ""
    return f"{said}. {words}".strip(". ") + "." if words else f"{said}."
