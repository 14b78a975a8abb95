"""Renewal: from which day a certificate may be renewed, and how long the next one holds.

Months are counted as for `valid_months`: the same day, or the last one of a shorter month. The end of a certificate is
a moment that is past itself, so the next one begins at exactly that moment: there is neither a gap nor an overlap.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from certificates.credentials.rules.lifecycle import Standing
from lms.months import months_later


@dataclass(frozen=True)
class Term:
    """For how long a certificate holds, and how many months before its end its renewal opens."""

    earned_at: datetime
    begins_at: datetime
    ends_at: datetime | None  # none: without end, so it is never renewed
    window_months: int

    @property
    def opens_on(self) -> date | None:
        """The first day on which it may be renewed, in UTC; none where it has no end."""
        if self.ends_at is None:
            return None
        return months_later(self.ends_at.astimezone(UTC), -self.window_months).date()

    def covers(self, moment: datetime) -> bool:
        """Whether it holds at this moment by its dates alone."""
        return self.begins_at <= moment and (self.ends_at is None or moment < self.ends_at)

    def standing_when_good(self, now: datetime) -> Standing:
        """How it stands where it is signed and nothing is wrong with it, before its end."""
        return Standing.NOT_YET if now < self.begins_at else Standing.IN_FORCE

    def may_be_renewed(self, standing: Standing, today: date) -> bool:
        """Whether a run for its renewal may begin on this day: it is in force, and the window is open."""
        return standing is Standing.IN_FORCE and self.opens_on is not None and today >= self.opens_on

    def is_renewed_by(self, earned_at: datetime, run_began_at: datetime | None) -> bool:
        """Whether what was earned then renews it: passed while it holds, in its window, in a run that began after it.

        In the run in which it was earned itself, or where nobody says which run it was, nothing renews it.
        """
        opens_on = self.opens_on
        if opens_on is None or run_began_at is None or run_began_at <= self.earned_at or not self.covers(earned_at):
            return False
        return earned_at.astimezone(UTC).date() >= opens_on


def period_ends(earned_at: datetime, begins_at: datetime | None, valid_months: int | None) -> datetime | None:
    """Until when what was earned holds, counted from when it begins, else from when it was earned; none: without end.

    When its holder confirms the name does not matter.
    """
    return months_later(begins_at or earned_at, valid_months) if valid_months else None


def version_begins(now: datetime, begins_at: datetime | None, before: datetime | None) -> datetime:
    """From when a version of a certificate is valid; `begins_at` where the certificate follows another.

    A later version begins after the one `before`, also where the certificate itself has not begun: Open Badges let the
    one with the newer date take the place of the other.
    """
    if before is not None:
        return max(now, before + timedelta(seconds=1))
    return begins_at or now
