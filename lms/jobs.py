"""Work for later, written in the same transaction as its cause; a lease and a sweeper bring back what a crash left.

The rows here are the truth. The queue of `waking.py` only tells a worker sooner than the sweeper would.
"""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import CheckConstraint, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms import clock
from lms.db import Base, after_commit, end_read_session, read_session, transaction
from lms.errors import RuleBroken

LEASE = timedelta(minutes=5)
TRIES = 5
KEPT = timedelta(days=30)  # how long a job that is done can still be looked at
log = structlog.get_logger()


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of work; this row is the truth, the queue only wakes a worker."""

    __tablename__ = "job"
    __table_args__ = (CheckConstraint("state IN ('queued','running','done','failed')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(index=True)
    tries: Mapped[int]
    done_count: Mapped[int]
    total_count: Mapped[int | None]
    created_at: Mapped[datetime]
    run_after: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]


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
Beat = Callable[[datetime], None]
_kinds: dict[str, Work] = {}
_forgotten: set[str] = set()  # kinds whose payload is emptied when the job ends
_beats: dict[str, Beat] = {}


def job(kind: str, *, forget: bool = False) -> Callable[[Work], Work]:
    """Register the work of one kind; it may run twice without harm, and opens its own transactions.

    With `forget` nothing is left of its payload once it has ended, well or not: letters are for their readers alone.
    """

    def register(work: Work) -> Work:
        _kinds[kind] = work
        (_forgotten.add if forget else _forgotten.discard)(kind)
        return work

    return register


def every_minute(name: str) -> Callable[[Beat], Beat]:
    """Register what the worker does every minute, whoever else does it too."""

    def register(beat: Beat) -> Beat:
        _beats[name] = beat
        return beat

    return register


def enqueue(
    session: Session, kind: str, payload: dict[str, Any], *, now: datetime, after: datetime | None = None
) -> Job:
    """Write the job beside its cause; a worker is woken once both are committed."""
    if kind not in _kinds:
        raise ValueError(f"Nobody does jobs of the kind {kind}.")
    row = Job(
        kind=kind, payload=payload, state=JobState.QUEUED, tries=0, done_count=0, created_at=now, run_after=after or now
    )
    session.add(row)
    session.flush()
    if row.run_after <= now:
        after_commit(session, partial(wake, row.id))
    return row


def wake(job_id: int) -> None:
    """Tell a worker about this job; if the queue is out of reach the sweeper will find the row."""
    tell: Callable[[int], object] | None = current_app.extensions.get("spoor-run-job")
    if tell is None:
        return
    try:
        tell(job_id)
    except Exception as fault:  # noqa: BLE001  # any storage fault: the row stands, the sweeper brings it
        log.warning("queue-out-of-reach", job=job_id, fault=str(fault))


def run(job_id: int, now: datetime | None = None) -> bool:
    """Do one job if nobody else has it; answers whether it was ours to do."""
    now = now or clock.now()
    with transaction() as session:
        claimed = session.execute(
            update(Job)
            .where(Job.id == job_id, Job.state == JobState.QUEUED, Job.run_after <= now)
            .values(state=JobState.RUNNING, tries=Job.tries + 1, lease_until=now + LEASE)
            .returning(Job.kind, Job.payload, Job.tries)
        ).one_or_none()
    if claimed is None:
        return False
    kind, payload, tries = claimed
    try:
        _kinds[kind](payload, Progress(job_id))
    except Exception as fault:  # whatever went wrong is written down and tried again
        log.exception("job-failed", job=job_id, kind=kind, fault=str(fault), trace=traceback.format_exc())
        _put_back(job_id, kind, tries, fault)
        return True
    _settle(job_id, tries, state=JobState.DONE, finished_at=clock.now(), error=None, **_left_of(kind))
    return True


def _left_of(kind: str) -> dict[str, Any]:
    """What is written over a job of this kind when it ends: the payload, where it is to be forgotten."""
    return {"payload": {}} if kind in _forgotten else {}


def _settle(job_id: int, tries: int, **values: Any) -> None:
    """Write how a try ended; one that outlived its lease says nothing about the try that took its place."""
    with transaction() as session:
        session.execute(
            update(Job)
            .where(Job.id == job_id, Job.tries == tries, Job.state == JobState.RUNNING)
            .values(lease_until=None, **values)
        )


def _put_back(job_id: int, kind: str, tries: int, fault: Exception) -> None:
    """Queue a failed job again, later each time; a broken rule or the last try ends it."""
    now = clock.now()
    final = tries >= TRIES or isinstance(fault, RuleBroken)
    _settle(
        job_id,
        tries,
        state=JobState.FAILED if final else JobState.QUEUED,
        error=f"{type(fault).__name__}: {fault}",
        finished_at=now if final else None,
        run_after=now + timedelta(seconds=10 * 4**tries),
        **(_left_of(kind) if final else {}),
    )


def due(session: Session, now: datetime, limit: int = 200) -> list[int]:
    """Jobs that a worker should be doing: queued ones whose time has come."""
    return list(
        session.scalars(
            select(Job.id).where(Job.state == JobState.QUEUED, Job.run_after <= now).order_by(Job.id).limit(limit)
        )
    )


def sweep(now: datetime) -> int:
    """Bring back what a dead worker left running, and wake somebody for what waits; answers how many wait."""
    left = [Job.state == JobState.RUNNING, or_(Job.lease_until.is_(None), Job.lease_until < now)]
    ended = "The worker ended in the middle of this job, each time that it was tried."
    with transaction() as session:
        over = update(Job).where(*left, Job.tries >= TRIES)
        given_up = {"state": JobState.FAILED, "lease_until": None, "finished_at": now, "error": ended}
        session.execute(over.where(Job.kind.in_(_forgotten)).values(payload={}, **given_up))
        session.execute(over.values(**given_up))
        session.execute(update(Job).where(*left).values(state=JobState.QUEUED, lease_until=None))
    waiting = due(read_session(), now)
    for job_id in waiting:
        wake(job_id)
    return len(waiting)


def run_due(now: datetime) -> int:
    """Do everything that waits, here and now; for commands and tests. Answers how many were done."""
    count = 0
    while done := sum(run(job_id, now) for job_id in due(read_session(), now)):
        count += done
    end_read_session()
    return count


def beat(now: datetime) -> None:
    """What happens every minute: the sweeper, then each registered duty; one that fails does not stop the others."""
    sweep(now)
    for name, duty in _beats.items():
        try:
            duty(now)
        except Exception as fault:  # said in the log; the next minute tries again
            log.exception("duty-failed", duty=name, fault=str(fault), trace=traceback.format_exc())


@every_minute("jobs-cleanup")
def forget_done(now: datetime) -> None:
    """Once an hour, forget jobs that were done long ago; failed ones stay until somebody looked at them."""
    if now.minute == 0:
        with transaction() as session:
            session.execute(delete(Job).where(Job.state == JobState.DONE, Job.finished_at < now - KEPT))
