"""Letters to supervisors: found when they are due, written with a link that is made when the letter is sent."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from flask import current_app
from flask_babel import force_locale, format_date
from sqlalchemy import update
from sqlalchemy.orm import Session

from courses.catalogue.queries import version_titles
from courses.surveys.models import SupervisorRequest
from courses.surveys.queries import supervising as queries
from courses.surveys.rules.supervising import LINK_LIFE, RequestEnd, RequestState, request_state
from courses.surveys.services.supervising import end_request, make_link
from lms import clock, ids
from lms.db import end_read_session, read_session, transaction
from lms.i18n import _
from lms.mail.composing import compose
from lms.mail.rules import PATIENT
from lms.mail.tasks import LANE, hand_over
from lms.people.api import people_info
from lms.queue.jobs import enqueue
from lms.queue.kinds import Progress, job, periodic

BATCH = 200  # letters a round
LETTER = "supervisor-letter"


@periodic("supervisor-letters", every=timedelta(hours=1))
def send_due(now: datetime) -> None:
    """Write to supervisors whose day has come, remind once after two weeks, forget addresses that are over."""
    with transaction() as session:
        due = queries.due_letters(session, now.astimezone(UTC).date(), BATCH)
        gone = {one.id for one in people_info(session, (row.person_id for row in due)).values() if one.closed}
        for row in due:
            if row.person_id in gone:  # whose account is closed is asked about no more
                end_request(session, row, RequestEnd.WITHDRAWN, by=None, now=now)
                continue
            row.sent_at = now
            enqueue(session, LETTER, {"request_id": row.id}, now=now)
        for row in queries.due_reminders(session, now, BATCH):
            row.reminded_at = now
            enqueue(session, LETTER, {"request_id": row.id}, now=now)
        session.flush()
        forget_addresses(session, now)


def forget_addresses(session: Session, now: datetime) -> None:
    """Forget the addresses of supervisors whose link has run out."""
    over = SupervisorRequest.sent_at <= now - LINK_LIFE
    session.execute(
        update(SupervisorRequest).where(over, SupervisorRequest.supervisor_email != "").values(supervisor_email="")
    )


@job(LETTER, forget_payload=True, lane=LANE, retry=PATIENT)
def write_to_supervisor(payload: dict[str, Any], _progress: Progress) -> None:
    """Send the letter, unless nothing is asked any more; a second run makes a second link to the same form."""
    row = read_session().get(SupervisorRequest, payload["request_id"])
    if row is None or not row.supervisor_email:
        return
    if request_state(row.sent_at, row.ended_reason, clock.now()) is not RequestState.WAITING:
        return
    request_id, address = row.id, row.supervisor_email
    end_read_session()
    hand_over(address, lambda: _made(request_id, address))


def _made(request_id: int, address: str) -> EmailMessage:
    """The letter with a new link, once the mail server has taken the address."""
    with transaction() as session:
        row = session.get_one(SupervisorRequest, request_id)
        token = make_link(session, request_id, now=clock.now())
        officer = people_info(session, [row.person_id])[row.person_id]
        with force_locale(row.language):
            course = version_titles(session, [row.course_version_id], row.language)[row.course_version_id]
            url = f"{current_app.config['SITE_URL']}/forms/supervisor/{token}"
            subject, text = letter(row, officer.name, course.title, url)
    return compose(to=address, subject=subject, text=text, number=ids.new_uuid())


def letter(row: SupervisorRequest, officer: str, course: str, url: str) -> tuple[str, str]:
    """Subject and text, in the language that is set."""
    until = format_date(((row.sent_at or clock.now()) + LINK_LIFE).date(), "long")
    return _("Six questions about %(officer)s", officer=officer), "\n\n".join(
        [
            _("Hello %(name)s,", name=row.supervisor_name),
            _(
                "%(officer)s took the course “%(course)s” and named you as their supervisor. "
                "We would like to know what you see at work.",
                officer=officer,
                course=course,
            ),
            _("Open this link and answer six questions. It takes three minutes, and you need no account:"),
            url,
            _("The link works until %(until)s, for one answer.", until=until),
            _(
                "Your answers are shown only together with those of at least four other supervisors. %(officer)s and "
                "the trainer see that you have answered, not what.",
                officer=officer,
            ),
            _("Please do not pass this link on. If you do not know this person, open it and say so."),
        ]
    )
