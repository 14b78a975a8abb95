"""The queue that wakes workers, over huey: beside the database, in its own file or its own tables."""

from pathlib import Path

from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey, crontab

from lms import clock, jobs
from lms.db import database


def make_queue(app: Flask) -> Huey:
    """The queue; where the database server is out of reach, the fault is that of the database."""
    if database().sqlite:
        path = Path(app.config["INSTANCE_PATH"]) / "queue.db"
        return SqliteHuey("spoor", filename=str(path), results=False, fsync=False)
    with database().engine.connect():  # says in words when the server does not answer
        address = app.config["DATABASE_URL"].replace("postgresql+psycopg://", "postgresql://")
        return PostgresHuey("spoor", dsn=address, results=False)


def init(app: Flask) -> None:
    """Give the application its queue and the tasks that a worker runs."""
    with app.app_context():
        made = make_queue(app)

    @made.task(name="run-job")  # type: ignore[untyped-decorator]  # huey carries no types
    def run_job(job_id: int) -> None:
        with app.app_context():
            jobs.run(job_id)

    @made.periodic_task(crontab(minute="*"), name="beat")  # type: ignore[untyped-decorator]  # as above
    def minute() -> None:
        with app.app_context():
            jobs.beat(clock.now())

    app.extensions["spoor-queue"] = made
    app.extensions["spoor-run-job"] = run_job


def close(app: Flask) -> None:
    """Give back this thread's line to the queue."""
    queue: Huey | None = app.extensions.get("spoor-queue")
    if queue is not None:
        queue.storage.close()
