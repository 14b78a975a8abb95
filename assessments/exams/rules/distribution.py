"""How results and right answers are distributed: bins of ten percent, and shares of few answers left unsaid."""

from collections.abc import Iterable
from fractions import Fraction

BINS = 10  # of ten percent each; the last holds 100 as well
ENOUGH = 10  # answers from which a share is said; of fewer the counts alone


def bins(results: Iterable[tuple[Fraction, int]]) -> tuple[int, ...]:
    """How many of these results, each with how often it came, lie in each bin; its lower edge belongs to it."""
    found = [0] * BINS
    for percent, count in results:
        found[min(max(int(percent * BINS / 100), 0), BINS - 1)] += count
    return tuple(found)


def median(results: Iterable[tuple[Fraction, int]]) -> Fraction | None:
    """The result in the middle, of an even number the mean of the two; none where there is none."""
    ordered = sorted(results)
    number = sum(count for _percent, count in ordered)
    if not number:
        return None
    return (_at((number - 1) // 2, ordered) + _at(number // 2, ordered)) / 2


def _at(place: int, ordered: Iterable[tuple[Fraction, int]]) -> Fraction:
    """The result at this place, the first being 0."""
    for percent, count in ordered:
        if place < count:
            return percent
        place -= count
    raise IndexError(place)


def share_right(right: int, answers: int) -> Fraction | None:
    """Which part of the answers were right; none of fewer than ten, since one more would move it too far."""
    return Fraction(right, answers) if answers >= ENOUGH else None
