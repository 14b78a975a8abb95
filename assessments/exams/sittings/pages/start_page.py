"""What rooms put on a person's start page: one to supervise, one to sit in, a protocol to compare."""

from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from assessments.exams.sittings.queries.sittings import SOON, OwnRoom, own_rooms, papers_waiting
from assessments.permissions import ExamPermission
from lms.access import Viewer
from lms.i18n import _
from lms.moments import said_moment
from lms.ports import NextStep, StepGroup

SUPERVISE, COMPARE, SIT = 2, 4, 5
SIT_LATER = 22  # after the next lesson, which prepares for it
NEAR = timedelta(days=1)


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Rooms of which one's signature is wanted, then protocols to compare, then rooms in which one sits soon."""
    steps = [_step(one, now) for one in own_rooms(session, person.id, now, now + SOON)]
    if person.may(ExamPermission.SITTING_RUN):
        for one in papers_waiting(session, person, now):
            url = url_for("sittings.one", uuid=one.row.uuid)
            text = _(
                "“%(title)s”: somebody entered the record of the room. Compare it with the sheet.", title=one.row.title
            )
            steps.append(NextStep(_("A printed record waits"), text, _("Compare"), url, COMPARE, group=StepGroup.DUTY))
    return [step for step in steps if step is not None]


def _step(one: OwnRoom, now: datetime) -> NextStep | None:
    """A room to supervise until one has signed, else a room to sit in."""
    if not one.supervises:
        text = _words(one) + " " + _("Bring your identity document.")
        order = SIT if one.row.begins_at - now <= NEAR else SIT_LATER
        return NextStep(_("Exam in a room"), text, _("See the course"), "/learn", order)
    if one.has_signed:
        return None
    url = url_for("sittings.room", key=one.row.uuid)
    return NextStep(_("You supervise an exam"), _words(one), _("Open room"), url, SUPERVISE, group=StepGroup.DUTY)


def _words(one: OwnRoom) -> str:
    return _(
        "%(title)s, %(place)s: %(when)s.",
        title=one.row.title, place=one.row.place, when=said_moment(one.row.begins_at, one.row.time_zone),
    )  # fmt: skip
