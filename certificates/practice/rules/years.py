"""The years of a certificate: how much practice each has, and whether the scheme's number is reached.

A year begins on the day from which the certificate is valid, and on the same day of each year after it. It has enough
with so many activities as the scheme asks for a year, whatever their kind and whoever says so; a scheme that asks for
none is always content. The last year ends with the certificate, however short it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lms.months import months_later


@dataclass(frozen=True)
class PracticeYear:
    """A year of a certificate; `ends_on` is the first day that no longer belongs to it."""

    no: int  # from 1
    begins_on: date
    ends_on: date
    wanted: int
    found: int

    @property
    def is_enough(self) -> bool:
        """Whether the number of the scheme is reached; the number itself is enough."""
        return self.found >= self.wanted

    @property
    def missing(self) -> int:
        """How many activities are still to come."""
        return max(0, self.wanted - self.found)

    def holds(self, day: date) -> bool:
        """Whether a day belongs to it."""
        return self.begins_on <= day < self.ends_on


def practice_years(
    begins_on: date, ends_on: date | None, days: Iterable[date], *, a_year: int, today: date
) -> list[PracticeYear]:
    """The years that have begun by today, each with the activities of these last days; none before it is valid.

    `ends_on` is the day on which the certificate ends, none for one without end.
    """
    every = list(days)
    found: list[PracticeYear] = []
    while True:
        begins = months_later(begins_on, 12 * len(found))
        if begins > today or (ends_on is not None and begins >= ends_on):
            return found
        ends = months_later(begins_on, 12 * (len(found) + 1))
        ends = ends if ends_on is None else min(ends, ends_on)
        count = sum(begins <= day < ends for day in every)
        found.append(PracticeYear(len(found) + 1, begins, ends, a_year, count))


def year_to_confirm(years: Sequence[PracticeYear], confirmed: int) -> PracticeYear | None:
    """The first year that no registrar has confirmed yet; years are confirmed in their order."""
    return years[confirmed] if confirmed < len(years) else None
