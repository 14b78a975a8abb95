"""By what the progress of people is narrowed: when they were last in the course."""

from datetime import date, timedelta
from enum import StrEnum

WEEK, MONTH = timedelta(days=7), timedelta(days=30)


class LastSeen(StrEnum):
    """When somebody was last in the course."""

    ANY = "any"
    WEEK = "week"  # today, or in the seven days before
    MONTH = "month"  # the same with thirty
    LONGER = "longer"  # longer ago than that
    NEVER = "never"


def was_seen(seen_on: date | None, today: date, wanted: LastSeen) -> bool:
    """Whether somebody who was last seen on this day, or never, is among those who are wanted."""
    if wanted is LastSeen.ANY:
        return True
    if seen_on is None or wanted is LastSeen.NEVER:
        return seen_on is None and wanted is LastSeen.NEVER
    ago = today - seen_on
    return {LastSeen.WEEK: ago <= WEEK, LastSeen.MONTH: ago <= MONTH, LastSeen.LONGER: ago > MONTH}[wanted]
