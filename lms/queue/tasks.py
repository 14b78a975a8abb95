"""Periodic tasks of the queue itself."""

from datetime import datetime, timedelta

from lms.db import transaction
from lms.queue import jobs
from lms.queue.kinds import periodic


@periodic("jobs-cleanup", every=timedelta(hours=1))
def forget_done(now: datetime) -> None:
    """Forget jobs that were done long ago, and what a letter says once it is given up; failed jobs stay."""
    with transaction() as session:
        jobs.forget_old(session, now)
