"""Time: an attempt's deadline is fixed at the start and only the server's clock counts."""

from datetime import datetime, timedelta

GRACE = timedelta(seconds=15)  # for the network; taken, but never shown


def deadline(started_at: datetime, minutes: int | None, extra_seconds: int = 0) -> datetime | None:
    """When the time is up, extra time included; None where there is no limit."""
    if minutes is None:
        return None
    return started_at + timedelta(minutes=minutes, seconds=extra_seconds)


def is_late(received_at: datetime, deadline_at: datetime | None, grace: timedelta = GRACE) -> bool:
    """Whether an answer came after the grace; the last moment of it is in time."""
    return deadline_at is not None and received_at > deadline_at + grace


def remaining_seconds(now: datetime, deadline_at: datetime | None) -> int | None:
    """Whole seconds that the page shows, never below 0; None where there is no limit."""
    if deadline_at is None:
        return None
    return max(0, int((deadline_at - now).total_seconds()))
