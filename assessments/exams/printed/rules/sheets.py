"""State machine of a printed sheet: printed, keyed in, checked; and who may take which step."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any


class KeyingStep(StrEnum):
    """Which of the keyings of a sheet one is."""

    FIRST = "first"
    SECOND = "second"  # blind: without seeing the first
    SETTLED = "settled"  # where the two differ, with the paper in hand


class LossReason(StrEnum):
    """Why a sheet is given up."""

    NOT_USED = "not-used"
    LOST = "lost"
    SPOILT = "spoilt"


class SheetState(StrEnum):
    """Where a sheet is."""

    PRINTED = "printed"
    KEYED = "keyed"  # by one person
    DIFFERS = "differs"  # keyed by two, not alike
    HANDED_IN = "handed-in"
    GIVEN_UP = "given-up"


class KeyingRefusal(StrEnum):
    """Why somebody may not key a sheet in now."""

    OWN = "own"
    DONE = "done"
    SAME_PERSON = "same person"


Answers = Mapping[str, Any]  # by position, as JSON keeps it


def sheet_state(steps: Collection[KeyingStep], *, is_open: bool, counts: bool) -> SheetState:
    """The state of a sheet, from its keyings and from whether its attempt is open and counts."""
    if not is_open:
        return SheetState.HANDED_IN if counts else SheetState.GIVEN_UP
    if KeyingStep.SECOND in steps:
        return SheetState.DIFFERS
    return SheetState.KEYED if KeyingStep.FIRST in steps else SheetState.PRINTED


NEXT = {
    SheetState.PRINTED: KeyingStep.FIRST,
    SheetState.KEYED: KeyingStep.SECOND,
    SheetState.DIFFERS: KeyingStep.SETTLED,
}


def refuse_keying(state: SheetState, actor_id: int, officer_id: int, first_by: int | None) -> KeyingRefusal | None:
    """Why this person may not take the next step; nobody keys in their own sheet, or checks what they keyed in."""
    if actor_id == officer_id:
        return KeyingRefusal.OWN
    if state not in NEXT:
        return KeyingRefusal.DONE
    return KeyingRefusal.SAME_PERSON if actor_id == first_by else None


def differences(one: Answers, other: Answers) -> list[int]:
    """The questions for which two people keyed in different answers, in order; no answer is an answer too."""
    return sorted(int(place) for place in one.keys() | other.keys() if one.get(place) != other.get(place))


def settled_answers(second: Answers, settled: Answers, differing: Sequence[int]) -> dict[str, Any]:
    """What counts: what both keyed in, and for the rest what was read from the paper once more."""
    places = {str(one) for one in differing}
    kept = {place: answer for place, answer in second.items() if place not in places}
    return kept | {place: answer for place, answer in settled.items() if place in places}
