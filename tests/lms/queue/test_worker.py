"""Workers: each job once, woken by the commit, nothing lost when they end."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms import clock
from lms.db import transaction
from lms.queue import breakers, jobs
from lms.queue.jobs import Job, JobState, Unavailable
from lms.queue.kinds import Lane
from lms.queue.models import LaneClosure, WorkerBeat
from lms.queue.worker import Worker

KIND = "test-work"
SOON = 20  # seconds within which a worker must have done what it is to do
NEVER = 600  # seconds between two looks of a worker that must be woken


def put(n=1, kind=KIND):
    with transaction() as session:
        return jobs.enqueue(session, kind, {"n": n}, now=clock.now()).id


@pytest.fixture(autouse=True)
def quiet(added_work):
    """Periodic tasks have tests of their own."""
    added_work.hide_other_tasks()


@contextmanager
def working(app, threads=2, look=0.05, grace=SOON):
    worker = Worker(app, threads, look)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop(grace)


def states(app):
    with app.app_context(), transaction() as session:
        return list(session.scalars(select(Job.state).order_by(Job.id)))


def test_many_workers_do_each_job_once(own_application, added_work):
    done = []
    added_work.job(KIND)(lambda payload, _progress: done.append(payload["n"]))
    with own_application() as app:
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


def test_two_workers_share_what_waits_and_do_each_job_once(own_application, added_work):
    done, all_done = [], threading.Event()

    def work(payload, _progress):
        done.append(payload["n"])
        if len(done) >= 30:
            all_done.set()

    added_work.job(KIND)(work)
    with own_application() as first, own_application() as second:
        with first.app_context():
            for n in range(30):
                put(n)
        with working(first), working(second):
            assert all_done.wait(SOON)
        assert states(first) == [JobState.DONE] * 30
    assert sorted(done) == list(range(30))


def test_a_job_that_nobody_was_told_of_is_found_at_the_next_look(own_application, added_work):
    done = threading.Event()
    added_work.job(KIND)(lambda _payload, _progress: done.set())
    with own_application() as app, own_application() as elsewhere, working(app):
        with elsewhere.app_context():
            put()
        assert done.wait(SOON)


def test_a_worker_is_woken_by_the_commit_and_not_before(own_application, added_work):
    done = threading.Event()
    added_work.job(KIND)(lambda _payload, _progress: done.set())
    with own_application() as app, working(app, look=NEVER) as worker, app.app_context():
        rung = []
        app.extensions["spoor-worker-bell"] = lambda lane: (rung.append(lane), worker.ring(lane))
        with transaction() as session:
            jobs.enqueue(session, KIND, {}, now=clock.now())
            assert rung == []
        assert rung == ["jobs"]
        assert done.wait(SOON)


def test_a_worker_that_cannot_be_woken_loses_nothing(own_application, added_work):
    done = []
    added_work.job(KIND)(lambda payload, _progress: done.append(payload["n"]))
    with own_application() as app, app.app_context():
        put(7)
        assert jobs.sweep(clock.now()) == 1
        assert jobs.run_due(clock.now()) == 1
    assert done == [7]


def test_a_worker_that_is_told_to_stop_ends_what_it_is_at_and_takes_nothing_more(own_application, added_work):
    begun, go_on = threading.Event(), threading.Event()

    def work(_payload, _progress):
        begun.set()
        go_on.wait(SOON)

    added_work.job(KIND)(work)
    with own_application() as app:
        with app.app_context():
            put(1)
            put(2)
        worker = Worker(app, 1, 0.05)
        worker.start()
        assert begun.wait(SOON)
        stopping = threading.Thread(target=worker.stop)
        stopping.start()
        assert worker.stopping.wait(SOON)
        go_on.set()
        stopping.join(SOON)
        assert states(app) == [JobState.DONE, JobState.QUEUED]


def test_a_worker_gives_back_what_does_not_end_in_time(own_application, added_work):
    begun, go_on = threading.Event(), threading.Event()

    def work(_payload, _progress):
        begun.set()
        go_on.wait(SOON)

    added_work.job(KIND)(work)
    with own_application() as app:
        with app.app_context():
            put()
        with working(app, grace=0.01) as worker:
            assert begun.wait(SOON)
        with app.app_context(), transaction() as session:
            row = session.scalars(select(Job)).one()
            assert (row.state, row.tries, row.lease_until) == (JobState.QUEUED, 0, None)
        go_on.set()
        for thread in worker.threads:
            thread.join(SOON)
        assert states(app) == [JobState.QUEUED]  # what it says too late changes nothing


def test_a_lane_that_is_slow_holds_up_no_other(own_application, added_work):
    begun, go_on, done = threading.Event(), threading.Event(), threading.Event()
    slow = Lane("test-slow")
    added_work.lane(slow)

    def wait(_payload, _progress):
        begun.set()
        go_on.wait(SOON)

    added_work.job("test-slow", lane=slow)(wait)
    added_work.job(KIND)(lambda _payload, _progress: done.set())
    with own_application() as app, working(app, threads=1), app.app_context():
        put(kind="test-slow")
        assert begun.wait(SOON)
        put()
        assert done.wait(SOON)
        go_on.set()


def test_a_worker_leaves_a_sign_of_life(own_application):
    with own_application() as app:
        worker = Worker(app)
        with app.app_context():
            before = clock.now()
            worker.tick(before)
            with transaction() as session:
                assert session.scalars(select(WorkerBeat.at)).one() == before


def test_a_lane_whose_server_is_away_is_tried_by_one_job_for_all_and_counts_no_try(app, time, added_work):
    away, asked = [True], []
    lane = Lane("test-lane")
    added_work.lane(lane)

    def work(payload, _progress):
        asked.append(payload["n"])
        if away[0]:
            raise Unavailable("nobody answers")

    added_work.job(KIND, lane=lane)(work)
    ids = [put(n) for n in range(5)]
    pauses = []
    for _ in range(10):
        jobs.run_due(time.now)
        with transaction() as session:
            closed = breakers.closure_of(session, lane.name)
            pauses.append(closed.until - time.now)
            assert closed.error == "nobody answers"
        time.now += pauses[-1]
    assert len(asked) == 10
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=1)
    away[0] = False
    assert jobs.run_due(time.now) == 5
    with transaction() as session:
        assert [session.get(Job, one).tries for one in ids] == [1] * 5
        assert session.scalars(select(LaneClosure)).all() == []


def test_two_workers_that_fail_at_the_same_moment_close_a_lane_once(app, session, now):
    breakers.close_lane(session, "test-lane", "away", now=now)
    breakers.close_lane(session, "test-lane", "away", now=now)
    assert breakers.closure_of(session, "test-lane").failures == 1


def test_the_main_lane_is_never_closed(app, time, added_work):
    def away(_payload, _progress):
        raise Unavailable("nobody answers")

    added_work.job(KIND)(away)
    job_id = put()
    jobs.run_due(time.now)
    with transaction() as session:
        row = session.get(Job, job_id)
        assert (row.state, row.tries, row.error) == (JobState.QUEUED, 1, "Unavailable: nobody answers")
        assert session.scalars(select(LaneClosure)).all() == []
