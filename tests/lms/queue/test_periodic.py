"""Periodic tasks: once over all workers, each by itself, and a late look skips nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from lms import clock
from lms.db import transaction
from lms.queue import periodic, registry
from lms.queue.models import PeriodicRun
from lms.queue.rules import TASK_LEASE
from lms.queue.worker import Worker

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SOON = 20


@pytest.fixture(autouse=True)
def only_ours(added_work):
    """The tasks of the application stay out."""
    added_work.hide_other_tasks()


@pytest.fixture
def ran(added_work):
    """When the hourly task ran."""
    seen = []
    added_work.periodic("hourly", every=HOUR)(seen.append)
    return seen


def row(name="hourly"):
    with transaction() as session:
        return session.get(PeriodicRun, name)


def test_a_task_runs_at_once_and_then_after_its_period(app, time, ran):
    for minutes in (0, 1, 58, 1, 30, 30):
        time.go_on(minutes=minutes)
        periodic.run_due(time.now)
    assert [(at - ran[0]) / MINUTE for at in ran] == [0, 60, 120]


def test_a_busy_minute_skips_nothing(app, time, ran):
    time.now = time.now.replace(minute=59, second=59)
    periodic.run_due(time.now)
    time.go_on(hours=1, minutes=1, seconds=30)  # nobody looked while the hour struck
    assert periodic.run_due(time.now) == ["hourly"]
    assert len(ran) == 2


def test_two_workers_run_an_hourly_task_once(own_application, now, added_work):
    ran, start = [], threading.Barrier(4)
    added_work.periodic("hourly", every=HOUR)(ran.append)
    with own_application() as first, own_application() as second:

        def look(app, moment):
            start.wait()
            with app.app_context():
                return periodic.run_due(moment)

        for hours in range(5):
            moment = now + hours * HOUR
            with ThreadPoolExecutor(4) as pool:
                looks = [pool.submit(look, app, moment) for app in (first, second, first, second)]
                assert sorted(name for each in looks for name in each.result()) == ["hourly"]
    assert ran == [now + hours * HOUR for hours in range(5)]


def test_two_working_workers_run_an_hourly_task_once_an_hour(own_application, time, added_work):
    ran, seen = [], threading.Semaphore(0)

    def hourly(now):
        ran.append(now)
        seen.release()

    added_work.periodic("hourly", every=HOUR)(hourly)
    looks = threading.Semaphore(0)
    added_work.periodic("minutely", every=MINUTE)(lambda _now: looks.release())
    begun = time.now
    with own_application() as first, own_application() as second:
        workers = [Worker(app, 1, 0.02) for app in (first, second)]
        for worker in workers:
            worker.start()
        for hour in range(3):
            assert seen.acquire(timeout=SOON)
            for _ in range(3):  # more looks within the hour
                assert looks.acquire(timeout=SOON)
                time.go_on(minutes=1)
            time.now = begun + (hour + 1) * HOUR
        assert seen.acquire(timeout=SOON)
        for worker in workers:
            worker.stop()
    assert ran == [begun + hour * HOUR for hour in range(4)]


def test_a_slow_task_holds_up_no_other(own_application, time, added_work):
    begun, go_on, quick, slow = threading.Event(), threading.Event(), threading.Semaphore(0), []

    def drag(now):
        slow.append(now)
        begun.set()
        go_on.wait(SOON)

    added_work.periodic("slow", every=MINUTE)(drag)
    added_work.periodic("quick", every=MINUTE)(lambda _now: quick.release())
    with own_application() as app:
        worker = Worker(app, 1, 0.02)
        worker.start()
        assert begun.wait(SOON)
        for _ in range(3):
            assert quick.acquire(timeout=SOON)
            time.go_on(minutes=1)
        assert quick.acquire(timeout=SOON)
        assert len(slow) == 1
        go_on.set()
        worker.stop()


def test_a_task_that_fails_does_not_stop_the_others_and_is_tried_again_within_a_minute(app, time, ran, added_work):
    faults = [ValueError("no paper")]

    def broken(_now):
        if faults:
            raise faults.pop()

    added_work.periodic("broken", every=HOUR)(broken)
    periodic.run_all(time.now)
    assert ran == [time.now]
    assert row("broken").error == "ValueError: no paper"
    time.go_on(minutes=1)
    assert periodic.run_due(time.now) == ["broken"]
    assert (row("broken").error, row("broken").finished_at) == (None, time.now)
    time.go_on(minutes=59)
    assert periodic.run_due(time.now) == ["hourly"]


def test_every_task_can_be_run_here_and_now_whatever_its_period(app, time, ran):
    periodic.run_all(time.now)
    time.go_on(seconds=1)
    periodic.run_all(time.now)
    assert len(ran) == 2


def test_a_task_whose_worker_died_runs_again_after_its_lease(app, time, ran):
    [task] = registry.tasks()
    assert periodic.claim(task, time.now)
    assert not periodic.claim(task, time.now)
    time.now += TASK_LEASE
    assert periodic.run_due(time.now) == ["hourly"]


def test_a_run_that_goes_on_keeps_its_lease(app, time, ran):
    [task] = registry.tasks()
    begun = time.now
    assert periodic.claim(task, begun)
    for _ in range(5):
        time.go_on(minutes=1)
        periodic.renew([("hourly", begun)], time.now)
        assert periodic.run_due(time.now) == []
    periodic.perform(task, begun)
    assert (row().lease_until, row().finished_at) == (None, time.now)


def test_a_run_that_outlived_its_lease_says_nothing_about_the_next(app, time, ran):
    [task] = registry.tasks()
    begun = time.now
    periodic.claim(task, begun)
    time.go_on(minutes=5)
    periodic.claim(task, time.now)
    periodic.perform(task, begun)
    assert (row().started_at, row().lease_until) == (time.now, time.now + TASK_LEASE)


def test_a_run_that_is_given_back_is_begun_anew_by_another_worker(app, time, ran):
    [task] = registry.tasks()
    periodic.claim(task, time.now)
    periodic.give_back("hourly", time.now)
    assert periodic.run_due(clock.now()) == ["hourly"]
