"""The way through a course as a row of squares, from the first lesson to the certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from courses.learning.outline import OutlineStep
from courses.learning.pages.overview import MyCourse
from courses.ports.steps import StepKind, StepState


class SquareState(StrEnum):
    """Where a step lies for who goes the way."""

    DONE = "done"
    HERE = "here"  # where they go on
    OPEN = "open"


@dataclass(frozen=True)
class Square:
    """One step of the way."""

    step: OutlineStep
    state: SquareState

    @property
    def is_lesson(self) -> bool:
        """No quiz, and no exam."""
        return self.step.kind == "lesson"

    @property
    def is_exam(self) -> bool:
        """The one at the end."""
        return self.step.kind == StepKind.EXAM


@dataclass(frozen=True)
class CoursePath:
    """The whole way of one person through a course, and what is to be said of its exam."""

    course: MyCourse
    squares: Sequence[Square]
    minutes_left: int
    exam: StepState | None  # how it stands, once it was tried
    award_waits: bool = False  # the exam is passed, and the certificate is not made yet


def path_of(course: MyCourse) -> CoursePath:
    """The steps of the outline, each as it stands for them."""
    outline, done = course.outline, course.done
    here = course.next.slug if course.next and not course.has_passed else None  # passed: nothing is to be done next
    squares = [
        Square(
            step, SquareState.DONE if step.slug in done else SquareState.HERE if step.slug == here else SquareState.OPEN
        )
        for step in outline.steps
    ]
    state = course.final_state
    tried = state if state and state.attempts else None
    award = course.award
    return CoursePath(course, squares, outline.minutes_left(done), tried, award is not None and award.is_waiting)
