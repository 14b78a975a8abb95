"""The tables of the job queue."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of work, written in the transaction of its cause."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('queued','running','done','failed')", name="state"),
        Index("ix_job_queue", "state", "lane", "run_after", "id"),  # what is to be done next, lane by lane
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    lane: Mapped[str]
    payload: Mapped[dict[str, Any]]
    state: Mapped[str]
    tries: Mapped[int]
    done_count: Mapped[int]
    total_count: Mapped[int | None]
    created_at: Mapped[datetime]
    run_after: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]


class LaneClosure(Base):
    """Circuit breaker of a lane: what all its jobs need is out of reach, so none of them is tried for a while."""

    __tablename__ = "lane_closure"

    lane: Mapped[str] = mapped_column(primary_key=True)
    closed_at: Mapped[datetime]  # since when it is out of reach
    until: Mapped[datetime]  # when the next try is made
    failures: Mapped[int]  # on end
    error: Mapped[str]  # the last


class PeriodicRun(Base):
    """The last run of one periodic task, over all workers."""

    __tablename__ = "periodic_run"

    name: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime | None]  # none: it never ran
    lease_until: Mapped[datetime | None]  # while it runs
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]  # of the last run, if it failed


class WorkerBeat(Base):
    """When a worker was last seen at work."""

    __tablename__ = "worker_beat"

    name: Mapped[str] = mapped_column(primary_key=True)  # the machine's name
    at: Mapped[datetime]
