"""Letters wait as long as it takes: outages, refusals for now and for good, and sending again by hand."""

import smtplib
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from lms import clock
from lms.db import transaction
from lms.mail import services, transport
from lms.mail.models import RefusedAddress
from lms.mail.queries import LANE_NAME, beyond_retry, outbound, refusal_of
from lms.mail.rules import WAITS
from lms.queue import jobs
from lms.queue.jobs import Job, JobState
from lms.queue.models import LaneClosure

GONE = "550 5.1.1 nobody of this name"
MANY = 50


def write(*names):
    with transaction() as session:
        for name in names:
            services.send_letter(
                session, to=f"{name}@example.org", subject=f"To {name}", text="Good day.", now=clock.now()
            )


def rows(session):
    session.expire_all()
    return session.scalars(select(Job).where(Job.lane == LANE_NAME).order_by(Job.id)).all()


def numbers(server):
    return sorted(letter["Message-ID"] for letter in server.letters)


def test_the_mail_server_is_away_for_72_hours_and_every_letter_arrives_once(surroundings, session, start, hands):
    server = start()
    server.go()
    surroundings["MAIL_URL"] = server.address
    write(*(f"n{n}" for n in range(MANY)))
    begun = hands.now
    while hands.now < begun + timedelta(hours=72):
        jobs.run_due(hands.now)
        hands.go_on(minutes=30)
    found = outbound(session, hands.now)
    assert (found.waiting, found.since, found.away_since, found.given_up) == (MANY, begun, begun, 0)
    assert "ConnectionRefusedError" in found.fault
    assert {row.tries for row in rows(session)} == {0}
    server.come()
    hands.go_on(hours=1)
    jobs.run_due(hands.now)
    assert sorted(letter["To"] for letter in server.letters) == sorted(f"n{n}@example.org" for n in range(MANY))
    assert len(set(numbers(server))) == MANY
    assert {(row.state, str(row.payload)) for row in rows(session)} == {(JobState.DONE, "{}")}
    assert session.scalars(select(LaneClosure)).all() == []


def test_an_outage_is_felt_by_one_letter_for_all(surroundings, session, start, hands, monkeypatch):
    surroundings["MAIL_URL"], asked = "smtp://127.0.0.1:1", []

    def unreachable(*_given):
        asked.append(hands.now)
        raise TimeoutError("timed out")

    monkeypatch.setattr(transport, "open_line", unreachable)
    write(*(f"n{n}" for n in range(MANY)))
    begun = hands.now
    while hands.now < begun + timedelta(hours=24):
        jobs.run_due(hands.now)
        hands.go_on(minutes=5)
    assert 24 <= len(asked) <= 34


def test_many_letters_share_a_connection(surroundings, start, hands):
    server = start()
    surroundings["MAIL_URL"] = server.address
    write(*(f"n{n}" for n in range(MANY)))
    jobs.run_due(hands.now)
    assert (len(server.letters), server.connections) == (MANY, 1)
    assert server.said[-1] == "quit"


def test_a_server_that_takes_few_letters_over_one_connection_gets_them_over_several(surroundings, start, hands):
    server = start(most=3)
    surroundings["MAIL_URL"] = server.address
    write(*(f"n{n}" for n in range(10)))
    jobs.run_due(hands.now)
    assert (len(set(numbers(server))), len(server.letters), server.connections) == (10, 10, 4)


def test_an_address_that_is_refused_for_good_ends_its_letter_and_holds_up_no_other(surroundings, session, start, hands):
    server = start(recipients={"bo@example.org": GONE})
    surroundings["MAIL_URL"] = server.address
    write("ana", "bo", "cleo")
    jobs.run_due(hands.now)
    assert [row.state for row in rows(session)] == [JobState.DONE, JobState.FAILED, JobState.DONE]
    refusal = refusal_of(session, "bo@example.org")
    assert (refusal.words, refusal.at) == ("550 5.1.1 nobody of this name", hands.now)
    assert [letter["To"] for letter in server.letters] == ["ana@example.org", "cleo@example.org"]
    hands.go_on(days=1)
    assert jobs.run_due(hands.now) == 0


def test_a_refusal_is_forgotten_when_a_letter_arrives(surroundings, session, start, hands):
    server = start(recipients={"bo@example.org": GONE})
    surroundings["MAIL_URL"] = server.address
    write("bo")
    jobs.run_due(hands.now)
    server.recipients.clear()
    write("bo")
    jobs.run_due(hands.now)
    session.expire_all()
    assert session.scalars(select(RefusedAddress)).all() == []


