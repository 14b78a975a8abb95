"""Reporting periods: whole quarters of a year, and which of them the next report of a fund covers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

LENGTHS = (1, 2, 4)  # quarters of a report: a quarter, half a year, a year
_WRITTEN = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year, as calendars have them."""

    year: int
    no: int  # 1 to 4

    def __str__(self) -> str:
        return f"{self.year}-Q{self.no}"

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.no - 2, 1)

    @property
    def begins_at(self) -> datetime:
        """The moment at which it begins, in UTC as everything is kept."""
        return datetime(self.year, 3 * self.no - 2, 1, tzinfo=UTC)

    def later(self, quarters: int) -> "Quarter":
        """The quarter that is so many later, or earlier where they are negative."""
        year, no = divmod(4 * self.year + self.no - 1 + quarters, 4)
        return Quarter(year, no + 1)


@dataclass(frozen=True)
class Period:
    """Whole quarters, the first and the last of them included."""

    first: Quarter
    last: Quarter

    @property
    def length(self) -> int:
        """How many quarters it has."""
        return 4 * (self.last.year - self.first.year) + self.last.no - self.first.no + 1

    @property
    def since(self) -> datetime:
        """The moment at which it begins."""
        return self.first.begins_at

    @property
    def until(self) -> datetime:
        """The moment at which it is over."""
        return self.last.later(1).begins_at

    @property
    def days(self) -> tuple[date, date]:
        """Its first day and its last."""
        return self.first.first_day, date.fromordinal(self.last.later(1).first_day.toordinal() - 1)

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended; a period that runs is never reported."""
        return self.until <= now


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def read_quarter(text: str) -> Quarter | None:
    """A quarter from how it is written, such as “2026-Q3”; nothing where that is no quarter."""
    found = _WRITTEN.fullmatch(text)
    return Quarter(int(found[1]), int(found[2])) if found else None


def last_quarters(today: date, count: int) -> tuple[Quarter, ...]:
    """The quarter that runs and those before it, so many, the oldest first."""
    running = quarter_of(today)
    return tuple(running.later(-back) for back in range(count - 1, -1, -1))


def next_period(frozen: Sequence[Period], starts_on: date, length: int) -> Period:
    """The period that a fund reports next: behind the last one, as long as that; else from its own first quarter.

    So the reports of a fund never overlap and leave nothing out. Were one to cover a part of another, the difference of
    the two would say of few people what neither says.
    """
    if frozen:
        before = max(frozen, key=lambda one: one.last)
        first, length = before.last.later(1), before.length
    else:
        first = quarter_of(starts_on)
    return Period(first, first.later(length - 1))
