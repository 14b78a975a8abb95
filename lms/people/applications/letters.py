"""Letters to applicants, in their language: confirm the address, what was decided, or that there is an account."""

from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from lms import ids
from lms.db import read_session
from lms.i18n import _
from lms.mail.composing import compose
from lms.mail.rules import PATIENT
from lms.mail.tasks import LANE, hand_over
from lms.people.applications.links import application_token
from lms.people.applications.models import AccountApplication
from lms.people.applications.queries import decision_of
from lms.people.applications.rules import ApplicationOutcome
from lms.people.models import Person
from lms.queue.jobs import enqueue
from lms.queue.kinds import Progress, job

KIND = "application-letter"


def write_to_applicant(session: Session, row: AccountApplication, *, now: datetime) -> None:
    """Have a letter sent to the applicant: what it says depends on how the application stands when it goes out."""
    enqueue(session, KIND, {"application_id": row.id}, now=now)


def write_to_holder(session: Session, person: Person, language: str, *, now: datetime) -> None:
    """Tell somebody who applies that they have an account already; the page that they used does not tell it."""
    enqueue(session, KIND, {"person_id": person.id, "language": language}, now=now)


@job(KIND, forget_payload=True, lane=LANE, retry=PATIENT)
def send_application_letter(payload: dict[str, Any], _progress: Progress) -> None:
    """Compose the letter and hand it over; what is gone meanwhile gets none."""
    session = read_session()
    if "person_id" in payload:
        person = session.get(Person, payload["person_id"])
        if person is None or person.email is None:
            return
        make = known_letter if person.closed_at is None else closed_letter
        address, language = person.email, payload["language"]
    else:
        row = session.get(AccountApplication, payload["application_id"])
        if row is None:
            return
        decision = decision_of(session, row.id)
        outcome = ApplicationOutcome(decision.outcome) if decision else None
        address, language = row.email, row.language
        url = f"{current_app.config['SITE_URL']}/applications/{application_token(row.uuid)}"
        is_confirmed, reason = row.confirmed_at is not None, decision.reason if decision else ""

        def make(site: str) -> tuple[str, list[str]]:
            if outcome is not None:
                return decided_letter(site, url, outcome, reason)
            return waiting_letter(site, url) if is_confirmed else confirming_letter(site, url)

    with force_locale(language):
        subject, paragraphs = make(current_app.config["SITE_NAME"])
        text = "\n\n".join([_("Hello,"), *paragraphs])
    hand_over(address, lambda: compose(to=address, subject=subject, text=text, number=ids.new_uuid()))


def confirming_letter(site: str, url: str) -> tuple[str, list[str]]:
    """The first letter: nothing that a stranger typed stands in it."""
    return _("Confirm your address for %(site)s", site=site), [
        _("Somebody asked for an account at %(site)s with this address.", site=site),
        _("Was it you? Open this link and confirm. Then we send your application to the people who decide:"),
        url,
        _("With the same link you can see the status of your application later."),
        _("If you did not expect this e-mail, do nothing: the application is deleted after 14 days."),
    ]


def waiting_letter(site: str, url: str) -> tuple[str, list[str]]:
    """To who applies a second time while the first application waits."""
    return _("Your application at %(site)s", site=site), [
        _("Your application for an account is with the people who decide. Here you can see its status:"),
        url,
    ]


def decided_letter(site: str, url: str, outcome: ApplicationOutcome, reason: str) -> tuple[str, list[str]]:
    """What was decided; the link to choose a password comes in a letter of its own."""
    subject = _("Your application at %(site)s", site=site)
    if outcome is ApplicationOutcome.APPROVED:
        said = [_("Your application was approved. You get another e-mail with a link to choose a password.")]
    else:
        said = [_("Your application was not approved. This is the reason:"), reason, _("You may apply again.")]
    return subject, [*said, _("Your application:"), url]


def known_letter(site: str) -> tuple[str, list[str]]:
    """To who applies and has an account already."""
    return _("You have an account at %(site)s", site=site), [
        _("Somebody asked for an account at %(site)s with this address. There is one already.", site=site),
        _("Sign in with it. If you have forgotten the password, ask for a new one here:"),
        f"{current_app.config['SITE_URL']}/forgot",
        _("If it was not you, do nothing: your account stays the same."),
    ]


def closed_letter(site: str) -> tuple[str, list[str]]:
    """To who applies and has an account that is closed: it is opened again, there is no second one."""
    return _("Your account at %(site)s is closed", site=site), [
        _("Somebody asked for an account at %(site)s with this address. There is one, but it is closed.", site=site),
        _("The people who manage the accounts of your administration can open it again. Ask them."),
        _("If it was not you, do nothing: your account stays the same."),
    ]
