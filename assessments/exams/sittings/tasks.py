"""Periodic task of sittings: what waited for a protocol as long as it may is decided."""

import traceback
from datetime import datetime, timedelta

import structlog

from assessments.exams.sittings.queries.candidates import waiting_sittings
from assessments.exams.sittings.services.settling import settle
from lms.db import read_session, transaction
from lms.queue.kinds import periodic

log = structlog.get_logger()


@periodic("settle-sittings", every=timedelta(minutes=5))
def settle_rooms(now: datetime) -> None:
    """Each room in a transaction of its own, so that one that fails holds up no other."""
    for number in waiting_sittings(read_session()):
        try:
            with transaction() as session:
                settle(session, number, now=now)
        except Exception as fault:  # said in the log; the next time tries again
            log.exception("sitting-task-failed", sitting=number, fault=str(fault), trace=traceback.format_exc())
