"""Paper sheets: who may key one in next, and what comes of two keyings."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from assessments.sheets.rules.standing import SheetContent, same_content
from assessments.sheets.rules.states import PaperStep


class PaperState(StrEnum):
    """How far a paper sheet is."""

    PRINTED = "printed"
    KEYED = "keyed"  # by one person
    DIFFERS = "differs"
    DONE = "done"


def paper_state(keyed: Mapping[PaperStep, SheetContent]) -> PaperState:
    """How far a paper sheet is after these keyings."""
    if PaperStep.FIRST not in keyed:
        return PaperState.PRINTED
    if PaperStep.SECOND not in keyed:
        return PaperState.KEYED
    agreed = same_content(keyed[PaperStep.FIRST], keyed[PaperStep.SECOND])
    return PaperState.DONE if agreed or PaperStep.SETTLED in keyed else PaperState.DIFFERS


NEXT_STEPS: Mapping[PaperState, PaperStep] = {
    PaperState.PRINTED: PaperStep.FIRST,
    PaperState.KEYED: PaperStep.SECOND,
    PaperState.DIFFERS: PaperStep.SETTLED,
}


def differing_fields(one: SheetContent, other: SheetContent) -> list[str]:
    """The fields of a sheet in which two keyings differ."""
    rated: Collection[str] = {*one.ratings, *other.ratings}
    found = [f"rating-{code}" for code in sorted(rated) if one.ratings.get(code) != other.ratings.get(code)]
    codes: Collection[str] = {*one.comments, *other.comments}
    found += [
        f"comment-{code}"
        for code in sorted(codes)
        if one.comments.get(code, "").split() != other.comments.get(code, "").split()
    ]
    found += ["grade"] if one.grade != other.grade else []
    return found + (["flagged"] if one.flagged != other.flagged else [])
