"""What rooms put on a person's start page: one to supervise, one to sit in, a protocol to compare."""

from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from assessments.exams.sittings.queries.sittings import FoundSitting, papers_waiting, sittings_around
from assessments.permissions import ExamPermission
from lms.access import Viewer
from lms.i18n import _
from lms.moments import said_moment
from lms.ports import NextStep

SUPERVISE, COMPARE, SIT = 2, 4, 5
SOON = timedelta(days=14)


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Rooms of which one's signature is wanted, then protocols to compare, then rooms in which one sits soon."""
    steps = [_step(one, person) for one in sittings_around(session, person.id, now, now + SOON)]
    if person.may(ExamPermission.SITTING_RUN):
        for one in papers_waiting(session, person, now):
            url = url_for("sittings.one", uuid=one.row.uuid)
            text = _("“%(title)s”: somebody keyed the protocol in. Compare it with the sheet.", title=one.row.title)
            steps.append(NextStep(_("A printed protocol waits"), text, _("Compare"), url, COMPARE))
    return [step for step in steps if step is not None]


def _step(one: FoundSitting, person: Viewer) -> NextStep | None:
    """A room to supervise until one has signed, else a room to sit in."""
    own = next((row for row in one.watching if row.person_id == person.id), None)
    if own is None:
        text = _words(one) + " " + _("Bring your identity document.")
        return NextStep(_("Exam in a room"), text, _("See the course"), "/learn", SIT)
    if one.signature_of(own.id) is not None:
        return None
    url = url_for("sittings.room", key=one.row.uuid)
    return NextStep(_("You supervise an exam"), _words(one), _("Open the room"), url, SUPERVISE)


def _words(one: FoundSitting) -> str:
    return _(
        "%(title)s, %(place)s: %(when)s.",
        title=one.row.title, place=one.row.place, when=said_moment(one.row.begins_at, one.row.time_zone),
    )  # fmt: skip
