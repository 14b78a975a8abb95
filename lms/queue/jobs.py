"""Job queue: work for later, written in the same transaction as its cause, taken by one worker at a time.

A lease and a sweeper bring back what a crash left.
"""

import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

import structlog
from flask import current_app
from sqlalchemy import ColumnElement, Table, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from lms import clock
from lms.db import UtcMoment, after_commit, end_read_session, read_session, transaction
from lms.errors import RuleBroken
from lms.inserts import insert_many
from lms.queue import breakers
from lms.queue.kinds import MAIN, JobKind, Progress
from lms.queue.models import Job, JobState
from lms.queue.registry import kind_named, kinds, lanes
from lms.queue.rules import FIVE_TRIES, LEASE, TRIES

__all__ = ["LEASE", "TRIES", "Job", "JobState", "Progress", "Unavailable", "enqueue", "run", "run_due", "sweep"]
KEPT = timedelta(days=30)  # how long a job that is done can still be looked at
log = structlog.get_logger()


class Unavailable(Exception):
    """Raised by the work of a job: what its whole lane needs is out of reach, so the lane is closed for a while.

    The try does not count unless told otherwise: the job is not at fault.
    """

    def __init__(self, words: str, *, counted: bool = False) -> None:
        super().__init__(words)
        self.counted = counted


@dataclass(frozen=True)
class LeasedJob:
    """A job that this worker has taken."""

    id: int
    kind: str
    lane: str
    payload: dict[str, Any]
    tries: int
    created_at: datetime


def enqueue(
    session: Session, kind: str, payload: dict[str, Any], *, now: datetime, after: datetime | None = None
) -> Job:
    """Write the job beside its cause; a worker of this process is woken once both are committed."""
    row = Job(**_written(kind, payload, now, after or now))
    session.add(row)
    session.flush()
    if row.run_after <= now:
        after_commit(session, partial(wake, row.lane))
    return row


def enqueue_many(
    session: Session, kind: str, work: Sequence[tuple[dict[str, Any], datetime]], *, now: datetime
) -> None:
    """Write many jobs of one kind at once, each with the moment from which it may be done."""
    rows = [_written(kind, payload, now, after) for payload, after in work]
    if rows:
        insert_many(session, Job, rows)
    if any(after <= now for _payload, after in work):
        after_commit(session, partial(wake, rows[0]["lane"]))


def _written(kind: str, payload: dict[str, Any], now: datetime, after: datetime) -> dict[str, Any]:
    """A new job, as its row holds it."""
    known = kind_named(kind)
    if known is None:
        raise ValueError(f"Nobody does jobs of the kind {kind}.")
    begun = {"state": JobState.QUEUED, "tries": 0, "done_count": 0, "created_at": now, "run_after": after}
    return {"kind": kind, "lane": known.lane, "payload": payload, **begun}


def wake(lane: str) -> None:
    """Tell a worker of this process about work in this lane; those of other processes look every second."""
    ring: Callable[[str], None] | None = current_app.extensions.get("spoor-worker-bell")
    if ring is not None:
        ring(lane)


def ready(now: datetime) -> ColumnElement[bool]:
    """As a filter on `Job`: what is to be done now, in lanes that are open."""
    return (Job.state == JobState.QUEUED) & (Job.run_after <= now) & Job.lane.not_in(breakers.closed_lanes(now))


def claim(lane: str, now: datetime) -> LeasedJob | None:
    """Take the next job of this lane, which nobody else then has; nothing if none waits."""
    return _take(CLAIM_MAIN if lane == MAIN.name else CLAIM, {"wanted": lane}, now)


def _take(statement: ReturningUpdate[Any], which: dict[str, Any], now: datetime) -> LeasedJob | None:
    with transaction() as session:
        row = session.execute(statement, {"moment": now, "lease": now + LEASE} | which).one_or_none()
    return None if row is None else LeasedJob(*row)


