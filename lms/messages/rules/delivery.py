"""When the letter about a message is due: at once, with a digest, or never; outside the reader's quiet hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DIGEST_HOUR = 7  # local time of the reader
DIGEST_WEEKDAY = 0  # of weekly ones: Monday
SETTLES = timedelta(minutes=5)  # a message that a later one may replace: its letter waits so long for that
HOURS = range(24)


class Channel(StrEnum):
    """How somebody wants to be told of one kind of message; the inbox has it in any case."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    INBOX = "inbox"


DIGESTS = frozenset({Channel.DAILY, Channel.WEEKLY})


@dataclass(frozen=True)
class Quiet:
    """Quiet hours: whole hours of the reader's own time, from the first to before the second; the same: none."""

    begins: int
    ends: int

    def __post_init__(self) -> None:
        if not {self.begins, self.ends} <= set(HOURS):
            raise ValueError("Quiet hours begin and end at a whole hour from 0 to 23.")

    @property
    def is_none(self) -> bool:
        """Whether there are no quiet hours."""
        return self.begins == self.ends

    def holds(self, hour: int) -> bool:
        """Whether this hour of the day is quiet; they may go over midnight."""
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends


QUIET = Quiet(20, 7)  # where nobody chose anything else


def is_quiet(moment: datetime, quiet: Quiet, zone: ZoneInfo) -> bool:
    """Whether the clock of the reader shows a quiet hour."""
    return quiet.holds(moment.astimezone(zone).hour)


def after_quiet(moment: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """This moment, or the first after it that is not quiet, however the clocks change in between."""
    if not is_quiet(moment, quiet, zone):
        return moment
    return min(at for at in _showings(moment, quiet.ends, zone) if at > moment and not is_quiet(at, quiet, zone))


def next_digest(moment: datetime, zone: ZoneInfo, *, weekly: bool = False) -> datetime:
    """The first digest after this moment: at seven in the reader's own time, of weekly ones on Monday.

    Where the clocks leave that hour out, it is the hour after; where they show it twice, the first.
    """
    today = moment.astimezone(zone).date()
    for days in range(9):
        day = today + timedelta(days=days)
        at = datetime.combine(day, time(DIGEST_HOUR), zone).astimezone(UTC)
        if at > moment and not (weekly and day.weekday() != DIGEST_WEEKDAY):
            return at
    raise ValueError("No digest within nine days.")


def letter_at(channel: Channel, moment: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime | None:
    """When the letter about a message of this moment may go; none: it stays in the inbox alone."""
    if channel is Channel.INBOX:
        return None
    wanted = moment if channel is Channel.AT_ONCE else next_digest(moment, zone, weekly=channel is Channel.WEEKLY)
    return after_quiet(wanted, quiet, zone)


def _showings(moment: datetime, hour: int, zone: ZoneInfo) -> Iterator[datetime]:
    """The moments of these days at which the reader's clock shows this hour; twice where it is set back."""
    today = moment.astimezone(zone).date()
    for days in range(4):
        shown = datetime.combine(today + timedelta(days=days), time(hour), zone)
        yield shown.astimezone(UTC)
        yield shown.replace(fold=1).astimezone(UTC)
