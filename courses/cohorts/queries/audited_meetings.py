"""What the audit trail is compared with: what was said of meetings, and their rolls."""

from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.events import MeetingSaid, RollTaken
from courses.cohorts.models.meeting import MeetingChange, MeetingRollLine, RollTaking
from lms.audited_rows import next_of, rows_of
from lms.ports import AuditedRecord, AuditedRecords

changes = rows_of(
    "meeting",
    MeetingChange.meeting_id,
    MeetingChange.id,
    sequence=MeetingChange.sequence,
    step=MeetingChange.step,
    reason=MeetingChange.reason,
)


def rolls(session: Session, after: int) -> list[AuditedRecord]:
    """What was added to the roll of each meeting, one taking after the other."""
    rows = session.scalars(
        select(MeetingRollLine)
        .join(RollTaking, RollTaking.id == MeetingRollLine.taking_id)
        .where(RollTaking.meeting_id.in_(next_of(RollTaking.meeting_id, after)))
        .order_by(RollTaking.meeting_id, RollTaking.id, MeetingRollLine.id)
    )
    return [
        AuditedRecord(meeting, f"meeting:{meeting}", {"lines": [_told(line) for line in lines]})
        for (meeting, _taking), lines in groupby(rows, key=lambda line: (line.meeting_id, line.taking_id))
    ]


def _told(line: MeetingRollLine) -> dict[str, object]:
    return {
        "device": line.device,
        "seq": line.seq,
        "person_id": line.person_id,
        "source": line.source,
        "presence": line.presence,
        "over": line.over,
    }


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords("meetings of cohorts", MeetingSaid.name, changes),
    AuditedRecords("rolls of meetings", RollTaken.name, rolls),
)
