"""The page of one's own attempts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assessments.exams.pages.exam import PastAttempt, past_attempt
from assessments.exams.queries import attempts as attempt_queries
from lms.access import Viewer
from lms.batch import one
from lms.i18n import language


@dataclass(frozen=True)
class MyAttempt:
    """A line of the list of one's own attempts."""

    title: str
    attempt: PastAttempt


def my_attempts(session: Session, person: Viewer) -> Sequence[MyAttempt]:
    """Every attempt of a person, newest first; two queries."""
    rows = one(attempt_queries.attempts_of(session, [person.id], language()))
    results = attempt_queries.newest_results(session, [a.id for a, _title in rows])
    return [MyAttempt(title, past_attempt(a, results.get(a.id))) for a, title in rows]
