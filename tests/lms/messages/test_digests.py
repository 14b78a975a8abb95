"""Digests: one letter with all that is due, however often the task runs and whatever dies; each message once."""

import re
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, select, update

from lms.db import end_read_session, transaction
from lms.mail.rules import WAITS
from lms.messages.letters import deliver_digest
from lms.messages.models import Message, MessageDigest
from lms.messages.rules.delivery import Channel
from lms.messages.services import digests
from lms.messages.services.reading import open_message
from lms.messages.tasks import clean_up, gather_digests
from lms.people.models import Person
from lms.queue import jobs
from lms.queue.kinds import Progress
from lms.queue.models import Job
from tests.builders import people
from tests.builders.messages import choose, message, send


def gather(session, time):
    session.commit()
    end_read_session()
    gather_digests(time.now)


def work(session, time):
    session.commit()
    end_read_session()
    jobs.run_due(time.now)
    end_read_session()
    session.expire_all()


def to_the_morning(time):
    time.now = (time.now + timedelta(days=1)).replace(hour=7, minute=0)


@pytest.fixture
def daily(session, ana, bo):
    """Both want one letter a day."""
    for person in (ana, bo):
        choose(session, person.id, Channel.DAILY)
    return ana, bo


def titles(letter):
    return re.findall(r"^\d+\. Messages: (.+)$", letter.get_content().replace("\r", ""), re.M)


def test_all_of_a_day_come_in_one_letter_in_the_morning(session, server, daily, time):
    ana, _bo = daily
    for day in ("Monday", "Tuesday"):
        send(session, [ana.id], time.now, day)
    gather(session, time)
    work(session, time)
    assert server.letters == []
    to_the_morning(time)
    gather(session, time)
    work(session, time)
    [letter] = server.letters
    assert (letter["Subject"], titles(letter)) == ("2 new messages at Spoor", ["Monday", "Tuesday"])
    assert "/unsubscribe/" in letter["List-Unsubscribe"]


def test_however_often_the_task_runs_it_is_one_letter(session, server, daily, time):
    ana, bo = daily
    send(session, [ana.id, bo.id], time.now)
    to_the_morning(time)
    for _run in range(5):
        gather(session, time)
        gather(session, time)
        work(session, time)
    assert sorted(letter["To"] for letter in server.letters) == ["ana@example.org", "bo@example.org"]


def test_what_was_read_in_the_inbox_first_is_left_out(session, server, daily, time):
    ana, _bo = daily
    send(session, [ana.id], time.now, "Monday")
    send(session, [ana.id], time.now, "Tuesday")
    [first, _second] = session.scalars(select(Message).order_by(Message.id)).all()
    open_message(session, people.viewer(session, ana), first.uuid, now=time.now)
    to_the_morning(time)
    gather(session, time)
    work(session, time)
    assert [titles(letter) for letter in server.letters] == [["Tuesday"]]


def test_what_was_read_between_the_task_and_the_letter_is_left_out_too(session, server, daily, time):
    ana, _bo = daily
    send(session, [ana.id], time.now)
    to_the_morning(time)
    gather(session, time)
    open_message(session, people.viewer(session, ana), session.scalars(select(Message.uuid)).one(), now=time.now)
    work(session, time)
    assert server.letters == []
    assert session.scalar(select(func.count()).select_from(MessageDigest)) == 0


def test_three_days_without_mail_end_with_one_letter_that_holds_all(session, server, daily, time):
    ana, _bo = daily
    server.go()
    for day in range(3):
        send(session, [ana.id], time.now, f"day {day}")
        to_the_morning(time)
        gather(session, time)
        work(session, time)
    server.come()
    time.go_on(hours=1)
    work(session, time)
    assert [titles(letter) for letter in server.letters] == [["day 0", "day 1", "day 2"]]


def test_a_worker_that_dies_after_the_server_took_the_letter_sends_the_same_again(session, server, daily, time):
    ana, _bo = daily
    send(session, [ana.id], time.now, "Monday")
    to_the_morning(time)
    gather(session, time)
    session.commit()
    again = {"digest": session.scalars(select(MessageDigest.id)).one()}
    end_read_session()
    deliver_digest(again, Progress(0))
    send(session, [ana.id], time.now - timedelta(days=1), "Tuesday")
    session.commit()
    end_read_session()
    deliver_digest(again, Progress(0))
    first, second = server.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert titles(first) == titles(second) == ["Monday"]
    gather(session, time)
    work(session, time)
    assert titles(server.letters[-1]) == ["Tuesday"]


