"""The page before submitting: what is answered, what is not, and what the person is asked once more."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.models import Attempt
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries import exams as exam_queries
from assessments.exams.rules.review import AskAgain
from assessments.exams.rules.timing import remaining_seconds
from courses.api import VersionTitle, version_titles
from lms.i18n import language


@dataclass(frozen=True)
class ReviewPage:
    """An open paper by the numbers of its questions."""

    title: str
    course: VersionTitle
    answered: tuple[int, ...]
    unanswered: tuple[int, ...]
    remaining: int | None
    key: str
    ask: AskAgain | None  # what is asked once more; none: nothing was submitted yet

    @property
    def asked(self) -> int:
        """How many questions the paper has."""
        return len(self.answered) + len(self.unanswered)

    @property
    def shown(self) -> str:
        """What this page shows without an answer, as its form sends it back."""
        return ",".join(map(str, self.unanswered))


def review_page(
    session: Session, attempt: Attempt, now: datetime, *, key: str, ask: AskAgain | None = None
) -> ReviewPage:
    """The numbers of a paper under way, as the server holds its answers."""
    paper = attempt_queries.questions(session, attempt.id)
    exam = exam_queries.exam_by_version_id(session, attempt.exam_version_id)
    unanswered = tuple(q.position for q in paper if q.value is None) if ask is None else ask.unanswered
    return ReviewPage(
        title=exam.title_in(language()),
        course=version_titles(session, [exam.course_version_id], language())[exam.course_version_id],
        answered=tuple(q.position for q in paper if q.position not in unanswered),
        unanswered=unanswered,
        remaining=remaining_seconds(now, attempt.deadline_at),
        key=key,
        ask=ask,
    )
