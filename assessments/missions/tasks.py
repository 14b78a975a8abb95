"""Letters to hosts with links that need no account; silence recorded, and the questions of 3, 6 and 12 months."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from flask import current_app
from flask_babel import force_locale, format_date
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessments.missions.links import FOLLOW_UP, REPORT, host_token
from assessments.missions.models import Mission, MissionFollowUp, MissionReport
from assessments.missions.queries.reports import due_follow_ups, reports_of, silent_reports
from assessments.missions.rules.hosts import SILENCE, HostSaid
from assessments.missions.services.delivering import LETTER, record_answer
from lms import ids
from lms.db import end_read_session, read_session, transaction
from lms.i18n import _, locale_of
from lms.mail.composing import compose
from lms.mail.rules import PATIENT
from lms.mail.tasks import LANE, hand_over
from lms.queue.jobs import enqueue
from lms.queue.kinds import Progress, job, periodic

BATCH = 200  # a round
FOLLOW_UP_LETTER = "mission-follow-up-letter"


@periodic("mission-hosts", every=timedelta(hours=1))
def look_after_hosts(now: datetime) -> None:
    """Record which hosts were silent for fifteen days, ask what became of recommendations, forget old addresses."""
    with transaction() as session:
        for report in silent_reports(session, now, BATCH):
            record_answer(session, report, HostSaid.SILENT, words="", answered_as="", now=now)
        for asked in due_follow_ups(session, now.astimezone(UTC).date(), BATCH):
            asked.sent_at = now
            enqueue(session, FOLLOW_UP_LETTER, {"follow_up_id": asked.id}, now=now)
        session.flush()
        _forget_addresses(session, now)


def _forget_addresses(session: Session, now: datetime) -> None:
    """Nothing is asked after the last question: sixty days later nobody needs the address."""
    over = select(MissionFollowUp.mission_id).where(
        MissionFollowUp.months == 12, MissionFollowUp.sent_at <= now - timedelta(days=60)
    )
    session.execute(
        update(MissionReport)
        .where(MissionReport.mission_id.in_(over), MissionReport.host_email != "")
        .values(host_email="")
    )


@job(LETTER, lane=LANE, retry=PATIENT)
def send_report(payload: dict[str, Any], _progress: Progress) -> None:
    """Send the link of a report to its host; a second run sends the same link again."""
    row = read_session().get(MissionReport, payload["report_id"])
    if row is None or not row.host_email:
        return
    address, name, uuid, content = row.host_email, row.host_name, row.uuid, row.content
    end_read_session()
    hand_over(address, lambda: _report_letter(address, name, uuid, content))


def _report_letter(address: str, name: str, uuid: str, content: dict[str, Any]) -> EmailMessage:
    with force_locale(locale_of(content["language"])):
        url = f"{current_app.config['SITE_URL']}/host/reports/{host_token(REPORT, uuid)}"
        subject = _("Mission report: %(title)s", title=content["title"])
        text = "\n\n".join(
            [
                _("Hello %(name)s,", name=name),
                _("The report of the mission “%(title)s” is ready. Open this link to read it. You need no account:")
                % {"title": content["title"]},
                url,
                _("You can write there what you think of it, or say that you give no feedback."),
                _(
                    "We will note it if we hear nothing for %(days)s days. There are no other consequences.",
                    days=SILENCE.days,
                ),
                _("Please do not pass this link on. Anyone who has it can read the report and answer for you."),
            ]
        )
    return compose(to=address, subject=subject, text=text, number=ids.new_uuid())


@job(FOLLOW_UP_LETTER, lane=LANE, retry=PATIENT)
def send_follow_up(payload: dict[str, Any], _progress: Progress) -> None:
    """Ask a host what became of the recommendations."""
    session = read_session()
    asked = session.get(MissionFollowUp, payload["follow_up_id"])
    if asked is None or asked.answered_at is not None:
        return
    report = reports_of(session, [asked.mission_id])[asked.mission_id][0].row
    mission = session.get_one(Mission, asked.mission_id)
    address, name, uuid, months = report.host_email, report.host_name, asked.uuid, asked.months
    title, language, day = mission.title, mission.language, report.delivered_at.date()
    end_read_session()
    if not address:
        return

    def letter() -> EmailMessage:
        with force_locale(locale_of(language)):
            url = f"{current_app.config['SITE_URL']}/host/follow-up/{host_token(FOLLOW_UP, uuid)}"
            subject = _("What happened with the recommendations: %(title)s", title=title)
            text = "\n\n".join(
                [
                    _("Hello %(name)s,", name=name),
                    _(
                        "You got the report of the mission “%(title)s” on %(day)s. That is %(months)s months ago.",
                        title=title,
                        day=format_date(day, "long"),
                        months=months,
                    ),
                    _("Please tell us what happened with each recommendation. Open this link. You need no account:"),
                    url,
                    _("If you do not answer, there are no consequences."),
                ]
            )
        return compose(to=address, subject=subject, text=text, number=ids.new_uuid())

    hand_over(address, letter)
