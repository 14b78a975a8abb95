"""What the worker does for exams every minute: close what is overdue, score what is closed."""

from datetime import datetime

from assessments.exams.queries import attempts as queries
from assessments.exams.services.closing import close_overdue
from assessments.exams.services.grading import grade_attempt
from lms.db import reading, transaction
from lms.jobs import every_minute


@every_minute("close-overdue-attempts")
def close_and_score(now: datetime) -> None:
    """Each attempt in a transaction of its own, so that one that fails holds up no other for long."""
    for number in queries.overdue(reading(), now):
        with transaction() as session:
            close_overdue(session, number, now=now)
    for number in queries.ungraded(reading()):
        with transaction() as session:
            grade_attempt(session, number, now=now)
