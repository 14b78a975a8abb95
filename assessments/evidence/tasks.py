"""Letters to witnesses, and their addresses, which are forgotten when their link is over."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import force_locale, format_date

from assessments.evidence import queries
from assessments.evidence.links import witness_token
from assessments.evidence.models import EvidenceItem, WitnessRequest
from assessments.evidence.rules import LINK_LIFE, WitnessState, witness_state
from assessments.evidence.services import LETTER, forget_addresses
from lms import clock, ids
from lms.db import read_session, transaction
from lms.i18n import _, locale_of
from lms.mail.composing import compose
from lms.mail.rules import PATIENT
from lms.mail.tasks import LANE, hand_over
from lms.people.api import person_of
from lms.queue.kinds import Progress, job, periodic


@periodic("witness-addresses", every=timedelta(days=1))
def forget_old_addresses(now: datetime) -> None:
    """Forget the addresses of witnesses whose link has run out."""
    with transaction() as session:
        forget_addresses(session, now=now)


@job(LETTER, forget_payload=True, lane=LANE, retry=PATIENT)
def write_to_witness(payload: dict[str, Any], _progress: Progress) -> None:
    """Send the letter, unless nothing is asked any more."""
    found = queries.request_by_id(read_session(), payload["request_id"])
    if found is None or not found[0].email:
        return
    row, item = found
    if witness_state(row.asked_at, row.ended, clock.now()) is not WitnessState.WAITING:
        return
    address = row.email
    with force_locale(locale_of(row.language)):
        subject, text = letter(row, item, person_of(read_session(), item.person_id).name)
    hand_over(address, lambda: compose(to=address, subject=subject, text=text, number=ids.new_uuid()))


def letter(row: WitnessRequest, item: EvidenceItem, person: str) -> tuple[str, str]:
    """Subject and text, in the language that is set."""
    until = format_date((row.asked_at + LINK_LIFE).date(), "long")
    url = f"{current_app.config['SITE_URL']}/witness/{witness_token(row.uuid)}"
    return _("What did you see of the work of %(person)s?", person=person), "\n\n".join(
        [
            _("Hello %(name)s,", name=row.name),
            _(
                "%(person)s names you as a witness of their work on %(day)s: “%(title)s”.",
                person=person,
                day=format_date(item.day, "long"),
                title=item.title,
            ),
            _("Open this link and write what you saw yourself. You need no account:"),
            url,
            _("The link works until %(until)s, for one answer.", until=until),
            _(
                "%(person)s, and those who decide on a certificate, read your words with your name and function. "
                "Nobody can change them.",
                person=person,
            ),
            _("Please do not pass this link on. If you did not see this, open it and say so."),
        ]
    )
