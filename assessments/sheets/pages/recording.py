"""What a page says of the recording of a performance, and whether one may say that there is one."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from assessments.sheets.models import Performance
from assessments.sheets.queries.recordings import agreed_to_be_recorded
from assessments.sheets.rules.states import Occasion


@dataclass(frozen=True)
class RecordingSide:
    """A live performance of a candidate: recorded, or agreed to be."""

    recorded: bool
    agreed: bool


def recording_side(session: Session, row: Performance) -> RecordingSide | None:
    """One query; nothing for written work and where no candidate of a workshop performs."""
    if row.occasion != Occasion.WORKSHOP or row.person_id is None or row.written:
        return None
    return RecordingSide(row.recorded, agreed_to_be_recorded(session, row))
