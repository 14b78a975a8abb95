"""Letters: kept in a folder, or handed to a mail server; never a password over an open line."""

import email
import email.policy
import smtplib
import socket
import stat
import threading

import pytest

from lms import clock, jobs, mail
from lms.db import transaction

LETTER = {"to": "ana@example.org", "subject": "Grüße — ຂໍ້ຄວາມ", "text": "Line one\n\nLine two.\n", "id": "letter-1"}


class Server:
    """A mail server that takes whatever comes; `offers` are the extensions that it names."""

    def __init__(self, *offers, refuse=b""):
        self.offers, self.refuse = offers, refuse
        self.said, self.letters = [], []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        try:
            line, _ = self.socket.accept()
        except OSError:
            return
        with line, line.makefile("rwb", buffering=0) as talk:
            talk.write(b"220 ready\r\n")
            while words := talk.readline():
                self.said.append(words.decode().strip())
                talk.write(self.answer(words.upper(), talk))

    def answer(self, words, talk):
        if words.startswith(b"EHLO"):
            return b"".join(b"250-%s\r\n" % offer.encode() for offer in ("here", *self.offers)) + b"250 HELP\r\n"
        if words.startswith(b"MAIL") and self.refuse:
            return self.refuse
        if words.startswith(b"DATA"):
            talk.write(b"354 go on\r\n")
            lines = []
            while (one := talk.readline()) != b".\r\n":
                lines.append(one)
            self.letters.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
        if words.startswith(b"AUTH"):
            return b"235 welcome\r\n"
        return b"250 OK\r\n"

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


@pytest.fixture
def start():
    made = []

    def begin(*offers, **more):
        made.append(Server(*offers, **more))
        return made[-1]

    yield begin
    for server in made:
        try:
            server.close()
        except OSError:
            server.thread.join()


@pytest.fixture
def surroundings(app, monkeypatch, tmp_path):
    """The settings of an installation of its own."""
    for name, value in {"INSTANCE_PATH": str(tmp_path), "MAIL_URL": "", "MAIL_FROM": "", "SITE_NAME": "Spoor"}.items():
        monkeypatch.setitem(app.config, name, value)
    return app.config


def deliver(letter=LETTER):
    mail.deliver(letter, lambda *_: None)


def kept(folder):
    return [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in sorted(folder.glob("*.eml"))]


def test_without_a_mail_server_letters_are_kept_in_a_folder(surroundings):
    deliver()
    [letter] = kept(mail.letters_folder())
    assert (letter["To"], letter["Subject"]) == ("ana@example.org", LETTER["subject"])
    assert letter.get_content() == LETTER["text"]
    assert letter["From"] == "Spoor <no-reply@127.0.0.1>"
    assert letter["Auto-Submitted"] == "auto-generated"
    [file] = mail.letters_folder().iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_letter_delivered_twice_is_kept_once(surroundings):
    deliver()
    deliver()
    assert len(kept(mail.letters_folder())) == 1


def test_a_letter_is_sent_with_its_cause_and_not_without(app, session, surroundings):
    with pytest.raises(ZeroDivisionError), transaction() as writing:
        mail.send(writing, to="ana@example.org", subject="A", text="a")
        raise ZeroDivisionError
    with transaction() as writing:
        mail.send(writing, to="bo@example.org", subject="B", text="b")
    jobs.run_due(clock.now())
    assert [letter["To"] for letter in kept(mail.letters_folder())] == ["bo@example.org"]


def test_a_letter_is_handed_to_the_server(surroundings, start):
    server = start("8BITMIME")
    surroundings["MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
    surroundings["MAIL_FROM"] = "Academy <academy@example.org>"
    deliver()
    [letter] = server.letters
    assert (letter["To"], letter["From"]) == ("ana@example.org", "Academy <academy@example.org>")
    assert letter["Subject"] == LETTER["subject"]
    assert letter.get_content().splitlines() == LETTER["text"].splitlines()
    assert not mail.letters_folder().exists()


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
    monkeypatch.setattr(mail, "NEAR", frozenset())
    surroundings["MAIL_URL"] = f"smtp://user:secret@127.0.0.1:{server.port}"
    with pytest.raises(smtplib.SMTPNotSupportedError, match="no STARTTLS"):
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
    with pytest.raises(smtplib.SMTPException, match="seen"):
        deliver()
    assert len(asked) == 1
    assert server.letters == []


def test_a_letter_that_the_server_puts_off_is_sent_again_later(app, session, surroundings, start):
    server = start(refuse=b"451 later\r\n")
    surroundings["MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
    with transaction() as writing:
        mail.send(writing, to="ana@example.org", subject="A", text="a")
    jobs.run_due(clock.now())
    row = session.scalars(jobs.select(jobs.Job).where(jobs.Job.kind == "mail")).one()
    assert (row.state, row.tries, "451" in row.error) == ("queued", 1, True)


@pytest.mark.parametrize("field", ["to", "subject"])
def test_a_line_end_in_a_field_does_not_make_another_field(surroundings, field):
    with pytest.raises(ValueError, match=r"[Hh]eader"):
        deliver(LETTER | {field: "ana@example.org\nBcc: all@example.org"})


def test_a_name_of_the_site_with_signs_of_its_own_stays_one_sender(surroundings):
    surroundings["SITE_NAME"] = 'Academy, "North" <x@y.example>'
    deliver()
    [letter] = kept(mail.letters_folder())
    [sender] = letter["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (surroundings["SITE_NAME"], "no-reply@127.0.0.1")
