"""What happens in mid-week: kept with whom it concerns, and the rest planned anew in the same step."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.workshops.models import Rotation
from assessments.workshops.queries.rotations import rotation_in_use
from assessments.workshops.queries.workshops import WorkshopParts, workshop_by_id
from assessments.workshops.services import furnishing, participants
from assessments.workshops.services.rotating import ask_rotation
from lms.errors import BadInput, RuleBroken
from lms.i18n import _


@dataclass(frozen=True)
class Disrupted:
    """What happened: `away`, `late`, `gone` or `room`, to whom or what, from when and until when."""

    what: str
    uuid: str
    from_at: datetime | None = None  # none: from now on
    until_at: datetime | None = None  # none: for good


def say_disrupted(
    session: Session, parts: WorkshopParts, said: Disrupted, *, seed: int, by: int, now: datetime
) -> Rotation:
    """Keep what happened, and have what has not begun planned anew. What was begun or rated stays."""
    if rotation_in_use(session, parts.id) is None:
        raise RuleBroken(_("No rotation is active yet, so there is nothing to plan again."))
    from_at = said.from_at or now
    if said.until_at is not None and said.until_at <= from_at:
        raise BadInput("until_at", _("Choose a time after the start of the change."))
    if said.what == "away":
        participants.say_away(session, parts, said.uuid, from_at, said.until_at, by=by, now=now)
    elif said.what == "late":
        if said.from_at is None:
            raise BadInput("from_at", _("Choose the first slot in which the candidate is there."))
        participants.say_late(session, parts, said.uuid, said.from_at, by=by, now=now)
    elif said.what == "gone":
        participants.end_participant(session, parts, said.uuid, by=by, now=now)
    elif said.what == "room":
        furnishing.stop_room(session, parts, said.uuid, from_at, said.until_at, by=by, now=now)
    else:
        raise BadInput("what", _("Choose from the list."))
    return ask_rotation(session, workshop_by_id(session, parts.id), seed=seed, by=by, now=now, from_at=now)
