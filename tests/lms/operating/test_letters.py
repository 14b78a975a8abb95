"""`lms mail retry`, and what the doctor says of letters."""

from datetime import timedelta

import pytest

from lms import clock
from lms.db import transaction
from lms.mail import services
from lms.queue import jobs
from lms.queue.worker import note_beat
from tests.lms.mail.server import Server


@pytest.fixture
def server():
    made = Server()
    yield made
    made.go()


@pytest.fixture
def working(build, server):
    """An installation whose worker was just seen and whose mail server is there."""
    house = build(MAIL_URL=server.address).upgrade()
    with house.open():
        note_beat(clock.now())
    return house


def write(house, *names, ago=timedelta(0)):
    """Letters that were written so long ago, and tried once."""
    with house.open():
        now = clock.now()
        with transaction() as session:
            for name in names:
                services.send_letter(session, to=f"{name}@example.org", subject="A", text="a", now=now - ago)
        jobs.run_due(now)


def letters(house):
    code, report = house.report("doctor")
    [found] = [(one["health"], one["detail"]) for one in report["findings"] if one["name"] == "letters"]
    return code, *found


def test_no_letter_waits(working):
    assert letters(working)[1:] == ("ok", "0 wait")


def test_letters_that_wait_for_a_short_while_are_no_warning(working, server):
    server.go()
    write(working, "ana", "bo")
    _code, health, words = letters(working)
    assert (health, words.startswith("2 wait, the oldest since ")) == ("ok", True)
    assert "out of reach since" in words
    assert "ConnectionRefusedError" in words


def test_a_letter_that_waits_for_more_than_an_hour_is_a_warning(working, server):
    server.recipients["ana@example.org"] = "450 later"
    write(working, "ana", ago=timedelta(minutes=61))
    _code, health, words = letters(working)
    assert (health, words.startswith("1 waits, the oldest since ")) == ("warn", True)


def test_letters_that_were_given_up_are_a_warning_and_no_failed_jobs(working, server):
    server.recipients["ana@example.org"] = "550 nobody"
    write(working, "ana")
    code, health, words = letters(working)
    assert (code, health, "0 wait. 1 given up in the last 30 days; “lms mail retry”" in words) == (0, "warn", True)
    assert all("failed" not in one["detail"] for one in working.report("doctor")[1]["findings"])


def test_letters_that_wait_are_sent_at_once(working, server):
    server.go()
    write(working, "ana", "bo")
    server.come()
    code, told = working.report("mail", "retry")
    assert code == 0
    assert (told["tried"], told["waiting"], told["given_up"], told["fault"]) == (2, 0, 0, None)
    assert sorted(letter["To"] for letter in server.letters) == ["ana@example.org", "bo@example.org"]


def test_a_letter_that_was_given_up_is_sent_again(working, server):
    server.recipients["ana@example.org"] = "550 nobody"
    write(working, "ana")
    server.recipients.clear()
    done = working.lms("mail", "retry")
    assert (done.exit_code, done.output) == (0, "Tried: 1. Still waiting: 0. Given up in the last 30 days: 0.\n")
    assert [letter["To"] for letter in server.letters] == ["ana@example.org"]


def test_a_server_that_is_still_away_is_told_with_exit_code_one(working, server):
    server.go()
    write(working, "ana")
    code, told = working.report("mail", "retry")
    assert (code, told["waiting"]) == (1, 1)
    assert "ConnectionRefusedError" in told["fault"]
    assert "The mail server takes none: ConnectionRefusedError" in working.lms("mail", "retry").output


def test_what_was_given_up_after_thirty_days_is_no_longer_kept(working, server):
    server.recipients["ana@example.org"] = "450 later"
    write(working, "ana", ago=timedelta(days=30))
    code, told = working.report("mail", "retry")
    assert (code, told["tried"], told["no_longer_kept"]) == (0, 0, 1)
    assert "1 were given up after 30 days" in working.lms("mail", "retry").output
