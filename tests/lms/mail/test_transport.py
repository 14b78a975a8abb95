"""Letters: kept in a folder, or handed to a mail server; never a password over an open line."""

import smtplib
import stat
from email.policy import SMTP, SMTPUTF8

import pytest
from sqlalchemy import select

from lms import clock
from lms.db import transaction
from lms.mail import services, tasks, transport
from lms.mail.composing import compose
from lms.mail.folder import letters_folder
from lms.queue import jobs
from lms.queue.jobs import Job, Unavailable
from tests.lms.mail.conftest import kept

LETTER = {"to": "ana@example.org", "subject": "Grüße — ຂໍ້ຄວາມ", "text": "Line one\n\nLine two.\n", "id": "letter-1"}


def deliver(letter=LETTER):
    tasks.deliver(letter, lambda *_: None)


def test_without_a_mail_server_letters_are_kept_in_a_folder(surroundings):
    deliver()
    [letter] = kept(letters_folder())
    assert (letter["To"], letter["Subject"]) == ("ana@example.org", LETTER["subject"])
    assert letter.get_content() == LETTER["text"]
    assert letter["From"] == "Spoor <no-reply@127.0.0.1>"
    assert letter["Auto-Submitted"] == "auto-generated"
    [file] = letters_folder().iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_letter_delivered_twice_is_kept_once(surroundings):
    deliver()
    deliver()
    assert len(kept(letters_folder())) == 1


def test_a_letter_is_sent_with_its_cause_and_not_without(app, session, surroundings):
    with pytest.raises(ZeroDivisionError), transaction() as writing:
        services.send_letter(writing, to="ana@example.org", subject="A", text="a", now=clock.now())
        raise ZeroDivisionError
    with transaction() as writing:
        services.send_letter(writing, to="bo@example.org", subject="B", text="b", now=clock.now())
    jobs.run_due(clock.now())
    assert [letter["To"] for letter in kept(letters_folder())] == ["bo@example.org"]


@pytest.mark.parametrize("subject", ["Plain", "Grüße — ຂໍ້ຄວາມ"])
def test_an_address_in_a_header_stays_on_one_line_as_it_is(app, subject):
    address = f"<https://spoor.example/unsubscribe/{'a1-_.' * 60}>"
    letter = compose(
        to="ana@example.org", subject=subject, text="Text.", number="n", headers={"List-Unsubscribe": address}
    )
    for policy in (SMTP, SMTPUTF8):
        assert f"\r\nList-Unsubscribe: {address}\r\n".encode() in letter.as_bytes(policy=policy)
    assert max(map(len, letter.as_bytes().splitlines()[:3])) < 80


def test_a_letter_is_handed_to_the_server(surroundings, start):
    server = start("8BITMIME")
    surroundings["MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
    surroundings["MAIL_FROM"] = "Academy <academy@example.org>"
    deliver()
    [letter] = server.letters
    assert (letter["To"], letter["From"]) == ("ana@example.org", "Academy <academy@example.org>")
    assert letter["Subject"] == LETTER["subject"]
    assert letter.get_content().splitlines() == LETTER["text"].splitlines()
    assert not letters_folder().exists()


def test_a_letter_sent_twice_bears_the_same_number(surroundings, start):
    numbers = []
    for _ in range(2):
        server = start()
        surroundings["MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
        deliver()
        numbers.append(server.letters[0]["Message-ID"])
    assert numbers == ["<letter-1@127.0.0.1>"] * 2


def test_user_and_password_are_read_from_the_address(surroundings, start):
    server = start("AUTH PLAIN LOGIN")
    surroundings["MAIL_URL"] = f"smtp://us%40er:p%2Fw@127.0.0.1:{server.port}"
    deliver()
    assert any(words.startswith("AUTH") for words in server.said)
    assert len(server.letters) == 1


def test_a_password_never_goes_over_an_open_line(surroundings, start, monkeypatch):
    server = start("AUTH PLAIN LOGIN")
    monkeypatch.setattr(transport, "NEAR", frozenset())
    surroundings["MAIL_URL"] = f"smtp://user:secret@127.0.0.1:{server.port}"
    with pytest.raises(Unavailable, match="SMTPNotSupportedError: it offers no STARTTLS"):
        deliver()
    assert not any(words.startswith(("AUTH", "MAIL")) for words in server.said)


def test_starttls_is_used_where_it_is_offered(surroundings, start, monkeypatch):
    server = start("STARTTLS")
    asked = []

    def starttls(self, **_names):
        asked.append(self)
        raise smtplib.SMTPException("seen")

    monkeypatch.setattr(smtplib.SMTP, "starttls", starttls)
    surroundings["MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
    with pytest.raises(Unavailable, match="seen"):
        deliver()
    assert len(asked) == 1
    assert server.letters == []


def test_a_letter_that_the_server_puts_off_is_sent_again_later(app, session, surroundings, start):
    server = start(sender="451 later")
    surroundings["MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
    with transaction() as writing:
        services.send_letter(writing, to="ana@example.org", subject="A", text="a", now=clock.now())
    jobs.run_due(clock.now())
    row = session.scalars(select(Job).where(Job.kind == "mail")).one()
    assert (row.state, row.tries, "451" in row.error) == ("queued", 1, True)


@pytest.mark.parametrize("field", ["to", "subject"])
def test_a_line_end_in_a_field_does_not_make_another_field(surroundings, field):
    with pytest.raises(ValueError, match=r"[Hh]eader"):
        deliver(LETTER | {field: "ana@example.org\nBcc: all@example.org"})


def test_a_name_of_the_site_with_signs_of_its_own_stays_one_sender(surroundings):
    surroundings["SITE_NAME"] = 'Academy, "North" <x@y.example>'
    deliver()
    [letter] = kept(letters_folder())
    [sender] = letter["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (surroundings["SITE_NAME"], "no-reply@127.0.0.1")