def test_a_server_that_refuses_the_letter_gets_the_same_one_later(session, server, daily, time):
    ana, _bo = daily
    send(session, [ana.id], time.now, "Monday")
    to_the_morning(time)
    gather(session, time)
    server.data = "451 later"
    work(session, time)
    server.data = ""
    time.go_on(hours=2)
    work(session, time)
    assert [titles(letter) for letter in server.letters] == [["Monday"]]


def test_an_address_that_is_refused_leaves_the_messages_in_the_inbox_and_is_not_asked_again_and_again(
    session, server, daily, time
):
    ana, _bo = daily
    server.recipients["ana@example.org"] = "550 5.1.1 no such user"
    send(session, [ana.id], time.now)
    to_the_morning(time)
    for _run in range(3):
        gather(session, time)
        work(session, time)
    assert session.scalar(select(func.count()).where(Job.kind == "message-digest")) == 1
    session.get_one(Person, ana.id).email = "ana.silva@example.org"
    send(session, [ana.id], time.now, "Friday")
    to_the_morning(time)
    gather(session, time)
    work(session, time)
    assert [(letter["To"], titles(letter)) for letter in server.letters] == [("ana.silva@example.org", ["Friday"])]


def test_a_digest_that_nobody_could_send_for_thirty_days_does_not_stand_before_the_next(session, server, daily, time):
    ana, _bo = daily
    send(session, [ana.id], time.now, "Monday")
    to_the_morning(time)
    gather(session, time)
    session.execute(update(Job).where(Job.kind == "message-digest").values(state="failed", finished_at=time.now))
    session.commit()
    time.now += WAITS
    clean_up(time.now)
    send(session, [ana.id], time.now, "Friday")
    to_the_morning(time)
    gather(session, time)
    work(session, time)
    assert [titles(letter) for letter in server.letters] == [["Friday"]]


def test_a_whole_administration_is_asked_for_some_hundreds_at_a_time(session, time, monkeypatch, counting):
    monkeypatch.setattr(digests, "AT_A_TIME", 3)
    for number in range(7):
        one = people.person(session, email=f"p{number}@example.org")
        message(session, one.id, time.now, due_at=time.now)
    session.commit()
    with counting() as seen:
        gather_digests(time.now)
    assert len(seen) == 3 * 3 + 1  # three rounds of people, digests and jobs, and one that finds nobody
    assert session.scalar(select(func.count()).select_from(MessageDigest)) == 7


def test_two_tasks_at_once_open_one_digest(session, ana, time):
    message(session, ana.id, time.now, due_at=time.now)
    with transaction() as first:
        assert digests.ask_for_digests(first, now=time.now)
    rows = [{"uuid": "another", "person_id": ana.id, "asked_at": time.now, "made_at": None}]
    with transaction() as second:
        assert digests.insert_new(second, MessageDigest, rows) == []


@pytest.mark.parametrize("seed", range(6))
def test_in_any_order_of_events_each_message_comes_exactly_once(session, server, daily, time, seed):
    chance, sent, away = Random(seed), [], False
    ana, bo = daily

    def write():
        who = chance.choice((ana, bo))
        sent.append((who.email, f"note {len(sent)}"))
        send(session, [who.id], time.now, sent[-1][1])

    def turn():
        nonlocal away
        away = not away
        server.go() if away else server.come()

    def die():
        session.commit()
        end_read_session()
        held = session.scalars(select(MessageDigest.id).where(MessageDigest.made_at.is_not(None))).all()
        if held and not away:
            deliver_digest({"digest": chance.choice(held)}, Progress(0))

    acts = [write, write, write, turn, die, lambda: gather(session, time), lambda: work(session, time)]
    for _step in range(60):
        chance.choice(acts)()
        time.go_on(hours=chance.choice((0, 1, 5, 13)))
    if away:
        turn()
    for _day in range(2):
        to_the_morning(time)
        gather(session, time)
        work(session, time)
    letters = {letter["Message-ID"]: letter for letter in server.letters}.values()
    assert sorted((letter["To"], title) for letter in letters for title in titles(letter)) == sorted(sent)
