"""Letters about messages: in the language of their reader, with a way to stop them, and none that became pointless."""

import re

import pytest
from sqlalchemy import select, update

from lms.db import end_read_session
from lms.mail.models import RefusedAddress
from lms.messages.models import Message
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages
from lms.people import letters as account_letters
from lms.people.models import Person
from lms.people.rules import SecretPurpose
from lms.people.services import accounts
from lms.queue import jobs
from tests.builders import people
from tests.builders.messages import FORMAL, choose, send


def work(session, time):
    session.commit()
    end_read_session()
    jobs.run_due(time.now)
    end_read_session()


def text_of(letter):
    return " ".join(letter.get_content().split())


def test_each_reads_it_in_their_own_language(session, server, ana, bo, time):
    send(session, [ana.id, bo.id], time.now, "lundi")
    work(session, time)
    english, french = server.letters
    assert (english["To"], english["Subject"]) == ("ana@example.org", "Messages: lundi")
    assert "Hello Ana Silva, The meeting lundi was moved. http://127.0.0.1:8000/learn" in text_of(english)
    assert "Bonjour Bo Berg" in text_of(french)


def test_words_that_somebody_typed_stand_as_typed_with_who_wrote_them(session, server, bo, time):
    trainer = people.person(session, "Tess Trainer")
    send(session, [bo.id], time.now, words="Bring your own magnifier.\n10x is best.", by_id=trainer.id)
    work(session, time)
    [letter] = server.letters
    assert "Bring your own magnifier.\n10x is best." in letter.get_content().replace("\r", "")
    assert "Tess Trainer" in letter.get_content()


def test_a_title_with_line_ends_is_one_line_of_the_letter(session, server, ana, time):
    send(session, [ana.id], time.now, "Monday\r\nBcc: all@example.org")
    work(session, time)
    [letter] = server.letters
    assert (letter["Subject"], letter["Bcc"]) == ("Messages: Monday Bcc: all@example.org", None)


def test_a_letter_says_which_kind_it_is_and_how_to_stop_it(session, server, ana, time, app):
    send(session, [ana.id], time.now)
    work(session, time)
    [letter] = server.letters
    [url] = re.findall(r"<(.+)>", letter["List-Unsubscribe"])
    assert url.startswith("http://127.0.0.1:8000/unsubscribe/")
    assert url in letter.get_content()
    assert "This e-mail is about: Notes of meetings." in text_of(letter)
    assert letter["List-Unsubscribe-Post"] is None  # one press is for HTTPS alone


def test_over_https_a_mail_program_may_stop_it_with_one_press(session, server, ana, time, app, monkeypatch):
    monkeypatch.setitem(app.config, "SITE_URL", "https://spoor.example")
    send(session, [ana.id], time.now)
    work(session, time)
    [letter] = server.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].startswith("<https://spoor.example/unsubscribe/")


def test_what_cannot_be_switched_off_carries_no_way_to_do_it_and_goes_though_it_was_read(session, server, ana, time):
    send_messages(session, FORMAL, [ana.id], {"title": "A"}, by_id=None, now=time.now)
    session.execute(update(Message).values(read_at=time.now))
    work(session, time)
    [letter] = server.letters
    assert letter["List-Unsubscribe"] is None
    assert "unsubscribe" not in letter.get_content()
    assert "/account/messages" in letter.get_content()


def read(session, ana, time):
    session.execute(update(Message).values(read_at=time.now))


def switched_off(session, ana, time):
    choose(session, ana.id, Channel.INBOX)


def address_gone(session, ana, time):
    session.get_one(Person, ana.id).email = None


def closed(session, ana, time):
    chief = people.person(session, "Chief", "administrator")
    accounts.close_person(session, session.get_one(Person, ana.id), by=people.viewer(session, chief), now=time.now)


@pytest.mark.parametrize("meanwhile", [read, switched_off, address_gone, closed])
def test_what_became_pointless_while_it_waited_is_not_sent(session, server, ana, time, meanwhile):
    send(session, [ana.id], time.now)
    meanwhile(session, ana, time)
    work(session, time)
    assert server.letters == []


def test_a_meeting_moved_twice_sends_one_letter(session, server, ana, time):
    for day in ("Monday", "Tuesday", "Wednesday"):
        send(session, [ana.id], time.now, day, replace_key="meeting:7")
        work(session, time)
        time.go_on(minutes=1)
    time.go_on(minutes=5)
    work(session, time)
    assert [letter["Subject"] for letter in server.letters] == ["Messages: Wednesday"]


def test_three_days_without_mail_lose_nothing_and_double_nothing(session, server, ana, bo, time):
    server.go()
    for day in range(3):
        send(session, [ana.id, bo.id], time.now, f"day {day}")
        for _hour in range(24):
            work(session, time)
            time.go_on(hours=1)
    server.come()
    work(session, time)
    expected = [(to, f"Messages: day {day}") for to in ("ana@example.org", "bo@example.org") for day in range(3)]
    assert sorted((letter["To"], letter["Subject"]) for letter in server.letters) == expected


def test_an_address_that_is_refused_ends_the_letter_and_leaves_the_message(session, server, ana, time):
    server.recipients["ana@example.org"] = "550 5.1.1 no such user"
    send(session, [ana.id], time.now)
    work(session, time)
    assert session.scalars(select(RefusedAddress.address)).all() == ["ana@example.org"]
    assert session.scalars(select(Message.person_id)).all() == [ana.id]


def test_a_letter_for_a_lost_password_goes_before_thousands_of_messages(session, server, ana, bo, time):
    send(session, [ana.id, bo.id], time.now)
    account_letters.send_link(session, ana, SecretPurpose.RESET, actor_id=bo.id, now=time.now)
    work(session, time)
    assert server.letters[0]["Subject"].startswith("A new password")
    assert len(server.letters) == 3
