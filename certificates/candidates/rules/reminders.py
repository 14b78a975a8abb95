"""When a holder is reminded that a certificate ends: some months before, and once after it."""

from collections.abc import Collection
from datetime import date, timedelta

from lms.months import months_later

AFTER = 0  # instead of months: the reminder after the end
LATE_DAYS = 14  # within which a reminder is still sent where nothing ran on its day


def reminder_due(ends_on: date, months: Collection[int], today: date) -> int | None:
    """Which reminder is due: so many months before the end, or `AFTER`; none where its days are past or to come.

    `ends_on` is the last day of the certificate; of two that are due the one nearer to the end is sent.
    """
    days = {one: months_later(ends_on, -one) for one in months} | {AFTER: ends_on + timedelta(days=1)}
    due = [one for one, day in days.items() if day <= today < day + timedelta(days=LATE_DAYS)]
    return min(due, default=None)
