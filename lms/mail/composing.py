"""A letter as it goes out."""

from collections.abc import Mapping
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import formataddr, formatdate, parseaddr
from urllib.parse import urlsplit

from flask import current_app

from lms.calendars import CalendarAddress, Invitation

INVITATION = "invitation.ics"


def site_host() -> str:
    """The name of this site's machine."""
    return urlsplit(current_app.config["SITE_URL"]).hostname or "localhost"


def sender() -> str:
    """The address that letters come from."""
    return current_app.config["MAIL_FROM"] or formataddr((current_app.config["SITE_NAME"], f"no-reply@{site_host()}"))


def organizer() -> CalendarAddress:
    """Who invites: the site itself, at the address that its letters come from."""
    return CalendarAddress(current_app.config["SITE_NAME"], parseaddr(sender())[1])


def page_url(path: str) -> str:
    """The whole address of a page of this site."""
    return f"{current_app.config['SITE_URL']}{path}"


class AddressHeader(UnstructuredHeader, BaseHeader):
    """A header that holds an address of a page: never folded or encoded, or programs could not read it."""

    def fold(self, *, policy: Policy) -> str:
        """On one line, however long."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", AddressHeader)
POLICY = default.clone(header_factory=HEADERS)


def compose(
    *,
    to: str,
    subject: str,
    text: str,
    number: str,
    headers: Mapping[str, str] | None = None,
    invitation: Invitation | None = None,
) -> EmailMessage:
    """The letter; sent again it bears the same number.

    `headers` are those of its sort, such as List-Unsubscribe. An invitation goes along for the reader's calendar.
    """
    letter = EmailMessage(policy=POLICY)
    letter["From"] = sender()
    letter["To"] = to
    letter["Subject"] = subject
    letter["Date"] = formatdate(usegmt=True)
    letter["Message-ID"] = f"<{number}@{site_host()}>"
    letter["Auto-Submitted"] = "auto-generated"
    for name, value in (headers or {}).items():
        letter[name] = value
    letter.set_content(text)
    if invitation is not None:
        enclose(letter, invitation)
    return letter


def enclose(letter: EmailMessage, invitation: Invitation) -> None:
    """Let an invitation go along.

    Beside the text, where mail programs look for what their calendar shall take up, and as a file to open by hand.
    """
    letter.add_alternative(invitation.text, subtype="calendar", params={"method": invitation.method.value})
    letter.add_attachment(invitation.text, subtype="calendar", filename=INVITATION)
