"""What a letter says is for its reader alone: nothing of it is left in the table of jobs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms import clock
from lms.db import read_session, transaction
from lms.mail import services, tasks
from lms.mail.rules import WAITS
from lms.queue import jobs
from lms.queue.jobs import LEASE, Job, JobState
from lms.queue.tasks import forget_done

TEXT = "Good day Ana, your certificate is ready."


@pytest.fixture
def time(monkeypatch, now):
    moments = [now]
    monkeypatch.setattr(clock, "now", lambda: moments[-1])
    return moments


@pytest.fixture
def letter(app, time):
    """A letter that waits."""
    with transaction() as session:
        services.send_letter(session, to="ana@example.org", subject="Ready", text=TEXT, now=clock.now())
    return row().id


def row():
    return read_session().scalars(select(Job).where(Job.kind == "mail").execution_options(populate_existing=True)).one()


def test_a_letter_that_was_sent_is_not_kept_in_its_job(letter, time, tmp_path, app, monkeypatch):
    monkeypatch.setitem(app.config, "INSTANCE_PATH", str(tmp_path))
    assert row().payload["text"] == TEXT
    jobs.run(letter, time[-1])
    assert (row().state, row().payload) == (JobState.DONE, {})
    assert TEXT in next((tmp_path / "letters").iterdir()).read_text()


def away(**_letter):
    raise OSError("no line")


def test_a_letter_that_waits_for_another_try_is_kept_until_the_last(letter, time, monkeypatch):
    monkeypatch.setattr(tasks, "compose", away)
    for _ in range(WAITS.days + 1):
        assert (row().payload["text"], row().state) == (TEXT, JobState.QUEUED)
        jobs.run(letter, time[-1])
        time.append(time[-1] + timedelta(days=1))
    assert (row().state, row().payload, row().error) == (JobState.FAILED, {}, "OSError: no line")


def test_a_letter_that_nobody_tried_is_given_up_and_forgotten_too(letter, time):
    forget_done(time[-1] + WAITS - timedelta(seconds=1))
    assert (row().state, row().payload["text"]) == (JobState.QUEUED, TEXT)
    forget_done(time[-1] + WAITS)
    assert (row().state, row().payload) == (JobState.FAILED, {})


def test_a_letter_whose_worker_always_died_is_not_kept_either(letter, time):
    with transaction() as session:
        job = session.get_one(Job, letter)
        job.state, job.tries, job.lease_until = JobState.RUNNING, 5, time[-1]
    jobs.sweep(time[-1] + LEASE)
    assert (row().state, row().payload["text"]) == (JobState.QUEUED, TEXT)  # the letter is not at fault
    with transaction() as session:
        job = session.get_one(Job, letter)
        job.state, job.lease_until = JobState.RUNNING, time[-1] + WAITS
    jobs.sweep(time[-1] + WAITS + LEASE)
    assert (row().state, row().payload) == (JobState.FAILED, {})


def test_a_letter_whose_address_was_refused_is_kept_for_another_try_by_hand_and_then_forgotten(
    letter, time, monkeypatch
):
    def refused(**_letter):
        raise tasks.AddressRefused("550 no such user")

    monkeypatch.setattr(tasks, "compose", refused)
    jobs.run(letter, time[-1])
    assert (row().state, row().payload["text"]) == (JobState.FAILED, TEXT)
    forget_done(time[-1] + WAITS)
    assert (row().state, row().payload) == (JobState.FAILED, {})


def test_who_asked_for_a_new_password_is_not_kept(app, client, time):
    client.post("/forgot", data={"login": "nobody@example.org"})
    asked = select(Job).where(Job.kind == "people-letter").execution_options(populate_existing=True)
    assert read_session().scalars(asked).one().payload["login"] == "nobody@example.org"
    jobs.run_due(time[-1])
    assert read_session().scalars(asked).one().payload == {}
