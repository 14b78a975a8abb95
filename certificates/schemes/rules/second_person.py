"""Who may put a version in use: never who loaded it, nobody bound to them, none of its candidates."""

from collections.abc import Collection
from enum import StrEnum


class UseBarrier(StrEnum):
    """Why a person may not put a version in use."""

    LOADED = "loaded"
    APPOINTED = "appointed"
    CANDIDATE = "candidate"
    IN_USE = "in-use"
    OLDER = "older"


def use_barrier(
    person_id: int, loaded_by_id: int | None, *, bound: Collection[int], candidates: Collection[int]
) -> UseBarrier | None:
    """What keeps this person from it; `bound` are those whose rights come from the loader, or theirs from them."""
    if person_id == loaded_by_id:
        return UseBarrier.LOADED
    if person_id in bound:
        return UseBarrier.APPOINTED
    return UseBarrier.CANDIDATE if person_id in candidates else None


def version_barrier(no: int, used: Collection[int]) -> UseBarrier | None:
    """What keeps a version from use, whoever asks; `used` are the numbers of versions that are or were in use."""
    if no in used:
        return UseBarrier.IN_USE
    return UseBarrier.OLDER if used and no < max(used) else None
