"""Work for later: done once, brought back after a crash, given up in the end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms import clock
from lms.db import transaction
from lms.errors import RuleBroken
from lms.queue import jobs, tasks
from lms.queue.jobs import LEASE, TRIES, Job, JobState

KIND = "test-work"


@pytest.fixture
def done(added_work):
    """What the work of these tests did; `fault` is what it raises instead."""

    class Done(list):
        fault = None

    seen = Done()

    def work(payload, _progress):
        if seen.fault:
            raise seen.fault
        seen.append(payload["n"])

    added_work.job(KIND)(work)
    return seen


def put(n=1, **when):
    with transaction() as session:
        return jobs.enqueue(session, KIND, {"n": n}, now=clock.now(), **when).id


@pytest.fixture
def row(app, session):
    """Looks at a job as it stands in the table."""

    def look(job_id):
        session.expire_all()
        return session.get(Job, job_id)

    return look


def test_a_job_is_done_once(app, time, done, row):
    job_id = put()
    assert jobs.run(job_id)
    assert not jobs.run(job_id)
    assert (done, row(job_id).state, row(job_id).tries, row(job_id).error) == ([1], "done", 1, None)
    assert row(job_id).finished_at == time.now


def test_a_job_for_later_waits_for_its_time(app, time, done):
    job_id = put(after=time.now + timedelta(hours=1))
    assert jobs.run_due(time.now) == 0
    assert not jobs.run(job_id)
    time.go_on(hours=1)
    assert jobs.run_due(time.now) == 1


def test_everything_that_waits_is_done_and_then_it_ends(app, time, done):
    for n in range(5):
        put(n)
    assert jobs.run_due(time.now) == 5
    assert done == [0, 1, 2, 3, 4]


def test_work_that_makes_more_work_is_done_to_the_end(app, time, added_work):
    def work(payload, _progress):
        if payload["n"]:
            put(payload["n"] - 1)

    added_work.job(KIND)(work)
    put(3)
    assert jobs.run_due(time.now) == 4


def test_a_job_that_fails_is_tried_again_later_each_time_and_then_given_up(app, time, done, row):
    done.fault = ValueError("the printer is on fire")
    job_id, waits = put(), []
    for _ in range(TRIES - 1):
        assert jobs.run_due(time.now) == 1
        assert row(job_id).state == JobState.QUEUED
        waits.append(row(job_id).run_after - time.now)
        assert jobs.run_due(time.now) == 0
        time.now = row(job_id).run_after
    jobs.run_due(time.now)
    assert waits == sorted(set(waits))
    assert (row(job_id).state, row(job_id).tries) == (JobState.FAILED, TRIES)
    assert row(job_id).error == "ValueError: the printer is on fire"
    time.go_on(days=1)
    assert jobs.run_due(time.now) == 0


def test_a_job_that_works_the_second_time_is_done(app, time, done, row):
    done.fault = OSError("no line")
    job_id = put()
    jobs.run_due(time.now)
    done.fault = None
    time.go_on(hours=1)
    jobs.run_due(time.now)
    assert (done, row(job_id).state, row(job_id).error) == ([1], JobState.DONE, None)


def test_a_broken_rule_ends_a_job_at_once(app, time, done, row):
    done.fault = RuleBroken("The exam is withdrawn.")
    job_id = put()
    jobs.run_due(time.now)
    assert (row(job_id).state, row(job_id).tries) == (JobState.FAILED, 1)
    assert row(job_id).error == "RuleBroken: The exam is withdrawn."


def test_what_a_failed_job_wrote_is_not_kept(app, time, session, added_work):
    def work(_payload, _progress):
        with transaction() as writing:
            jobs.enqueue(writing, KIND, {"n": 9}, now=clock.now())
            raise ValueError

    added_work.job(KIND)(work)
    put()
    jobs.run_due(time.now)
    assert [one.payload["n"] for one in session.scalars(select(Job).where(Job.kind == KIND))] == [1]


def test_progress_is_seen_and_renews_the_lease(app, time, row, added_work):
    seen = []

    def work(_payload, progress):
        time.go_on(minutes=4)
        progress(1, 3)
        seen.append((row(job_id).done_count, row(job_id).total_count, row(job_id).lease_until))

    added_work.job(KIND)(work)
    job_id = put()
    jobs.run(job_id)
    assert seen == [(1, 3, time.now + LEASE)]


def test_a_job_under_its_lease_is_left_alone(app, time, done, row):
    job_id = put()
    with transaction() as session:
        found = session.get(Job, job_id)
        found.state, found.lease_until = JobState.RUNNING, time.now + LEASE
    jobs.sweep(time.now)
    assert row(job_id).state == JobState.RUNNING


def test_a_job_that_kills_its_worker_each_time_is_given_up(app, time, done, row):
    job_id = put()
    for tries in range(1, TRIES + 1):
        with transaction() as session:
            found = session.get(Job, job_id)
            found.state, found.tries, found.lease_until = JobState.RUNNING, tries, time.now + LEASE
        time.go_on(minutes=6)
        jobs.sweep(time.now)
    assert (row(job_id).state, done) == (JobState.FAILED, [])
    assert "worker ended in the middle" in row(job_id).error


def test_a_try_that_outlived_its_lease_says_nothing_about_the_next(app, time, row, added_work):
    """A worker that slept too long comes back while another has the job: its failure must not end that try."""

    def slow(_payload, _progress):
        time.go_on(minutes=10)
        jobs.sweep(time.now)
        with transaction() as session:
            found = session.get(Job, job_id)
            found.state, found.tries, found.lease_until = JobState.RUNNING, 2, time.now + LEASE
        raise RuleBroken("Too late.")

    added_work.job(KIND)(slow)
    job_id = put()
    jobs.run(job_id)
    assert (row(job_id).state, row(job_id).tries, row(job_id).error) == (JobState.RUNNING, 2, None)


def test_a_kind_that_nobody_does_is_refused_where_it_is_written(app, session, now):
    with pytest.raises(ValueError, match="no-such-kind"):
        jobs.enqueue(session, "no-such-kind", {}, now=now)


def test_jobs_that_were_done_long_ago_are_forgotten_and_failed_ones_kept(app, time, done, row):
    old, failed = put(1), put(2)
    jobs.run(old)
    done.fault = RuleBroken("No.")
    jobs.run(failed)
    time.go_on(days=31)
    tasks.forget_done(time.now)
    assert row(old) is None
    assert row(failed).state == JobState.FAILED


def test_many_jobs_are_written_at_once_each_for_its_own_time(app, time, done, counting):
    later = time.now + timedelta(hours=1)
    with counting() as seen, transaction() as session:
        jobs.enqueue_many(session, KIND, [({"n": n}, later if n > 2 else time.now) for n in range(1, 5)], now=time.now)
    assert len(seen) == 1
    jobs.run_due(time.now)
    assert done == [1, 2]
    jobs.run_due(later)
    assert done == [1, 2, 3, 4]


def test_no_jobs_at_all_are_no_fault(app, time, done):
    with transaction() as session:
        jobs.enqueue_many(session, KIND, [], now=time.now)
    assert jobs.run_due(time.now) == 0
