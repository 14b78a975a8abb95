from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from lms import audit, jobs
from lms.db import transaction

NOW = datetime(2026, 11, 25, tzinfo=UTC)


class SomethingHappened(audit.Event):
    name = "test.happened"


def happen(session, subject="thing:1"):
    audit.record(session, SomethingHappened(subject=subject, actor_id=None, at=NOW))


def test_an_untouched_chain_holds(session):
    for number in range(3):
        happen(session, f"thing:{number}")
    report = audit.verify_chain(session)
    assert (report.broken_id, report.entries) == (None, 3)


def test_a_changed_entry_is_named(session):
    for number in range(3):
        happen(session, f"thing:{number}")
    second = session.execute(text("SELECT id FROM audit_entry ORDER BY id LIMIT 1 OFFSET 1")).scalar_one()
    session.execute(text("UPDATE audit_entry SET subject = 'thing:9' WHERE id = :id"), {"id": second})
    session.expire_all()
    assert audit.verify_chain(session).broken_id == second


def test_a_transaction_that_fails_leaves_nothing_and_wakes_nobody(app, session):
    with pytest.raises(ZeroDivisionError), transaction() as writing:
        happen(writing)
        raise ZeroDivisionError
    assert audit.verify_chain(session).entries == 0


def test_a_job_left_running_by_a_dead_worker_is_done_after_its_lease(app, session):
    done = []
    jobs.job("test-job")(lambda payload, _progress: done.append(payload["n"]))
    with transaction() as writing:
        row = jobs.enqueue(writing, "test-job", {"n": 7}, now=NOW)
        row.state, row.lease_until = jobs.JobState.RUNNING, NOW
    jobs.sweep(NOW.replace(minute=10))
    assert (jobs.run_due(NOW.replace(minute=10)), done) == (1, [7])
