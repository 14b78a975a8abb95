"""Letters with a one-time link: the link is made when the letter is sent, so that no table ever holds it."""

from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale, format_datetime
from sqlalchemy.orm import Session

from lms import clock, ids, mail
from lms.db import transaction
from lms.i18n import _
from lms.jobs import Progress, enqueue, job
from lms.people import queries
from lms.people.models import Person
from lms.people.rules import SecretPurpose
from lms.people.services.secrets import make_link

KIND = "people-letter"


def send_link(session: Session, person: Person, purpose: SecretPurpose, *, actor_id: int, now: datetime) -> None:
    """Have a letter with a link sent to a person, at an administrator's wish."""
    enqueue(session, KIND, {"person_id": person.id, "purpose": purpose, "actor_id": actor_id}, now=now)


def send_link_to(session: Session, login: str, *, now: datetime) -> None:
    """Have a letter for a lost password sent to whoever this is; the same work here whether there is such a person."""
    enqueue(session, KIND, {"login": login, "purpose": SecretPurpose.RESET, "actor_id": None}, now=now)


@job(KIND, forget=True)
def write_letter(payload: dict[str, Any], progress: Progress) -> None:
    """Make the link and send its letter; a second run makes a new link, which ends the first."""
    with transaction() as session:
        person = _reader(session, payload)
        if person is None or person.email is None or person.closed_at is not None:
            return
        purpose, now = SecretPurpose(payload["purpose"]), clock.now()
        token, expires_at = make_link(session, person, purpose, actor_id=payload["actor_id"], now=now)
        with force_locale(person.language or "en"):
            subject, text = letter(person, purpose, f"{current_app.config['SITE_URL']}/link/{token}", expires_at)
        address = person.email
    mail.deliver({"to": address, "subject": subject, "text": text, "id": ids.new_uuid()}, progress)


def _reader(session: Session, payload: dict[str, Any]) -> Person | None:
    """Whom the letter is for, if there is such a person."""
    if "person_id" in payload:
        return session.get(Person, payload["person_id"])
    return queries.person_by_login(session, payload["login"])


def letter(person: Person, purpose: SecretPurpose, url: str, expires_at: datetime) -> tuple[str, str]:
    """Subject and text, in the language that is set."""
    site = current_app.config["SITE_NAME"]
    if purpose is SecretPurpose.INVITE:
        subject = _("Your account at %(site)s", site=site)
        cause = _("An account was made for you at %(site)s. Your user name is %(key)s.", site=site, key=person.username)
    else:
        subject = _("A new password for %(site)s", site=site)
        cause = _(
            "Somebody asked for a new password for your account %(key)s at %(site)s.", site=site, key=person.username
        )
    until = f"{format_datetime(expires_at, 'd MMMM y, HH:mm', rebase=False)} UTC"
    return subject, "\n\n".join(
        [
            _("Good day %(name)s,", name=person.name),
            cause,
            _("Open this link and choose a password. The link works once, until %(until)s:", until=until),
            url,
            _("If you did not expect this letter, do nothing: your account stays as it is. Never pass the link on."),
        ]
    )
