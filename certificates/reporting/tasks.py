"""What the worker does for reporting: the figures of the programme, counted anew."""

from datetime import datetime, timedelta

from certificates.reporting.services.counting import count_programme
from lms.db import transaction
from lms.queue.kinds import periodic

EVERY = timedelta(minutes=30)  # a count may take minutes, and no figure shown is older than an hour


@periodic("programme-figures", every=EVERY)
def count_figures(now: datetime) -> None:
    """Count every figure of the programme."""
    with transaction() as session:
        count_programme(session, now)
