"""What trainees are told: that what their trainers saw can be read."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from courses.api import FoundMeeting
from lms.i18n import _, lazy
from lms.messages.kinds import MessageKind, Params, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages


def observed_said(params: Params, _language: str) -> Said:
    """Sheets of a meeting are released; what they say stands on the page alone."""
    title = _("Feedback of a meeting: %(title)s", title=params["title"])
    words = _("Your trainers wrote what they saw. You can read it now.")
    return Said(title, words, "/feedback", _("Read the feedback"))


OBSERVATIONS_TOLD = MessageKind(
    "observation.released",
    lazy("Feedback of a meeting can be read"),
    observed_said,
    {"title": str},
    Channel.DAILY,
)


def tell_released(
    session: Session, meeting: FoundMeeting, people: Collection[int], *, by_id: int, now: datetime
) -> int:
    """Tell each of these trainees; answers how many were told."""
    return send_messages(session, OBSERVATIONS_TOLD, sorted(people), {"title": meeting.title}, by_id=by_id, now=now)
