"""What stands on a counter card, in which order, and how much of a long text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST_ACT = 260  # letters
LONGEST_TITLE = 120


@dataclass(frozen=True)
class Line:
    """The act at the counter of one lesson."""

    lesson: str
    title: str
    act: str


def in_order(lines: Sequence[Line], wrong: Mapping[str, int]) -> tuple[list[Line], list[Line]]:
    """The lessons behind a person's wrong answers, most often wrong first, then the others in the order of the course.

    Of lessons that were wrong equally often the earlier comes first; one that the course no longer has is left out.
    """
    first = sorted((line for line in lines if wrong.get(line.lesson, 0) > 0), key=lambda line: -wrong[line.lesson])
    return first, [line for line in lines if wrong.get(line.lesson, 0) <= 0]


def shortened(text: str, most: int) -> str:
    """At most so many letters, cut after a whole word where there is one; what was cut is shown by three dots."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    cut = plain[: most - 1]
    whole = cut.rpartition(" ")[0] if " " in cut[most // 2 :] else cut
    return whole.rstrip(" ,;:.") + "…"
