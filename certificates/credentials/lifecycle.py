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
    """What may happen to a version of a credential, each once."""

    ISSUED = "issued"
    REVOKED = "revoked"
    REPLACED = "replaced"


class StatusReason(StrEnum):
    """Why a version was revoked or replaced."""

    ERROR = "error"
    RESULT_ANNULLED = "result-annulled"
    MISCONDUCT = "misconduct"
    OWN_WISH = "own-wish"
    NAME_CORRECTED = "name-corrected"


REVOCATIONS = tuple(reason for reason in StatusReason if reason is not StatusReason.NAME_CORRECTED)
REASON_WORDS = MappingProxyType(
    {
        StatusReason.ERROR: "Issued in error",
        StatusReason.RESULT_ANNULLED: "The result of the exam was annulled",
        StatusReason.MISCONDUCT: "Misconduct",
        StatusReason.OWN_WISH: "At the holder's own wish",
        StatusReason.NAME_CORRECTED: "The name was corrected",
    }
)


class Visibility(StrEnum):
    """What a stranger with the link sees."""

    LINK = "link"  # name, title, status and the files
    PRIVATE = "private"  # only whether it is valid, to the person named on the paper


class Standing(StrEnum):
    """How a version stands at a moment."""

    MAKING = "making"  # confirmed, not signed yet
    IN_FORCE = "in-force"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Changed:
    """One change, with the reason where it is an ending."""

    change: Change
    at: datetime
    reason: StatusReason | None = None
    words: str = ""


def ending_of(changes: Iterable[Changed]) -> Changed | None:
    """Why a version is no longer in force; revoking counts for more than replacing."""
    endings = {one.change: one for one in changes}
    return endings.get(Change.REVOKED) or endings.get(Change.REPLACED)


def standing(changes: Iterable[Changed], valid_until: datetime | None, *, now: datetime) -> Standing:
    """How a version stands; its last moment itself is past, and an ending counts for more than the date."""
    known = tuple(changes)
    ending = ending_of(known)
    if ending is not None:
        return Standing(ending.change.value)
    if not any(one.change is Change.ISSUED for one in known):
        return Standing.MAKING
    return Standing.EXPIRED if valid_until is not None and now >= valid_until else Standing.IN_FORCE


def reason_in_english(reason: StatusReason | None, words: str) -> str:
    """The reason as exported folders carry it: the code in words, then what a person added."""
    said = REASON_WORDS[reason] if reason is not None else ""
    return f"{said}. {words}".strip(". ") + "." if words else f"{said}."


def months_later(moment: datetime, months: int) -> datetime:
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month + 1)
