"""Statistical disclosure control: small cells are left out, and others with them that a total would give away.

Primary and complementary cell suppression in one dimension, after Hundepool et al., "Statistical Disclosure Control"
(Wiley, 2012), chapter 4. A cell is a number of people; whoever reads a table knows that no number is below nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
LEAST = 5  # people of whom a figure must speak


@dataclass(frozen=True)
class SuppressedCounts:
    """Counts as they may be shown with their total; none stands for what is left out."""

    cells: tuple[int | None, ...]
    total: int | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out."""
        return self.total is not None and None not in self.cells


def suppressed(counts: Sequence[int], least: int = LEAST) -> SuppressedCounts:
    """Leave out what is below `least`, and the smallest others until the total gives nothing away.

    What is left out are two cells or more with `least` people or more in them together, or nothing: so whoever
    subtracts what is shown from the total learns nothing about fewer than `least` people, and each cell that is left
    out can hold anything from nobody to all of these. A total below `least` is left out with everything.
    """
    total = sum(counts)
    if total < least:
        return SuppressedCounts((None,) * len(counts), None)
    hidden = {place for place, count in enumerate(counts) if count < least}
    shown = sorted((place for place in range(len(counts)) if place not in hidden), key=lambda place: counts[place])
    while hidden and (len(hidden) < 2 or sum(counts[place] for place in hidden) < least):
        hidden.add(shown.pop(0))  # there is one: all of them together have `least` people or more
    return SuppressedCounts(tuple(None if place in hidden else count for place, count in enumerate(counts)), total)


def by_fives(number: int, least: int = LEAST) -> int:
    """Of answers that go on coming, how many are summed up: whole lots of `least`, so that a sum grows by no fewer.

    Whoever looked before and after one more answer could read it off the difference.
    """
    return number - number % least


def in_lots(parts: Iterable[Sequence[T]], least: int = LEAST) -> list[T]:
    """What may be summed up of groups that go on growing: whole lots of each, in the order in which they came.

    So a sum over groups is the sum of what each group shows of itself, and their difference gives nobody away.
    """
    return [one for part in parts for one in part[: by_fives(len(part), least)]]
