"""Messages written to many people in few statements, taken back and replaced."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from lms.messages.kinds import PerPerson
from lms.messages.models import Message, QuietHours
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages, take_back
from lms.people.models import Person
from lms.queue.jobs import Job
from tests.builders import people
from tests.builders.messages import NOTE, choose, message, send

WORDLESS = {"title": "Monday", "words": ""}


def inbox(session, person):
    session.expire_all()
    return session.scalars(select(Message).where(Message.person_id == person.id).order_by(Message.id)).all()


def letters(session):
    session.expire_all()
    return session.scalars(select(Job).where(Job.kind == "message-letter").order_by(Job.id)).all()


def test_everybody_has_it_in_the_inbox_and_who_has_an_address_gets_a_letter(session, ana, paper, now):
    assert send(session, [ana.id, paper.id], now) == 2
    [told], [also] = inbox(session, ana), inbox(session, paper)
    assert (told.kind, told.params, told.read_at, told.sent_at) == (NOTE.name, WORDLESS, None, now)
    assert [job.payload["message"] for job in letters(session)] == [told.uuid]
    assert (also.due_at, also.digest_id) == (None, None)


@pytest.mark.parametrize("count", [1, 40])
def test_it_takes_as_many_statements_for_one_as_for_many(session, counting, now, count):
    rows = [people.person(session, email=f"p{n}.{count}@example.org").id for n in range(count)]
    session.flush()
    with counting() as seen:
        send(session, rows, now)
    assert len(seen) == 6  # people, choices, quiet hours, time zones, messages, letters
    with counting() as seen:
        send(session, rows, now, replace_key="meeting:1")
    assert len(seen) == 7


def test_a_select_reaches_a_whole_scope_and_leaves_closed_accounts_out(session, now):
    place = people.administration(session)
    for closed_at in (None, None, now):
        people.person(session, place=place, closed_at=closed_at)
    assert send(session, select(Person.id).where(Person.administration_id == place.id), now) == 2


def test_nobody_is_told_twice_who_is_named_twice(session, ana, now):
    assert send(session, [ana.id, ana.id], now) == 1


def test_each_may_be_told_something_of_their_own(session, ana, bo, paper, now):
    own = PerPerson({ana.id: {"title": "A", "words": ""}, bo.id: {"title": "B", "words": ""}})
    assert send_messages(session, NOTE, [ana.id, bo.id, paper.id], own, by_id=None, now=now) == 2
    assert [inbox(session, one)[0].params["title"] for one in (ana, bo)] == ["A", "B"]
    assert inbox(session, paper) == []


@pytest.mark.parametrize(
    "params", [{}, {"title": "A"}, {"title": 7, "words": ""}, {"title": "A", "words": "", "more": 1}, {"title": True}]
)
def test_values_that_the_kind_does_not_have_are_refused_when_written(session, ana, now, params):
    with pytest.raises(ValueError, match=r"test\.note"):
        send_messages(session, NOTE, [ana.id], params, by_id=None, now=now)
    assert inbox(session, ana) == []


def test_a_letter_of_the_evening_waits_until_the_morning(session, ana, now):
    send(session, [ana.id], datetime.combine(now.date(), datetime.min.time(), now.tzinfo) + timedelta(hours=21))
    [job] = letters(session)
    assert job.run_after.isoformat() == "2026-11-26T07:00:00+00:00"


def test_who_has_no_quiet_hours_gets_it_in_the_evening_too(session, ana, now):
    session.add(QuietHours(person_id=ana.id, begins=0, ends=0))
    session.flush()
    send(session, [ana.id], now.replace(hour=23))
    assert letters(session)[0].run_after == now.replace(hour=23)


@pytest.mark.parametrize(
    ("channel", "due"), [(Channel.DAILY, "2026-11-26T07:00"), (Channel.WEEKLY, "2026-11-30T07:00")]
)
def test_what_is_wanted_as_a_digest_is_due_with_the_next_one(session, ana, now, channel, due):
    choose(session, ana.id, channel)
    send(session, [ana.id], now)
    assert inbox(session, ana)[0].due_at == datetime.fromisoformat(f"{due}+00:00")
    assert letters(session) == []


def test_what_is_wanted_in_the_inbox_alone_has_no_letter(session, ana, now):
    choose(session, ana.id, Channel.INBOX)
    send(session, [ana.id], now)
    assert inbox(session, ana)[0].due_at is None
    assert letters(session) == []


def test_a_later_message_of_the_same_key_takes_the_place_of_one_that_nobody_opened(session, ana, bo, now):
    send(session, [ana.id, bo.id], now, "Monday", replace_key="meeting:7")
    session.execute(update(Message).where(Message.person_id == bo.id).values(read_at=now))
    send(session, [ana.id, bo.id], now, "Tuesday", replace_key="meeting:7")
    assert [one.params["title"] for one in inbox(session, ana)] == ["Tuesday"]
    assert [one.params["title"] for one in inbox(session, bo)] == ["Monday", "Tuesday"]


def test_it_leaves_messages_of_others_and_of_other_keys_alone(session, ana, bo, now):
    send(session, [ana.id, bo.id], now, "Monday", replace_key="meeting:7")
    send(session, [ana.id], now, "Friday", replace_key="meeting:8")
    send(session, [ana.id], now, "Tuesday", replace_key="meeting:7")
    assert [one.params["title"] for one in inbox(session, ana)] == ["Friday", "Tuesday"]
    assert [one.params["title"] for one in inbox(session, bo)] == ["Monday"]


def test_a_meeting_that_is_taken_back_is_gone_for_who_has_not_opened_it(session, ana, bo, now):
    send(session, [ana.id, bo.id], now, replace_key="meeting:7")
    message(session, bo.id, now, read_at=now, replace_key="meeting:7")
    take_back(session, "meeting:7")
    assert inbox(session, ana) == []
    assert [one.read_at for one in inbox(session, bo)] == [now]


def test_a_letter_that_may_be_replaced_waits_some_minutes_for_that(session, ana, now):
    send(session, [ana.id], now, replace_key="meeting:7")
    assert letters(session)[0].run_after == now + timedelta(minutes=5)


def test_nobody_at_all_is_no_fault(session, now):
    assert send(session, [], now, replace_key="meeting:7") == 0
    assert session.scalar(select(func.count()).select_from(Message)) == 0
