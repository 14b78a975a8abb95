"""Letters about a complaint, composed when they go out, so that no link waits anywhere; and the end of old contacts."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import force_locale, format_date
from sqlalchemy.orm import Session

from certificates.complaints.labels import FINDINGS
from certificates.complaints.links import complaint_token
from certificates.complaints.models import Complaint, ComplaintStep
from certificates.complaints.queries import steps_of
from certificates.complaints.rules import ComplaintAct
from certificates.complaints.services import forget_contacts
from lms import ids
from lms.db import read_session, transaction
from lms.i18n import _, locale_of
from lms.mail.composing import compose
from lms.mail.rules import PATIENT
from lms.mail.tasks import LANE, hand_over
from lms.people.api import person_of
from lms.queue.jobs import enqueue
from lms.queue.kinds import Progress, job, periodic

KIND = "complaint-letter"
DAY = "d MMMM y"


def write_to_complainant(session: Session, row: Complaint, *, now: datetime, step: int = 0) -> None:
    """Have a letter sent about this step, or that the complaint came; where there is no address, nothing happens."""
    if row.email or row.person_id is not None:
        enqueue(session, KIND, {"complaint_id": row.id, "step": step}, now=now)


@job(KIND, forget_payload=True, lane=LANE, retry=PATIENT)
def send_complaint_letter(payload: dict[str, Any], _progress: Progress) -> None:
    """Compose the letter and hand it over; what is gone meanwhile gets none."""
    session = read_session()
    row = session.get(Complaint, payload["complaint_id"])
    if row is None:
        return
    address = row.email or (person_of(session, row.person_id).email if row.person_id is not None else None)
    if not address:
        return
    step = next((one for one in steps_of(session, row.id) if one.no == payload["step"]), None)
    url = f"{current_app.config['SITE_URL']}/complaints/{complaint_token(row.uuid)}"
    with force_locale(locale_of(row.language)):
        subject, paragraphs = letter_about(row, step, str(current_app.config["SITE_NAME"]), url)
        text = "\n\n".join([_("Hello,"), *paragraphs])
    hand_over(address, lambda: compose(to=address, subject=subject, text=text, number=ids.new_uuid()))


def letter_about(row: Complaint, step: ComplaintStep | None, site: str, url: str) -> tuple[str, list[str]]:
    """What the letter says; nothing that a stranger typed stands in it."""
    subject = _("Your complaint at %(site)s", site=site)
    if step is None:
        said = [_("We have received your complaint. A quality officer reads it.")]
        if row.due_at is not None:
            said.append(_("You will hear from us by %(day)s.", day=format_date(row.due_at, DAY)))
    elif step.act == ComplaintAct.CLOSED:
        said = [_("We have checked your complaint."), f"{FINDINGS[step.finding or '']}.", step.words, step.action or ""]
    else:
        said = [_("We are checking your complaint."), step.words]
        if row.due_at is not None:
            said.append(_("You will get an answer by %(day)s.", day=format_date(row.due_at, DAY)))
    return subject, [*said, _("Here you can see the status and add something:"), url]


@periodic("complaint-contacts", every=timedelta(days=1))
def drop_old_contacts(now: datetime) -> None:
    """Drop names and addresses that are no longer needed."""
    with transaction() as session:
        forget_contacts(session, now=now)
