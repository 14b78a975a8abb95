"""What clocks on a wall show, as moments: a time that clocks skip is none, one that they show twice is the first."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def moment_of(day: date, clock: time, zone: str) -> datetime | None:
    """The moment at which clocks of a zone show this; none where they skip it."""
    local = datetime.combine(day, clock.replace(tzinfo=None), ZoneInfo(zone))
    moment = local.astimezone(UTC)
    return moment if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def shown(moment: datetime, zone: str) -> datetime:
    """What clocks of a zone show at a moment, in whole minutes."""
    return moment.astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0, tzinfo=None)
