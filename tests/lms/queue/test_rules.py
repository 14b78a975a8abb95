"""Rules of the queue: pauses that grow, ends that come, and moments at which work is due."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.queue.rules import FIVE_TRIES, TASK_AGAIN, TRIES, Retry, closed_for, due_at

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SPANS = st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=60))


@given(st.lists(SPANS, min_size=1, max_size=8).map(sorted), st.integers(1, 1000))
def test_pauses_grow_and_the_last_is_kept(pauses, tries):
    retry = Retry(tuple(pauses))
    assert retry.pause(tries) <= retry.pause(tries + 1) <= pauses[-1]
    assert retry.pause(tries + len(pauses)) == pauses[-1]


@given(st.integers(1, 50), SPANS)
def test_a_policy_without_a_number_of_tries_ends_by_age_alone(tries, age):
    within = timedelta(days=30)
    assert Retry((age,), within=within).is_over(tries=tries, age=age) == (age >= within)


def test_an_ordinary_job_is_given_up_after_five_tries():
    assert [FIVE_TRIES.is_over(tries=n, age=timedelta(0)) for n in (1, TRIES - 1, TRIES)] == [False, False, True]
    assert [FIVE_TRIES.pause(n).total_seconds() for n in range(1, TRIES)] == [40, 160, 640, 2560]


@given(st.integers(1, 1000))
def test_a_lane_is_never_closed_for_longer_than_an_hour(failures):
    assert timedelta(0) < closed_for(failures) <= closed_for(failures + 1) <= timedelta(hours=1)


@given(SPANS, SPANS, st.booleans())
def test_a_task_is_due_a_period_after_its_last_run_or_sooner_when_that_failed(every, ago, failed):
    started = NOW - ago
    due = due_at(every, started_at=started, lease_until=None, failed=failed, now=NOW)
    assert due == started + (min(every, TASK_AGAIN) if failed else every)


@given(SPANS, SPANS)
def test_a_task_stays_due_until_it_ran(every, late):
    started = NOW - every - late
    assert due_at(every, started_at=started, lease_until=None, failed=False, now=NOW) <= NOW


@given(SPANS, SPANS)
def test_a_last_run_far_ahead_was_written_by_a_wrong_clock(every, more):
    ahead = NOW + every + more
    assert due_at(every, started_at=ahead, lease_until=ahead + every, failed=False, now=NOW) == NOW


@given(SPANS)
def test_what_never_ran_is_due(every):
    assert due_at(every, started_at=None, lease_until=None, failed=False, now=NOW) == NOW


@given(SPANS, SPANS)
def test_what_is_running_is_left_to_its_worker_until_its_lease_ends(every, left):
    assert due_at(every, started_at=NOW, lease_until=NOW + left, failed=False, now=NOW) == NOW + left
