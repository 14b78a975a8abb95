"""Letters with a one-time link: the link is made when the letter is sent, so that no table ever holds it."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import clock, ids
from lms.db import read_session, transaction
from lms.i18n import _
from lms.mail.composing import compose
from lms.mail.rules import PATIENT
from lms.mail.tasks import LANE, hand_over
from lms.moments import said_moment
from lms.people.models import Person
from lms.people.queries import people as queries
from lms.people.queries.facts import person_of
from lms.people.rules import SecretPurpose
from lms.people.services.secrets import make_link
from lms.queue.jobs import Progress, enqueue
from lms.queue.kinds import job
from lms.queue.models import Job, JobState

KIND = "people-letter"
AHEAD = timedelta(hours=1)  # somebody waits for it at the door: it goes before thousands of messages
HAD_TO_WAIT = timedelta(minutes=15)  # a letter older than this was held up


def send_link(session: Session, person: Person, purpose: SecretPurpose, *, actor_id: int, now: datetime) -> None:
    """Have a letter with a link sent to a person, at an administrator's wish."""
    wish = {"person_id": person.id, "purpose": purpose, "actor_id": actor_id, "asked_at": now.isoformat()}
    enqueue(session, KIND, wish, now=now, after=now - AHEAD)


def send_link_to(session: Session, login: str, *, now: datetime) -> None:
    """Have a letter for a lost password sent to whoever this is; the same work here whether there is such a person."""
    wish = {"login": login, "purpose": SecretPurpose.RESET, "actor_id": None, "asked_at": now.isoformat()}
    enqueue(session, KIND, wish, now=now, after=now - AHEAD)


@job(KIND, forget_payload=True, lane=LANE, retry=PATIENT)
def write_letter(payload: dict[str, Any], progress: Progress) -> None:
    """Make the link and send its letter; a second run makes a new link, which ends the first.

    The letter may have waited for days. Its link is made once the mail server has taken the address, so that it lives
    as long as it says, and a try that fails before leaves nothing. What has become pointless meanwhile is not sent.
    """
    person = _reader(read_session(), payload)
    if person is None or person.email is None or person.closed_at is not None:
        return
    if not _is_pointless(read_session(), person, payload, progress.job_id):
        address, person_id = person.email, person.id
        hand_over(address, lambda: _made(person_id, address, payload))


def _made(person_id: int, address: str, payload: dict[str, Any]) -> EmailMessage:
    """The letter with a new link; each link has a number of its own, so that no filter takes it for an older one."""
    purpose, now = SecretPurpose(payload["purpose"]), clock.now()
    with transaction() as session:
        person = session.get_one(Person, person_id)
        if person.email != address:
            raise LookupError("the address was changed while this letter was sent")  # the next try takes the new one
        token, expires_at = make_link(session, person, purpose, actor_id=payload["actor_id"], now=now)
        with force_locale(person.language or "en"):
            until = said_moment(expires_at, person_of(session, person_id).time_zone)
            subject, text = letter(person, purpose, f"{current_app.config['SITE_URL']}/link/{token}", until)
    return compose(to=address, subject=subject, text=text, number=ids.new_uuid())


def _is_pointless(session: Session, person: Person, payload: dict[str, Any], job_id: int) -> bool:
    """Whether what this letter offers was given in another way, or asked for anew, while it had to wait."""
    purpose, asked_at = SecretPurpose(payload["purpose"]), datetime.fromisoformat(payload["asked_at"])
    if purpose is SecretPurpose.INVITE and person.password_hash is not None:
        return True
    if clock.now() - asked_at < HAD_TO_WAIT:
        return False
    if payload["actor_id"] is not None and queries.slip_made_since(session, person.id, asked_at):
        return True  # the link would end the slip
    return purpose is SecretPurpose.RESET and _was_asked_anew(session, person, job_id)


def _was_asked_anew(session: Session, person: Person, job_id: int) -> bool:
    """Whether a later letter for a lost password waits for the same person."""
    same = (Job.payload["person_id"].as_integer() == person.id) | Job.payload["login"].as_string().in_(
        [person.username, person.email]
    )
    later = select(Job.id).where(
        Job.lane == LANE.name,
        Job.state == JobState.QUEUED,
        Job.id > job_id,
        Job.kind == KIND,
        Job.payload["purpose"].as_string() == SecretPurpose.RESET,
        same,
    )
    return session.scalars(later.limit(1)).first() is not None


def _reader(session: Session, payload: dict[str, Any]) -> Person | None:
    """Whom the letter is for, if there is such a person."""
    if "person_id" in payload:
        return session.get(Person, payload["person_id"])
    return queries.person_by_login(session, payload["login"])


def letter(person: Person, purpose: SecretPurpose, url: str, until: str) -> tuple[str, str]:
    """Subject and text, in the language that is set."""
    site = current_app.config["SITE_NAME"]
    if purpose is SecretPurpose.INVITE:
        subject = _("Your account at %(site)s", site=site)
        cause = _(
            "An account was created for you at %(site)s. Your user name is %(key)s.", site=site, key=person.username
        )
    else:
        subject = _("A new password for %(site)s", site=site)
        cause = _(
            "Somebody asked for a new password for your account %(key)s at %(site)s.", site=site, key=person.username
        )
    return subject, "\n\n".join(
        [
            _("Hello %(name)s,", name=person.name),
            cause,
            _("Open this link and choose a password. The link works once, until %(until)s:", until=until),
            url,
            _("If you did not expect this e-mail, do nothing: your account stays the same. Never share the link."),
        ]
    )