def _claiming(*where: ColumnElement[bool]) -> ReturningUpdate[Any]:
    """The statement that takes one job; made once, since it runs for every job. Wants `moment` and `lease`."""
    return (
        update(TABLE)
        .where(*where, TABLE.c.state == JobState.QUEUED)
        .values(state=JobState.RUNNING, tries=TABLE.c.tries + 1, lease_until=bindparam("lease"))
        .returning(*(TABLE.c[name] for name in ("id", "kind", "lane", "payload", "tries", "created_at")))
    )


def _next_of_lane(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """The job that is next in the lane `wanted`."""
    waiting = TABLE.alias()
    following = (
        select(waiting.c.id)
        .where(waiting.c.lane == bindparam("wanted"), waiting.c.state == JobState.QUEUED)
        .where(waiting.c.run_after <= bindparam("moment"), *where)
        .order_by(waiting.c.run_after, waiting.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # SQLite lets one writer in at a time, and knows no such words
    )
    return TABLE.c.id == following.scalar_subquery()


TABLE = cast(Table, Job.__table__)
OPEN = bindparam("wanted").not_in(breakers.closed_lanes(bindparam("moment", type_=UtcMoment())))
CLAIM = _claiming(_next_of_lane(OPEN))
CLAIM_MAIN = _claiming(_next_of_lane())  # the main lane is never closed
CLAIM_ONE = _claiming(
    TABLE.c.id == bindparam("wanted"),
    TABLE.c.run_after <= bindparam("moment"),
    TABLE.c.lane.not_in(breakers.closed_lanes(bindparam("moment", type_=UtcMoment()))),
)


def perform(held: LeasedJob) -> None:
    """Do a job that was taken, and write how it ended."""
    kind = kind_named(held.kind)
    try:
        if kind is None:
            raise LookupError(f"nobody does jobs of the kind {held.kind}")
        kind.work(held.payload, Progress(held.id))
    except Exception as fault:  # noqa: BLE001  # whatever went wrong is written down and tried again
        _end_badly(held, kind, fault)
    else:
        _finish(held, kind)


def _end_badly(held: LeasedJob, kind: JobKind | None, fault: Exception) -> None:
    """Write down what went wrong with a try; the main lane is never closed."""
    if isinstance(fault, Unavailable) and held.lane != MAIN.name:
        log.warning("lane-closed", lane=held.lane, job=held.id, fault=str(fault))
        with transaction() as session:
            _put_back(session, held, kind, fault, counted=fault.counted)
            breakers.close_lane(session, held.lane, str(fault), now=clock.now())
        return
    log.error(
        "job-failed", job=held.id, kind=held.kind, fault=str(fault), trace="".join(traceback.format_exception(fault))
    )
    with transaction() as session:
        _put_back(session, held, kind, fault)


def _finish(held: LeasedJob, kind: JobKind) -> None:
    """The job is done: its lane is open, whatever was the matter before."""
    now = clock.now()
    left = kind.left_of(age=now - held.created_at, done=True)
    with transaction() as session:
        _settle(session, held, state=JobState.DONE, finished_at=now, error=None, **left)
        if held.lane != MAIN.name:
            breakers.open_lane(session, held.lane)


def _settle(session: Session, held: LeasedJob, **values: Any) -> None:
    """Write how a try ended; one that outlived its lease says nothing about the try that took its place."""
    session.execute(
        update(Job)
        .where(Job.id == held.id, Job.tries == held.tries, Job.state == JobState.RUNNING)
        .values({"lease_until": None} | values)
        .execution_options(synchronize_session=False)
    )


def _put_back(
    session: Session, held: LeasedJob, kind: JobKind | None, fault: Exception, *, counted: bool = True
) -> None:
    """Queue a failed job again, later each time; a broken rule or the end of its policy ends it."""
    now = clock.now()
    policy = kind.retry if kind else FIVE_TRIES
    age = now - held.created_at
    tries = held.tries if counted else held.tries - 1
    values: dict[str, Any] = {"tries": tries, "error": f"{type(fault).__name__}: {fault}"}
    if isinstance(fault, RuleBroken) or policy.is_over(tries=tries, age=age):
        left = kind.left_of(age=age, done=False) if kind else {}
        values |= {"state": JobState.FAILED, "finished_at": now} | left
    else:
        values |= {"state": JobState.QUEUED, "run_after": now + policy.pause(tries) if counted else now}
    _settle(session, held, **values)


def give_back(held: LeasedJob) -> None:
    """Put a job back as if it had not been taken: its worker ends."""
    with transaction() as session:
        _settle(session, held, state=JobState.QUEUED, tries=held.tries - 1)


def run(job_id: int, now: datetime | None = None) -> bool:
    """Do one job if nobody else has it and its time has come; answers whether it was ours to do."""
    now = now or clock.now()
    held = _take(CLAIM_ONE, {"wanted": job_id}, now)
    if held is None:
        return False
    perform(held)
    return True


def due(session: Session, now: datetime, limit: int = 200) -> list[int]:
    """Jobs that a worker should be doing: queued ones whose time has come."""
    return list(session.scalars(select(Job.id).where(ready(now)).order_by(Job.run_after, Job.id).limit(limit)))


def run_due(now: datetime) -> int:
    """Do everything that waits, here and now; for commands and tests. Answers how many were done."""
    count = 0
    with ExitStack() as rooms:
        for lane in lanes():
            rooms.enter_context(lane.around())
        while done := sum(run(job_id, now) for job_id in due(read_session(), now)):
            count += done
    end_read_session()
    return count


def run_lane(name: str) -> None:
    """Do everything that waits in one lane, here and now, beside whatever workers there are."""
    [lane] = [one for one in lanes() if one.name == name]
    with lane.around():
        while (held := claim(name, clock.now())) is not None:
            perform(held)


def sweep(now: datetime) -> int:
    """Bring back what a dead worker left running; answers how many jobs wait."""
    left = (Job.state == JobState.RUNNING) & or_(Job.lease_until.is_(None), Job.lease_until < now)
    found = read_session().scalars(select(Job).where(left).execution_options(populate_existing=True)).all()
    for row in found:
        _bring_back(row, now)
    end_read_session()
    return len(due(read_session(), now))


def _bring_back(row: Job, now: datetime) -> None:
    """One job whose worker died: again at once the first time, later each time after that, or given up."""
    kind = kind_named(row.kind)
    policy, age = kind.retry if kind else FIVE_TRIES, now - row.created_at
    if policy.is_over(tries=row.tries, age=age):
        ended = "The worker ended in the middle of this job, each time that it was tried."
        values = {"state": JobState.FAILED, "finished_at": now, "error": ended}
        values |= kind.left_of(age=age, done=False) if kind else {}
    else:
        pause = policy.pause(row.tries - 1) if row.tries > 1 else timedelta(0)
        values = {"state": JobState.QUEUED, "run_after": now + pause}
    with transaction() as session:
        session.execute(
            update(Job)
            .where(Job.id == row.id, Job.tries == row.tries, Job.state == JobState.RUNNING)
            .where(Job.lease_until.is_not_distinct_from(row.lease_until))
            .values(lease_until=None, **values)
        )


def forget_old(session: Session, now: datetime) -> None:
    """Forget jobs that were done long ago, and give up those whose time is over; failed ones stay to be looked at."""
    session.execute(delete(Job).where(Job.state == JobState.DONE, Job.finished_at < now - KEPT))
    for kind in kinds():
        if kind.retry.within is None:
            continue
        old = (Job.kind == kind.name) & (Job.created_at <= now - kind.retry.within)
        over = {"state": JobState.FAILED, "finished_at": now}
        session.execute(update(Job).where(old, Job.state == JobState.QUEUED).values(over))
        if kind.forget_payload:
            session.execute(update(Job).where(old, Job.state == JobState.FAILED).values(payload={}))
