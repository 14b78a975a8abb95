"""Rules of the job queue: when a failed try is made again, and when periodic work is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LEASE = timedelta(minutes=5)  # how long a worker may be silent about a job
TRIES = 5
TASK_LEASE = timedelta(seconds=90)  # … about periodic work; its worker renews it while the work goes on
TASK_AGAIN = timedelta(minutes=1)  # how soon periodic work that failed is tried again, whatever its period
CLOSED_FOR = tuple(
    timedelta(seconds=seconds) for seconds in (10, 30, 60, 120, 300, 900, 1800, 3600)
)  # how long a lane stays closed after the first failure, the second …


@dataclass(frozen=True)
class Retry:
    """Retry policy: the pauses between tries, and when a job is given up."""

    pauses: tuple[timedelta, ...]  # after the first failed try, the second …; the last one is kept from then on
    tries: int | None = None  # given up after so many
    within: timedelta | None = None  # … or when it is as old as this

    def pause(self, tries: int) -> timedelta:
        """How long to wait after so many tries."""
        return self.pauses[min(max(tries, 1), len(self.pauses)) - 1]

    def is_over(self, *, tries: int, age: timedelta) -> bool:
        """Whether a job that was tried so often, and is so old, is given up."""
        return (self.tries is not None and tries >= self.tries) or (self.within is not None and age >= self.within)


FIVE_TRIES = Retry(tuple(timedelta(seconds=10 * 4**tries) for tries in range(1, TRIES)), tries=TRIES)


def closed_for(failures: int) -> timedelta:
    """How long a lane stays closed after so many failures on end."""
    return CLOSED_FOR[min(max(failures, 1), len(CLOSED_FOR)) - 1]


def due_at(
    every: timedelta, *, started_at: datetime | None, lease_until: datetime | None, failed: bool, now: datetime
) -> datetime:
    """When periodic work is due: a period after its last run began, sooner if that failed or its worker died.

    A last run that lies further ahead than a period was written by a clock that was wrong: then it is due now.
    """
    if started_at is None or started_at - now > every:
        return now
    if lease_until is not None:
        return lease_until
    return started_at + (min(every, TASK_AGAIN) if failed else every)
