"""Time: an attempt's deadline is fixed at the start and only the server's clock counts."""

from datetime import datetime, timedelta
from math import ceil

GRACE = timedelta(seconds=15)  # for the network; no page counts it


def deadline(started_at: datetime, minutes: int | None, extra_seconds: int = 0) -> datetime | None:
    """When the time is up, extra time included; None where there is no limit."""
    if minutes is None:
        return None
    return started_at + timedelta(minutes=minutes, seconds=extra_seconds)


def is_over(now: datetime, deadline_at: datetime | None) -> bool:
    """Whether the time is up: from then on the clock closes an attempt, whoever presses a button."""
    return deadline_at is not None and now >= deadline_at


def is_late(received_at: datetime, deadline_at: datetime | None, grace: timedelta = GRACE) -> bool:
    """Whether an answer came after the grace; the last moment of it is in time."""
    return deadline_at is not None and received_at > deadline_at + grace


def is_in_grace(received_at: datetime, deadline_at: datetime | None) -> bool:
    """Whether an answer counts that came after the time was up."""
    return deadline_at is not None and received_at > deadline_at and not is_late(received_at, deadline_at)


def remaining_seconds(now: datetime, deadline_at: datetime | None) -> int | None:
    """Seconds that the page shows, never below 0; None where there is no limit.

    A second that has begun counts whole: no page runs out before the time is up, and hands in too early.
    """
    if deadline_at is None:
        return None
    return max(0, ceil((deadline_at - now).total_seconds()))
