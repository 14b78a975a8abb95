"""Periodic tasks of exams: close what is overdue, score what is closed, note which withdrawals nobody confirmed."""

import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from assessments.exams.queries import attempts as queries
from assessments.exams.services.closing import close_overdue
from assessments.exams.services.grading import grade_attempt
from assessments.exams.services.withdrawing import note_lapsed
from lms.db import read_session, transaction
from lms.queue.kinds import periodic

log = structlog.get_logger()


@periodic("close-overdue-attempts", every=timedelta(minutes=1))
def close_and_score(now: datetime) -> None:
    """Each attempt in a transaction of its own, so that one that fails holds up no other."""
    for number in queries.overdue(read_session(), now):
        _try("close", number, lambda session, number: close_overdue(session, number, now=now))
    for number in queries.ungraded(read_session()):
        _try("score", number, lambda session, number: grade_attempt(session, number, now=now))


@periodic("lapsed-withdrawals", every=timedelta(hours=1))
def note_lapsed_withdrawals(now: datetime) -> None:
    """For the record alone: whether a question is asked is judged by the clock."""
    with transaction() as session:
        note_lapsed(session, now)


def _try(what: str, number: int, act: Callable[[Session, int], object]) -> None:
    try:
        with transaction() as session:
            act(session, number)
    except Exception as fault:  # said in the log; the next minute tries again
        log.exception("attempt-task-failed", act=what, attempt=number, fault=str(fault), trace=traceback.format_exc())