@pytest.mark.parametrize(
    "refusing",
    [
        {"recipients": {"bo@example.org": "450 4.2.0 greylisted"}},
        {"recipients": {"bo@example.org": "452 mailbox full"}},
        {"recipients": {"bo@example.org": "421 too busy"}},
        {"recipients": {"bo@example.org": "554 5.7.1 relay access denied"}},
        {"recipients": {"bo@example.org": "530 sign in first"}},
        {"sender": "451 later"},
        {"sender": "550 not from you"},
        {"data": "451 later"},
        {"data": "554 too much like an advertisement"},
        {"greeting": "554 go away"},
    ],
    ids=str,
)
def test_whatever_is_not_about_the_address_never_ends_a_letter_before_its_time(
    surroundings, session, start, hands, refusing
):
    server = start(**refusing)
    surroundings["MAIL_URL"] = server.address
    write("bo")
    begun = hands.now
    while hands.now < begun + WAITS:
        jobs.run_due(hands.now)
        assert [row.state for row in rows(session)] == [JobState.QUEUED]
        hands.go_on(days=1)
    server.sender, server.data, server.greeting = "", "", "220 ready"
    server.recipients.clear()
    hands.now = begun + WAITS - timedelta(seconds=1)
    jobs.run_due(hands.now)
    assert [row.state for row in rows(session)] == [JobState.DONE]
    assert len(server.letters) == 1
    assert session.scalars(select(RefusedAddress)).all() == []


def test_a_letter_that_is_put_off_is_tried_up_to_once_an_hour(surroundings, session, start, hands):
    server = start(recipients={"bo@example.org": "450 greylisted"})
    surroundings["MAIL_URL"] = server.address
    write("bo")
    tried = []
    for _ in range(10):
        assert jobs.run_due(hands.now) == 1
        assert jobs.run_due(hands.now) == 0
        tried.append(hands.now)
        [row] = rows(session)
        hands.now = row.run_after
    pauses = [later - sooner for sooner, later in pairwise(tried)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(seconds=30), timedelta(hours=1))


def test_a_letter_is_given_up_after_thirty_days(surroundings, session, start, hands):
    server = start(recipients={"bo@example.org": "450 greylisted"})
    surroundings["MAIL_URL"] = server.address
    write("bo")
    hands.now += WAITS
    jobs.run_due(hands.now)
    assert [(row.state, row.payload) for row in rows(session)] == [(JobState.FAILED, {})]
    assert (outbound(session, hands.now).given_up, beyond_retry(session, hands.now)) == (1, 1)


def test_a_line_that_breaks_in_the_middle_counts_against_its_letter_alone(surroundings, session, start, hands):
    server = start()
    surroundings["MAIL_URL"] = server.address
    write("ana", "bo")
    taken = server._take

    def cut(talk):
        server._take = taken
        raise OSError("cut")

    server._take = cut
    jobs.run_due(hands.now)
    assert [(row.state, row.tries) for row in rows(session)] == [(JobState.QUEUED, 1), (JobState.DONE, 1)]
    hands.go_on(minutes=1)
    jobs.run_due(hands.now)
    assert sorted(letter["To"] for letter in server.letters) == ["ana@example.org", "bo@example.org"]


def test_what_waits_or_was_refused_can_be_sent_again_at_once(surroundings, session, start, hands):
    server = start(recipients={"bo@example.org": GONE, "ana@example.org": "450 later"})
    surroundings["MAIL_URL"] = server.address
    write("ana", "bo")
    jobs.run_due(hands.now)
    server.recipients.clear()
    with transaction() as writing:
        assert services.retry_letters(writing, now=hands.now) == 2
    jobs.run_lane(LANE_NAME)
    assert sorted(letter["To"] for letter in server.letters) == ["ana@example.org", "bo@example.org"]


def test_letters_do_not_hold_up_other_jobs(surroundings, start, hands, monkeypatch, added_work):
    surroundings["MAIL_URL"], done = "smtp://127.0.0.1:1", []
    added_work.job("test-work")(lambda payload, _progress: done.append(payload["n"]))
    write(*(f"n{n}" for n in range(300)))
    with transaction() as session:
        jobs.enqueue(session, "test-work", {"n": 1}, now=hands.now)
    assert jobs.run_due(hands.now) == 2  # one letter asked for all
    assert done == [1]


def test_addresses_beyond_ascii_need_a_server_that_knows_them(surroundings, start, hands):
    server = start("SMTPUTF8", "8BITMIME")
    surroundings["MAIL_URL"] = server.address
    write("ພອນ")
    jobs.run_due(hands.now)
    assert [letter["To"] for letter in server.letters] == ["ພອນ@example.org"]
    assert any("SMTPUTF8" in words for words in server.said)


def test_a_letter_that_the_server_cannot_address_waits(surroundings, session, start, hands):
    surroundings["MAIL_URL"] = start().address
    write("ພອນ")
    jobs.run_due(hands.now)
    [row] = rows(session)
    assert (row.state, row.error.startswith(smtplib.SMTPNotSupportedError.__name__)) == (JobState.QUEUED, True)
