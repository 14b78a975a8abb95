"""What the queue can do: kinds of jobs, the lanes in which they wait, and periodic tasks; manifests name them."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from lms import clock
from lms.db import transaction
from lms.queue.models import Job
from lms.queue.rules import FIVE_TRIES, LEASE, Retry


@dataclass(frozen=True)
class Progress:
    """Handed to a job, so that it can say how far it is; saying so also renews its lease."""

    job_id: int

    def __call__(self, done: int, total: int | None = None) -> None:
        """Note that `done` of `total` pieces are done."""
        with transaction() as session:
            values: dict[str, Any] = {"done_count": done, "lease_until": clock.now() + LEASE}
            if total is not None:
                values["total_count"] = total
            session.execute(update(Job).where(Job.id == self.job_id).values(**values))


Work = Callable[[dict[str, Any], Progress], None]
Run = Callable[[datetime], None]


@dataclass(frozen=True)
class Lane:
    """A lane of the queue with threads of its own, so that what is slow or out of reach in it holds up no other."""

    name: str
    threads: int = 1
    around: Callable[[], AbstractContextManager[object]] = nullcontext  # entered while a thread does what waits


@dataclass(frozen=True)
class JobKind:
    """One kind of job: its work may run twice without harm, and opens its own transactions."""

    name: str
    work: Work
    forget_payload: bool = False  # nothing is left of the payload once the job has ended and cannot be tried again
    lane: str = "jobs"
    retry: Retry = FIVE_TRIES

    def __call__(self, payload: dict[str, Any], progress: Progress) -> None:
        """Do one job of this kind."""
        self.work(payload, progress)

    def left_of(self, *, age: timedelta, done: bool) -> dict[str, Any]:
        """What is written over the row of a job that ended at this age: nothing while it may yet be asked for again."""
        again = not done and self.retry.within is not None and age < self.retry.within
        return {"payload": {}} if self.forget_payload and not again else {}


@dataclass(frozen=True)
class PeriodicTask:
    """One periodic task: it may run twice without harm, and opens its own transactions."""

    name: str
    every: timedelta
    run: Run

    def __call__(self, now: datetime) -> None:
        """Do it once, here and now, whoever else does it too."""
        self.run(now)


MAIN = Lane("jobs", threads=2)


def job(
    kind: str, *, forget_payload: bool = False, lane: Lane = MAIN, retry: Retry = FIVE_TRIES
) -> Callable[[Work], JobKind]:
    """Make a kind of job of the function that does it; a manifest names the kind."""
    return lambda work: JobKind(kind, work, forget_payload, lane.name, retry)


def periodic(name: str, *, every: timedelta) -> Callable[[Run], PeriodicTask]:
    """Make a periodic task of the function that does it each time that so long has passed; a manifest names it."""
    return lambda run: PeriodicTask(name, every, run)
