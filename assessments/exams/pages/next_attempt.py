"""When somebody may sit an exam again, for the page of a result."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.models import Attempt
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries import exams as exam_queries
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.rules.admission import RefusalReason
from assessments.exams.rules.states import AttemptState
from assessments.exams.services import starting
from courses.api import runs_by_id
from lms.batch import one
from lms.errors import NotFound
from lms.i18n import language


@dataclass(frozen=True)
class NextAttempt:
    """Whether another attempt may start; `opens_at` where that is later, `words` where it may not at all."""

    is_open: bool
    opens_at: datetime | None
    words: str
    left: int | None  # none: as many as one likes
    allowed: int | None


def next_attempt(session: Session, attempt: Attempt, exam: ExamInForce, now: datetime) -> NextAttempt | None:
    """What comes after this attempt in its run; none where the run has ended or has no such exam any more."""
    run = runs_by_id(session, [attempt.enrolment_id])[attempt.enrolment_id]
    if not run.is_open:
        return None
    try:
        exam = exam_queries.exam_of_version(session, run.version_id, exam.slug)
    except NotFound:
        return None
    found = one(attempt_queries.history(session, exam.exam_id, [run.id]))
    admitted = starting.admission(session, exam, run, found, now, language())
    refusal, allowed = admitted.refusal, exam.blueprint.attempts
    later = refusal.opens_at if refusal and refusal.reason is RefusalReason.TOO_SOON else None
    counted = sum(a.state != AttemptState.VOIDED for a, _result in found)
    return NextAttempt(
        is_open=refusal is None,
        opens_at=later,
        words=starting.refusal_words(refusal, admitted.before) if refusal and later is None else "",
        left=None if allowed is None else max(0, allowed + admitted.granted - counted),
        allowed=allowed,
    )
