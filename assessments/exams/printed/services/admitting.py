"""For whom a quiz may be printed now: by the rules of admission, asked for many at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.decisions.queries import decisions_in_force
from assessments.decisions.rules import strictest
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries.bars import bar_of
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.rules.admission import Refusal, may_start
from courses.api import Run


def refusals(session: Session, quiz: ExamInForce, runs: Sequence[Run], now: datetime) -> dict[int, Refusal]:
    """Of these runs those in which no attempt at a quiz may begin now, and why; three queries for all."""
    ids, people = [run.id for run in runs], [run.person_id for run in runs]
    found = attempt_queries.history(session, quiz.exam_id, ids)
    granted = attempt_queries.attempts_granted(session, quiz.exam_id, ids)
    decided = decisions_in_force(session, people, [quiz.exam_id])
    told: dict[int, Refusal] = {}
    for run in runs:
        bar = strictest(bar_of(one, now.date()) for one in decided[run.person_id])
        previous = attempt_queries.as_previous(found[run.id])
        asked, wait = quiz.blueprint.attempts, quiz.blueprint.wait_hours
        refusal = may_start(previous, now, asked, wait, granted=granted[run.id], bar=bar)
        if refusal is not None:
            told[run.id] = refusal
    return told
