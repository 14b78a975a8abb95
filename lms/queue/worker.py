"""Worker: threads that take jobs lane by lane, and a scheduler that looks each second what waits and what is due."""

import socket
import threading
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from flask import Flask
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms import clock
from lms.db import end_read_session, read_session, transaction
from lms.queue import jobs, periodic
from lms.queue.kinds import MAIN, Lane, PeriodicTask
from lms.queue.models import Job, WorkerBeat
from lms.queue.registry import lanes, tasks

LOOK = 1.0  # seconds between two looks at what waits
GRACE = 30.0  # seconds in which a worker that is told to stop may end what it is at
MINUTE = timedelta(minutes=1)
RENEW = timedelta(seconds=20)
log = structlog.get_logger()


class Bell:
    """Wakes every thread that waits for it, and loses no ring between two waits."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._rings = 0

    def ring(self) -> None:
        """Wake everybody."""
        with self._changed:
            self._rings += 1
            self._changed.notify_all()

    def wait(self, heard: int) -> int:
        """Wait until it rang more often than was heard; answers how often it rang."""
        with self._changed:
            self._changed.wait_for(lambda: self._rings != heard)
            return self._rings


class Rhythm:
    """Says when so much time has passed again, also when the clock was set back."""

    def __init__(self, every: timedelta) -> None:
        self._every = every
        self._last: datetime | None = None

    def has_come(self, now: datetime) -> bool:
        """Whether it is time; if so, the next time is reckoned from now."""
        if self._last is not None and timedelta(0) <= now - self._last < self._every:
            return False
        self._last = now
        return True


class Worker:
    """The worker of one process: `threads` for ordinary jobs, those of the other lanes, one for each periodic task."""

    def __init__(self, app: Flask, threads: int = MAIN.threads, look: float = LOOK) -> None:
        self.app, self.look = app, look
        with app.app_context():
            every = lanes()
        self.bells = {lane.name: Bell() for lane in every}
        self.stopping = threading.Event()
        self.held: dict[int, jobs.LeasedJob] = {}
        self.at: dict[str, tuple[datetime, threading.Thread]] = {}  # periodic tasks under way: since when, and where
        self.next_task: datetime | None = None  # none: look
        self.minute, self.renewal = Rhythm(MINUTE), Rhythm(RENEW)
        self.threads = [self._thread(self._schedule)]
        for lane in every:
            count = threads if lane.name == MAIN.name else lane.threads
            self.threads += [self._thread(self._work, lane) for _ in range(count)]

    def _thread(self, target: Callable[..., None], *given: object) -> threading.Thread:
        """A thread that does not outlive its process."""
        return threading.Thread(target=target, args=given, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self.app.extensions["spoor-worker-bell"] = self.ring
        for thread in self.threads:
            thread.start()

    def ring(self, lane: str) -> None:
        """Work waits in this lane."""
        if lane in self.bells:
            self.bells[lane].ring()

    def stop(self, grace: float = GRACE) -> None:
        """End what it is at, take nothing more, and give back what does not end in time."""
        self.app.extensions.pop("spoor-worker-bell", None)
        self.stopping.set()
        for bell in self.bells.values():
            bell.ring()
        until = time.monotonic() + grace
        for thread in self.threads:
            thread.join(max(0.0, until - time.monotonic()))
        for _since, thread in list(self.at.values()):
            thread.join(max(0.0, until - time.monotonic()))
        with self.app.app_context():
            for held in list(self.held.values()):
                jobs.give_back(held)
            for name, (since, _thread) in list(self.at.items()):
                periodic.give_back(name, since)

    def _work(self, lane: Lane) -> None:
        """Do what waits in one lane, each time that the bell rings."""
        heard = 0
        while not self.stopping.is_set():
            heard = self.bells[lane.name].wait(heard)
            try:
                self._drain(lane)
            except Exception as fault:  # the database is away, perhaps: the next look tries again
                log.exception("worker-failed", lane=lane.name, fault=str(fault), trace=traceback.format_exc())

    def _drain(self, lane: Lane) -> None:
        """Do one job after the other until none waits."""
        with self.app.app_context():
            if not waits(read_session(), lane.name, clock.now()):
                return
        with lane.around():
            while not self.stopping.is_set():
                with self.app.app_context():
                    held = jobs.claim(lane.name, clock.now())
                    if held is None:
                        return
                    self.held[held.id] = held
                    try:
                        jobs.perform(held)
                    finally:
                        self.held.pop(held.id, None)

    def _schedule(self) -> None:
        """Look each second what waits and what is due."""
        while not self.stopping.is_set():
            try:
                with self.app.app_context():
                    self.tick(clock.now())
            except Exception as fault:  # the database is away, perhaps: the next look tries again
                log.exception("scheduler-failed", fault=str(fault), trace=traceback.format_exc())
            self.stopping.wait(self.look)

    def tick(self, now: datetime) -> None:
        """One look: a sign of life and the sweeper each minute, then lanes with work, then periodic tasks."""
        if self.minute.has_come(now):
            note_beat(now)
            jobs.sweep(now)
        if self.renewal.has_come(now):
            periodic.renew([(name, since) for name, (since, _thread) in list(self.at.items())], now)
        for lane in lanes_with_work(read_session(), now):
            self.ring(lane)
        self._start_due(now)
        end_read_session()

    def _start_due(self, now: datetime) -> None:
        """Start each periodic task that is due, in a thread of its own, if no worker has it."""
        if self.next_task is not None and now < self.next_task <= now + MINUTE:
            return
        moments = periodic.due_moments(read_session(), now)
        self.next_task = min(moments.values(), default=now + MINUTE)
        for task in tasks():
            if moments[task.name] <= now and task.name not in self.at and periodic.claim(task, now):
                self.at[task.name] = (now, self._thread(self._run, task, now))
                self.at[task.name][1].start()

    def _run(self, task: PeriodicTask, since: datetime) -> None:
        """One run of a periodic task."""
        try:
            with self.app.app_context():
                periodic.perform(task, since)
        except Exception as fault:  # its end could not be written: it is due again when its lease is over
            log.exception("periodic-task-lost", task=task.name, fault=str(fault), trace=traceback.format_exc())
        finally:
            self.at.pop(task.name, None)


def waits(session: Session, lane: str, now: datetime) -> bool:
    """Whether a job waits in this lane."""
    return bool(session.scalar(select(exists().where(Job.lane == lane, jobs.ready(now)))))


def lanes_with_work(session: Session, now: datetime) -> list[str]:
    """The lanes in which a job waits, in one query."""
    names = [lane.name for lane in lanes()]
    found = session.execute(select(*(exists().where(Job.lane == name, jobs.ready(now)) for name in names))).one()
    return [name for name, there in zip(names, found, strict=True) if there]


def note_beat(now: datetime) -> None:
    """Leave a sign of life for the doctor."""
    with transaction() as session:
        session.merge(WorkerBeat(name=socket.gethostname(), at=now))
