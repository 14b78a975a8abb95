"""A letter as it goes out."""

from email.message import EmailMessage
from email.utils import formataddr, formatdate
from urllib.parse import urlsplit

from flask import current_app


def site_host() -> str:
    """The name of this site's machine."""
    return urlsplit(current_app.config["SITE_URL"]).hostname or "localhost"


def sender() -> str:
    """The address that letters come from."""
    return current_app.config["MAIL_FROM"] or formataddr((current_app.config["SITE_NAME"], f"no-reply@{site_host()}"))


def compose(*, to: str, subject: str, text: str, number: str) -> EmailMessage:
    """The letter; sent again it bears the same number."""
    letter = EmailMessage()
    letter["From"] = sender()
    letter["To"] = to
    letter["Subject"] = subject
    letter["Date"] = formatdate(usegmt=True)
    letter["Message-ID"] = f"<{number}@{site_host()}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    return letter
