"""What stands on a counter card, in which order, and how much of a long text."""

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_ACT = 260  # letters
LONGEST_TITLE = 120


@dataclass(frozen=True)
class CardLine:
    """The act at the counter of one lesson."""

    lesson: str
    title: str
    act: str


def in_order(lines: Sequence[CardLine], wrong: Sequence[str]) -> tuple[list[CardLine], list[CardLine]]:
    """The lessons behind a person's wrong answers as they are handed in, then the others in the order of the course.

    A lesson that the course does not have is left out.
    """
    known = {line.lesson: line for line in lines}
    return [known[lesson] for lesson in wrong if lesson in known], [one for one in lines if one.lesson not in wrong]


def shortened(text: str, most: int) -> str:
    """At most so many letters, cut after a whole word where there is one; what was cut is shown by three dots."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    cut = plain[: most - 1]
    whole = cut.rpartition(" ")[0] if " " in cut[most // 2 :] else cut
    return whole.rstrip(" ,;:.") + "…"
