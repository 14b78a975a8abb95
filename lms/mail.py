"""Letters: written with their cause, sent by the worker over SMTP, or kept in a folder where no server is named."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy.orm import Session

from lms import clock, ids
from lms.jobs import Progress, enqueue, job

TIMEOUT = 20  # seconds that a mail server may take


def send(session: Session, *, to: str, subject: str, text: str) -> None:
    """Send this letter once the surrounding transaction is committed."""
    enqueue(session, "mail", {"to": to, "subject": subject, "text": text, "id": ids.new_uuid()}, now=clock.now())


def letters_folder() -> Path:
    """Where letters are kept when no mail server is named."""
    return Path(current_app.config["INSTANCE_PATH"]) / "letters"


def sender() -> str:
    """The address that letters come from."""
    host = urlsplit(current_app.config["SITE_URL"]).hostname or "localhost"
    return current_app.config["MAIL_FROM"] or f"{current_app.config['SITE_NAME']} <no-reply@{host}>"


def compose(payload: dict[str, Any]) -> EmailMessage:
    """The letter as it goes out."""
    letter = EmailMessage()
    letter["From"] = sender()
    letter["To"] = payload["to"]
    letter["Subject"] = payload["subject"]
    letter["Date"] = formatdate(usegmt=True)
    letter["Message-ID"] = make_msgid(idstring=payload["id"], domain="spoor.invalid")
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(payload["text"])
    return letter


@job("mail")
def deliver(payload: dict[str, Any], _progress: Progress) -> None:
    """Hand one letter to the mail server, or put it in the folder."""
    letter = compose(payload)
    if current_app.config["MAIL_URL"]:
        post(letter, current_app.config["MAIL_URL"])
        return
    folder = letters_folder()
    folder.mkdir(parents=True, exist_ok=True)
    stamp = clock.now().strftime("%Y%m%dT%H%M%S")
    path = folder / f"{stamp}-{payload['id']}.eml"
    path.write_bytes(letter.as_bytes())
    path.chmod(0o600)


def post(letter: EmailMessage, address: str) -> None:
    """Send by `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://…`."""
    server = urlsplit(address)
    host, user = server.hostname or "localhost", unquote(server.username or "")
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        line: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port or 465, timeout=TIMEOUT, context=context)
    else:
        line = smtplib.SMTP(host, server.port or 25, timeout=TIMEOUT)
    with line:
        if server.scheme == "smtp" and line.has_extn("starttls"):
            line.starttls(context=context)
        if user:
            line.login(user, unquote(server.password or ""))
        line.send_message(letter)
