"""Who of the assessors of a performance sees whose sheet: their own, and others once all had to be blind no more."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.sheets.rules.states import Turn

PAIR = (Turn.FIRST, Turn.SECOND)


@dataclass(frozen=True)
class SheetOf:
    """A sheet of a performance: whose, in which turn, sealed or not."""

    assessor_id: int
    turn: Turn
    sealed: bool


def blindness_over(sheets: Iterable[SheetOf]) -> bool:
    """Whether both assessors of the pair have sealed: before that nobody sees what another gave."""
    sealed = {one.turn for one in sheets if one.sealed}
    return all(turn in sealed for turn in PAIR)


def sees_other(sheets: Iterable[SheetOf], viewer_id: int, other: SheetOf) -> bool:
    """Whether this assessor sees that sheet; an assessor without a sheet of their own here sees none.

    A third sees neither until their own is sealed, and is seen by nobody until then.
    """
    among = list(sheets)
    own = next((one for one in among if one.assessor_id == viewer_id), None)
    if own is None or other.assessor_id == viewer_id:
        return own is not None
    return own.sealed and other.sealed and blindness_over(among)
