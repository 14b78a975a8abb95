"""Until when photographs of a workshop are kept; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

LONGEST = timedelta(days=365)  # after the workshop, where nobody decided


@dataclass(frozen=True)
class AppealPeriod:
    """What was decided about somebody under a scheme, and until when that may be appealed."""

    scheme: str  # its slug
    decided_at: datetime
    until: datetime | None  # none: an appeal is open


def day_is_over(day: date) -> datetime:
    """The moment at which the whole of a day has passed, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def kept_until(starts_on: date, ends_on: date, scheme: str, periods: Iterable[AppealPeriod]) -> datetime | None:
    """Until when what shows a candidate is kept; none: as long as an appeal is open.

    What was decided before the workshop began, or under another scheme, says nothing of it. Of several decisions the
    newest counts. Where nobody decided, it goes a year after the workshop.
    """
    decided = [one for one in periods if one.scheme == scheme and one.decided_at.astimezone(UTC).date() >= starts_on]
    if not decided:
        return day_is_over(ends_on) + LONGEST
    return max(decided, key=lambda one: one.decided_at).until
