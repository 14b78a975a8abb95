"""SMTP: the line to the mail server, which several letters share."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from email.generator import BytesGenerator
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import parseaddr
from io import BytesIO
from urllib.parse import unquote, urlsplit

TIMEOUT = 20  # seconds that a mail server may take for one answer
MOST = 50  # letters over one connection: servers close longer ones
CLOSING = 421  # RFC 5321: the server closes the connection
NEAR = frozenset({"localhost", "127.0.0.1", "::1"})
Make = Callable[[], EmailMessage]


class ServerAway(Exception):
    """No line to the mail server could be had: it does not answer, or does not let us in."""


def open_line(address: str, timeout: float) -> smtplib.SMTP:
    """A line to `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://…`, signed in if need be.

    A password never goes over an open line, except to this computer itself.
    """
    server = urlsplit(address)
    host, user = server.hostname or "localhost", unquote(server.username or "")
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        line: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port or 465, timeout=timeout, context=context)
    else:
        line = smtplib.SMTP(host, server.port or 25, timeout=timeout)
    try:
        line.ehlo_or_helo_if_needed()
        protected = server.scheme == "smtps"
        if not protected and line.has_extn("starttls"):
            line.starttls(context=context)
            line.ehlo()
            protected = True
        if user and not protected and host not in NEAR:
            raise smtplib.SMTPNotSupportedError("it offers no STARTTLS, so the password was not sent")
        if user:
            line.login(user, unquote(server.password or ""))
    except BaseException:
        line.close()
        raise
    return line


@contextmanager
def connect(address: str, timeout: float) -> Iterator[smtplib.SMTP]:
    """A line of one's own, given back at the end."""
    line = open_line(address, timeout)
    try:
        yield line
        hang_up(line)
    finally:
        line.close()


def hang_up(line: smtplib.SMTP) -> None:
    """Say goodbye; a rude answer to it changes nothing."""
    with suppress(OSError):  # those of smtplib are of this kind too
        line.quit()
    line.close()


class Connection:
    """A connection that several letters share: opened when the first is sent, anew after some and after a fault."""

    def __init__(self) -> None:
        self._line: smtplib.SMTP | None = None
        self._address = ""
        self._sent = 0

    def send(self, address: str, sender: str, to: str, make: Make) -> None:
        """Hand one letter over. It is made when the server has taken its recipient, not before."""
        if self._sent >= MOST or address != self._address:
            self.close()
        line, kept = self._open(address)
        if kept and not self._still_there(line):
            line, _kept = self._open(address)
        try:
            hand_over(line, sender, to, make)
        except smtplib.SMTPResponseException as fault:
            self._go_on(line, fault.smtp_code)
            raise
        except smtplib.SMTPRecipientsRefused as fault:
            self._go_on(line, *(code for code, _words in fault.recipients.values()))
            raise
        except BaseException:
            self.close(rudely=True)  # in the middle of something: nobody knows where it stands
            raise
        self._sent += 1

    def _open(self, address: str) -> tuple[smtplib.SMTP, bool]:
        """The line, and whether it was open before."""
        if self._line is not None:
            return self._line, True
        try:
            line = open_line(address, TIMEOUT)
        except OSError as fault:  # those of smtplib, TLS and time limits are of this kind too
            raise ServerAway(f"{type(fault).__name__}: {fault}") from fault
        self._line, self._address, self._sent = line, address, 0
        return line, False

    def _still_there(self, line: smtplib.SMTP) -> bool:
        """Whether the server still listens on a line that was used before."""
        try:
            there = line.rset()[0] == 250
        except OSError:
            there = False
        if not there:
            self.close(rudely=True)
        return there

    def _go_on(self, line: smtplib.SMTP, *codes: int) -> None:
        """After a refusal the line serves the next letter, unless the server closes it."""
        if CLOSING in codes:
            self.close(rudely=True)

    def close(self, *, rudely: bool = False) -> None:
        """Give the line back, with a goodbye where somebody may still hear it."""
        line, self._line = self._line, None
        if line is not None:
            line.close() if rudely else hang_up(line)


def hand_over(line: smtplib.SMTP, sender: str, to: str, make: Make) -> None:
    """One letter in the words of SMTP: from whom, to whom, and when both are taken, what."""
    own = parseaddr(sender)[1]
    international = not (own.isascii() and to.isascii())
    if international and not line.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError(f"The mail server does not know addresses such as {to}.")
    code, words = line.mail(own, ["SMTPUTF8", "BODY=8BITMIME"] if international else [])
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, words, own)
    code, words = line.rcpt(to)
    if code not in {250, 251}:
        raise smtplib.SMTPRecipientsRefused({to: (code, words)})
    letter, written = make(), BytesIO()
    policy = SMTPUTF8 if international else letter.policy
    BytesGenerator(written, policy=policy).flatten(letter, linesep="\r\n")
    code, words = line.data(written.getvalue())
    if code != 250:
        raise smtplib.SMTPDataError(code, words)


_shared: ContextVar[Connection | None] = ContextVar("mail-connection", default=None)


@contextmanager
def one_connection() -> Iterator[None]:
    """Whatever is sent inside shares one connection."""
    connection = Connection()
    before = _shared.set(connection)
    try:
        yield
    finally:
        _shared.reset(before)
        connection.close()


def send(address: str, sender: str, to: str, make: Make) -> None:
    """Hand one letter over, on the connection that is shared here, or on one of its own."""
    shared = _shared.get()
    if shared is not None:
        shared.send(address, sender, to, make)
        return
    with one_connection():
        send(address, sender, to, make)
