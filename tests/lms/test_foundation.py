from datetime import UTC, datetime

import pytest

from lms.audit.queries import verify_chain
from lms.db import transaction
from lms.queue import jobs
from tests.builders.audit import happen

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def test_a_transaction_that_fails_leaves_nothing_and_wakes_nobody(app, session):
    with pytest.raises(ZeroDivisionError), transaction() as writing:
        happen(writing)
        raise ZeroDivisionError
    assert verify_chain(session).waiting == 0


def test_a_job_left_running_by_a_dead_worker_is_done_after_its_lease(app, session, added_work):
    done = []
    added_work.job("test-job")(lambda payload, _progress: done.append(payload["n"]))
    with transaction() as writing:
        row = jobs.enqueue(writing, "test-job", {"n": 7}, now=NOW)
        row.state, row.lease_until = jobs.JobState.RUNNING, NOW
    jobs.sweep(NOW.replace(minute=10))
    assert (jobs.run_due(NOW.replace(minute=10)), done) == (1, [7])
