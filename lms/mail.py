"""Letters: written with their cause, sent by the worker over SMTP, or kept in a folder where no server is named."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formataddr, formatdate
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy.orm import Session

from lms import clock, ids
from lms.jobs import Progress, enqueue, job

TIMEOUT = 20  # seconds that a mail server may take
NEAR = frozenset({"localhost", "127.0.0.1", "::1"})


def send(session: Session, *, to: str, subject: str, text: str) -> None:
    """Send this letter once the surrounding transaction is committed."""
    enqueue(session, "mail", {"to": to, "subject": subject, "text": text, "id": ids.new_uuid()}, now=clock.now())


def letters_folder() -> Path:
    """Where letters are kept when no mail server is named."""
    return Path(current_app.config["INSTANCE_PATH"]) / "letters"


def site_host() -> str:
    """The name of this site's machine."""
    return urlsplit(current_app.config["SITE_URL"]).hostname or "localhost"


def sender() -> str:
    """The address that letters come from."""
    return current_app.config["MAIL_FROM"] or formataddr((current_app.config["SITE_NAME"], f"no-reply@{site_host()}"))


def compose(payload: dict[str, Any]) -> EmailMessage:
    """The letter as it goes out."""
    letter = EmailMessage()
    letter["From"] = sender()
    letter["To"] = payload["to"]
    letter["Subject"] = payload["subject"]
    letter["Date"] = formatdate(usegmt=True)
    letter["Message-ID"] = f"<{payload['id']}@{site_host()}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(payload["text"])
    return letter


@job("mail", forget=True)
def deliver(payload: dict[str, Any], _progress: Progress) -> None:
    """Hand one letter to the mail server, or put it in the folder; done twice, the letter keeps its number."""
    letter = compose(payload)
    address = current_app.config["MAIL_URL"]
    if address:
        with connect(address, TIMEOUT) as line:
            line.send_message(letter)
        return
    folder = letters_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.glob(f"*-{payload['id']}.eml")):
        return
    path = folder / f"{clock.now():%Y%m%dT%H%M%S}-{payload['id']}.eml"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(letter.as_bytes())


@contextmanager
def connect(address: str, timeout: float) -> Iterator[smtplib.SMTP]:
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
            protected = True
        if user and not protected and host not in NEAR:
            raise smtplib.SMTPNotSupportedError("it offers no STARTTLS, so the password was not sent")
        if user:
            line.login(user, unquote(server.password or ""))
        yield line
        with suppress(smtplib.SMTPException):  # the letter was taken: a rude goodbye does not send it again
            line.quit()
    finally:
        line.close()
