"""What workshops put on a person's start page: the own day, and a waiver that waits for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import format_date
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.i18n import _
from lms.ports import NextStep, StepGroup

DAY, WAIVER = 3, 4


def what_next(session: Session, person: Viewer, now: datetime, told: Sequence[Any]) -> list[NextStep]:
    """Workshops with a plan at which one takes part, until they are over; then waivers that others asked for."""
    plans, *waivers = told
    steps = [
        NextStep(
            _("Your day at the workshop"),
            f"{title}, {venue}: {format_date(starts_on, 'long')} – {format_date(ends_on, 'long')}.",
            _("See your day"),
            url_for("workshops.my_day", uuid=uuid),
            DAY,
        )
        for uuid, title, venue, starts_on, ends_on in plans
    ]
    for waiver, workshop, title in (one for each in waivers for one in each):
        url = url_for("workshops.decide_waiver", uuid=workshop, waiver=waiver)
        steps.append(NextStep(_("An exception waits"), title, _("Decide about it"), url, WAIVER, group=StepGroup.DUTY))
    return steps
