"""What workshops put on a person's start page: the own day, and a waiver that waits for them."""

from datetime import datetime

from flask import url_for
from flask_babel import format_date
from sqlalchemy.orm import Session

from assessments.permissions import PracticalPermission
from assessments.workshops.queries.waiting import plans_ahead, waivers_waiting
from lms.access import Viewer
from lms.i18n import _
from lms.ports import NextStep, StepGroup

DAY, WAIVER = 3, 4


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Workshops with a plan at which one takes part, until they are over; then waivers that others asked for."""
    steps = [
        NextStep(
            _("Your day at the workshop"),
            f"{row.title}, {row.venue}: {format_date(row.starts_on, 'long')} – {format_date(row.ends_on, 'long')}.",
            _("See your day"),
            url_for("workshops.my_day", uuid=row.uuid),
            DAY,
        )
        for row in plans_ahead(session, person.id, now.date())
    ]
    if person.may(PracticalPermission.WORKSHOP_RUN):
        for waiver, row in waivers_waiting(session, person):
            url = url_for("workshops.decide_waiver", uuid=row.uuid, waiver=waiver.uuid)
            steps.append(
                NextStep(_("An exception waits"), row.title, _("Decide about it"), url, WAIVER, group=StepGroup.DUTY)
            )
    return steps
