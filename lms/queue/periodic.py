"""Periodic tasks (scheduler): what comes round after its period, once over all workers.

The last run of each task stands in a table. A worker that finds a task due writes itself in, on the condition that
nobody else did so meanwhile; no look at the clock is ever missed for good, since a task stays due until it ran.
"""

import traceback
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms import clock
from lms.db import read_session, transaction
from lms.inserts import insert_missing
from lms.queue.kinds import PeriodicTask
from lms.queue.models import PeriodicRun
from lms.queue.registry import tasks
from lms.queue.rules import TASK_LEASE, due_at

log = structlog.get_logger()


def last_runs(session: Session) -> dict[str, PeriodicRun]:
    """The last run of each task that ever ran, by its name."""
    rows = session.scalars(select(PeriodicRun).execution_options(populate_existing=True))
    return {row.name: row for row in rows}


def due_moments(session: Session, now: datetime) -> dict[str, datetime]:
    """When each task is due next; what is not after now is due."""
    runs = last_runs(session)
    return {task.name: _due_at(task, runs.get(task.name), now) for task in tasks()}


def _due_at(task: PeriodicTask, row: PeriodicRun | None, now: datetime) -> datetime:
    if row is None:
        return now
    return due_at(
        task.every,
        started_at=row.started_at,
        lease_until=row.lease_until,
        failed=row.error is not None,
        now=now,
    )


def claim(task: PeriodicTask, now: datetime, *, whatever: bool = False) -> bool:
    """Take this run of a task, if it is due (or `whatever`) and nobody else took it; answers whether it is ours."""
    with transaction() as session:
        row = session.get(PeriodicRun, task.name)
        if row is None:
            return insert_missing(session, PeriodicRun, name=task.name, started_at=now, lease_until=now + TASK_LEASE)
        if not whatever and _due_at(task, row, now) > now:
            return False
        taken = session.execute(
            update(PeriodicRun)
            .where(PeriodicRun.name == task.name)
            .where(PeriodicRun.started_at.is_not_distinct_from(row.started_at))
            .where(PeriodicRun.lease_until.is_not_distinct_from(row.lease_until))
            .values(started_at=now, lease_until=now + TASK_LEASE, finished_at=None, error=None)
            .returning(PeriodicRun.name)
        ).one_or_none()
        return taken is not None


def perform(task: PeriodicTask, started_at: datetime) -> None:
    """Do a run that was taken; one that fails is said in the log, and tried again within a minute."""
    error = None
    try:
        task.run(started_at)
    except Exception as fault:  # whatever it is, it is written down; the task stays due
        log.exception("periodic-task-failed", task=task.name, fault=str(fault), trace=traceback.format_exc())
        error = f"{type(fault).__name__}: {fault}"
    _write(task.name, started_at, lease_until=None, finished_at=clock.now(), error=error)


def renew(held: Iterable[tuple[str, datetime]], now: datetime) -> None:
    """Say of the runs that a worker is at, by name and beginning, that it still is."""
    for name, started_at in held:
        _write(name, started_at, lease_until=now + TASK_LEASE)


def give_back(name: str, started_at: datetime) -> None:
    """Say that a run does not come to its end, so that another worker begins it anew."""
    _write(name, started_at, lease_until=started_at)


def _write(name: str, started_at: datetime, **values: Any) -> None:
    """Write about one's own run; one that outlived its lease says nothing about the run that took its place."""
    with transaction() as session:
        session.execute(
            update(PeriodicRun)
            .where(PeriodicRun.name == name, PeriodicRun.started_at == started_at, PeriodicRun.finished_at.is_(None))
            .values(**values)
        )


def run_all(now: datetime) -> None:
    """Run every task here and now, one after the other, due or not; for commands and tests."""
    for task in tasks():
        if claim(task, now, whatever=True):
            perform(task, now)


def run_due(now: datetime) -> list[str]:
    """Run what is due here and now, one after the other; answers the names of what ran."""
    moments = due_moments(read_session(), now)
    ran = []
    for task in tasks():
        if moments[task.name] <= now and claim(task, now):
            perform(task, now)
            ran.append(task.name)
    return ran
