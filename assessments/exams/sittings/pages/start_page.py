"""What rooms put on a person's start page: one to supervise, one to sit in, a protocol to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.i18n import _
from lms.moments import said_moment
from lms.ports import NextStep, StepGroup

SUPERVISE, COMPARE, SIT = 2, 4, 5
SIT_LATER = 22  # after the next lesson, which prepares for it
NEAR = timedelta(days=1)


@dataclass(frozen=True)
class OwnRoom:
    """A room as somebody finds it who supervises it, or who sits in it."""

    uuid: str
    title: str
    place: str
    begins_at: datetime
    time_zone: str
    supervises: bool
    has_signed: bool


def what_next(session: Session, person: Viewer, now: datetime, told: Sequence[Any]) -> list[NextStep]:
    """Rooms of which one's signature is wanted, then protocols to compare, then rooms in which one sits soon."""
    rooms, *papers = told
    steps = [_step(OwnRoom(*one), now) for one in rooms]
    for uuid, title in (one for each in papers for one in each):
        text = _("“%(title)s”: somebody entered the record of the room. Compare it with the sheet.", title=title)
        url = url_for("sittings.one", uuid=uuid)
        steps.append(NextStep(_("A printed record waits"), text, _("Compare"), url, COMPARE, group=StepGroup.DUTY))
    return [step for step in steps if step is not None]


def _step(one: OwnRoom, now: datetime) -> NextStep | None:
    """A room to supervise until one has signed, else a room to sit in."""
    if not one.supervises:
        text = _words(one) + " " + _("Bring your identity document.")
        order = SIT if one.begins_at - now <= NEAR else SIT_LATER
        return NextStep(_("Exam in a room"), text, _("See the course"), "/learn", order)
    if one.has_signed:
        return None
    url = url_for("sittings.room", key=one.uuid)
    return NextStep(_("You supervise an exam"), _words(one), _("Open room"), url, SUPERVISE, group=StepGroup.DUTY)


def _words(one: OwnRoom) -> str:
    return _(
        "%(title)s, %(place)s: %(when)s.",
        title=one.title, place=one.place, when=said_moment(one.begins_at, one.time_zone),
    )  # fmt: skip
