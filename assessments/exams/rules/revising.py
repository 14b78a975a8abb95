"""What somebody should read again: the lessons of the questions that they did not get right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RIGHT = "1"  # the whole of the points, as a score keeps it


@dataclass(frozen=True)
class Answered:
    """A question of a scored paper: what it asked, the lesson that teaches it, and the share of its points earned."""

    item_version_id: int
    lesson: str | None  # None where the item belongs to no lesson
    exact: str
    is_open: bool  # its stem may be shown again: it is of a quiz
    attempt_uuid: str
    position: int  # on that paper

    @property
    def is_right(self) -> bool:
        """A part of the points is not enough."""
        return self.exact == RIGHT


def to_revise(answered: Iterable[Answered], lessons: Sequence[str]) -> list[tuple[str, list[Answered]]]:
    """The lessons with their wrong questions, most often wrong first, then in the order of the course.

    A lesson that this version of the course does not have is left out: there is nothing to read.
    """
    wrong: dict[str, list[Answered]] = {lesson: [] for lesson in lessons}
    for one in answered:
        if not one.is_right and one.lesson is not None and one.lesson in wrong:
            wrong[one.lesson].append(one)
    return sorted(((lesson, each) for lesson, each in wrong.items() if each), key=lambda pair: -len(pair[1]))
