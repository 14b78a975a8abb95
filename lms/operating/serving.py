"""Processes: the web server and the worker, in one or in two."""

import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.errors import RuleBroken
from lms.mail.queries import LANE_NAME
from lms.operating import open_files
from lms.operating.crowd_server import CrowdServer
from lms.queue.models import Job, JobState, WorkerBeat
from lms.queue.worker import Worker

THREADS = 8
IDLE = 60  # seconds without a byte after which a connection is closed; a phone opens a new one when it needs it
SWEEP = 10  # seconds between two looks for such connections
LARGEST_BODY = 64 * 1024 * 1024  # bytes; the application sets smaller limits of its own


@contextmanager
def worker_inside(app: Flask, threads: int = 1) -> Iterator[None]:
    """Run a worker in this process, beside whatever else it does."""
    worker = Worker(app, threads)
    worker.start()
    try:
        yield
    finally:
        worker.stop()


def stop_on_terminate(*more: signal.Signals) -> None:
    """Let SIGTERM, and these too, end the process in the ordinary way, so that what it began is ended first."""
    for one in (signal.SIGTERM, *more):
        signal.signal(one, lambda *_: sys.exit(0))


def bind(app: Flask, host: str, port: int) -> Any:
    """A server that holds its port and is ready to run."""
    return server_on(app, hold(host, port))


def hold(host: str, port: int, named: str = "PORT=") -> socket.socket:
    """The port, held from now on; whoever asks meanwhile waits. `named` is how another is asked for."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as fault:
        raise RuleBroken(
            f"Port {port} on {host} cannot be used: {fault.strerror}. Choose another, such as {named}{another(port)}."
        ) from fault


def server_on(app: Flask, held: socket.socket) -> Any:
    """A server on a held port, ready to run. Waitress reads slow phones without holding a thread.

    It asks by `poll`, since `select` knows no file above 1,023, and holds as many connections as the system has files.
    """
    options: dict[str, Any] = {"clear_untrusted_proxy_headers": False}  # `/metrics` must see that a proxy is in front
    if app.config["TRUSTED_PROXIES"]:
        options = {
            "clear_untrusted_proxy_headers": True,
            "trusted_proxy": "*",
            "trusted_proxy_count": app.config["TRUSTED_PROXIES"],
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        }
    return CrowdServer(
        app.wsgi_app,
        held,
        threads=THREADS,
        ident=None,
        max_request_body_size=LARGEST_BODY,
        asyncore_use_poll=True,
        connection_limit=open_files.connections_within(open_files.raise_limit()),
        channel_timeout=IDLE,
        cleanup_interval=SWEEP,
        **options,
    )


def another(port: int) -> int:
    """A port to try instead: one that needs no rights and exists."""
    return port + 1 if 1024 <= port < 65535 else 8000


def figures(session: Session) -> dict[str, float]:
    """What a monitor asks of the running: jobs that wait or failed, and how long ago a worker was seen."""
    counted = select(Job.state, func.count()).where(Job.state != JobState.DONE).group_by(Job.state)
    jobs_in: dict[str, int] = dict(session.execute(counted).all())
    letters = select(func.count()).where(Job.state == JobState.QUEUED, Job.lane == LANE_NAME)
    last = session.scalars(select(WorkerBeat.at).order_by(WorkerBeat.at.desc()).limit(1)).first()
    return {
        "jobs_waiting": jobs_in.get(JobState.QUEUED, 0) + jobs_in.get(JobState.RUNNING, 0),
        "jobs_failed": jobs_in.get(JobState.FAILED, 0),
        "letters_waiting": session.scalar(letters) or 0,
        "worker_last_seen_timestamp_seconds": last.timestamp() if last else 0,
    }


def work(app: Flask, workers: int) -> None:
    """Do the work that waits, until told to stop."""
    with worker_inside(app, workers):
        threading.Event().wait()  # until a signal ends it
