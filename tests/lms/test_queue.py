"""Workers and their queue: each job once, woken by the commit, and nothing lost where the queue is out of reach."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from config import Testing as Settings
from lms import clock, jobs
from lms.app import create_app
from lms.db import Database, transaction
from lms.jobs import Job, JobState

KIND = "test-work"


def put(n=1):
    with transaction() as session:
        return jobs.enqueue(session, KIND, {"n": n}, now=clock.now()).id


@pytest.fixture
def url(new_database, migrated_database):
    return new_database("jobs", migrated_database)


@contextmanager
def own_application(url, tmp_path, *, queue=False):
    """An application on a database of its own, where commits are real."""
    database = Database(url)
    settings = Settings(INSTANCE_PATH=str(tmp_path), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000")
    made = create_app(settings, database=database, queue=queue)
    yield made
    database.close()


def test_many_workers_do_each_job_once(url, tmp_path):
    done = []
    jobs.job(KIND)(lambda payload, _progress: done.append(payload["n"]))
    with own_application(url, tmp_path) as app:
        with app.app_context():
            ids = [put(n) for n in range(20)]
        start = threading.Barrier(4)

        def worker():
            start.wait()
            with app.app_context():
                return sum(jobs.run(job_id) for job_id in ids)

        with ThreadPoolExecutor(4) as pool:
            shares = [each.result() for each in [pool.submit(worker) for _ in range(4)]]
    assert (sum(shares), sorted(done)) == (20, list(range(20)))


def test_a_queue_out_of_reach_loses_nothing(url, tmp_path, monkeypatch):
    done = []
    jobs.job(KIND)(lambda payload, _progress: done.append(payload["n"]))
    with own_application(url, tmp_path, queue=True) as app, app.app_context():

        def unreachable(*_args, **_names):
            raise OSError("the queue is out of reach")

        monkeypatch.setattr(app.extensions["spoor-queue"].storage, "enqueue", unreachable)
        put(7)
        assert jobs.sweep(clock.now()) == 1
        assert jobs.run_due(clock.now()) == 1
        app.extensions["spoor-queue"].storage.close()
    assert done == [7]


def test_a_worker_is_woken_by_the_commit_and_not_before(url, tmp_path):
    jobs.job(KIND)(lambda _payload, _progress: None)
    with own_application(url, tmp_path, queue=True) as app, app.app_context():
        queue = app.extensions["spoor-queue"]
        with transaction() as session:
            jobs.enqueue(session, KIND, {}, now=clock.now())
            assert queue.pending_count() == 0
        assert queue.pending_count() == 1
        task = queue.dequeue()
        queue.execute(task)
        with transaction() as session:
            assert session.scalars(select(Job.state)).all() == [JobState.DONE]
        queue.storage.close()
