"""The last seven days of a person, by the clock of their zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = 7


def week_begins_at(now: datetime, zone: str) -> datetime:
    """The midnight with which the last seven days begin, today being one of them."""
    there = now.astimezone(ZoneInfo(zone))
    first = there.date() - timedelta(days=DAYS - 1)
    return datetime(first.year, first.month, first.day, tzinfo=there.tzinfo).astimezone(now.tzinfo)
