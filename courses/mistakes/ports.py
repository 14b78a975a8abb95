"""What mistakes ask of whoever keeps questions."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.manifest import Port


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question of a quiz or exam that somebody has handed in and has the result of."""

    name: str  # in its course
    exam: str  # slug
    exam_title: str
    lesson: str  # slug of the lesson that teaches it; may be empty
    course_version_id: int
    position: int  # on their paper
    stem: str  # plain words


class ReportedQuestions(Protocol):
    """Knows questions as far as whoever asks may read them."""

    def practice(self, session: Session, course_version_id: int, check: str, language: str) -> str | None:
        """What a practice question of lessons asks, in plain words; none: this version has no such question."""
        ...

    def answered(
        self, session: Session, person: Viewer, attempt: str, position: int, language: str
    ) -> AnsweredQuestion:
        """A question on a paper of one's own whose result is there.

        Of a paper that is under way, or of somebody else, nothing is found; nor of a test before and after a course.
        """
        ...

    def may_read(self, session: Session, viewer: Viewer, course_version_id: int, exam: str) -> bool:
        """Whether the questions of this quiz or exam may be shown to somebody who decides what is asked."""
        ...

    def stem(self, session: Session, course_version_id: int, name: str, language: str) -> str:
        """What a question of a version asks, in plain words; empty where it has no such question.

        Whoever calls this has asked `may_read`.
        """
        ...

    def page(self, session: Session, course_version_id: int, exam: str, name: str) -> str:
        """Where whoever decides what is asked finds the question."""
        ...


REPORTED_QUESTIONS: Port[ReportedQuestions] = Port("questions that are reported")
