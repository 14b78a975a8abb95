"""Rolls are written: lines are added, each once, and nothing that was said is changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts import policy
from courses.cohorts.events import RollTaken
from courses.cohorts.models.meeting import DEVICE_LENGTH, MeetingRollLine, RollTaking
from courses.cohorts.queries.cohorts import cohort_by_id
from courses.cohorts.queries.meetings import FoundMeeting, lock_meeting, meeting_by_id
from courses.cohorts.queries.participants import history_of, known_in
from courses.cohorts.queries.rolls import rolls_of
from courses.cohorts.rules.rolls import OWN, LineSource, Presence, RollLine, RollLineId
from courses.cohorts.rules.states import IN, REACHED
from lms import events
from lms.access import Viewer
from lms.i18n import _
from lms.inserts import insert_many

MOST_SEQ = 2**31 - 1
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class KeptLines:
    """What became of lines that were handed in: new ones, those that were here already, and those that were refused."""

    kept: Sequence[RollLineId]
    known: Sequence[RollLineId]
    refused: Mapping[RollLineId, str]  # why, as a sentence


def keep_lines(
    session: Session, meeting: FoundMeeting, lines: Collection[RollLine], *, by: Viewer, now: datetime
) -> KeptLines:
    """Add lines to the roll of a meeting; the same lines again change nothing, and one that is refused stops no other.

    Trainers of the cohort speak of its officers, never of themselves; officers only of themselves, by code or alone.
    """
    lock_meeting(session, meeting.id)
    meeting = meeting_by_id(session, meeting.id)
    there = {line.id: line for line in rolls_of(session, [meeting.id])[meeting.id]}
    judge = _Judge(session, meeting, by, lines, now)
    new: dict[RollLineId, RollLine] = {}
    known, refused = [], {}
    for line in sorted(lines, key=lambda one: one.id):
        earlier = there.get(line.id) or new.get(line.id)
        if earlier is not None and _as_kept(line) == earlier:
            known.append(line.id)
        elif words := _("This device has already used the number of this entry.") if earlier else judge(line):
            refused[line.id] = words
        else:
            new[line.id] = _as_kept(line)
    if new:
        _write(session, meeting, list(new.values()), by=by, now=now)
    return KeptLines(list(new), known, refused)


class _Judge:
    """Says of each line why it is refused; all that it has to know is asked once."""

    def __init__(
        self, session: Session, meeting: FoundMeeting, by: Viewer, lines: Collection[RollLine], now: datetime
    ) -> None:
        cohort = cohort_by_id(session, meeting.cohort_id)
        self.meeting, self.by = meeting, by
        self.leads = policy.may_lead(by, cohort.row)
        self.open = meeting.roll_is_open(now)
        self.people = were_in(session, meeting.cohort_id, {line.person_id for line in lines})

    def __call__(self, line: RollLine) -> str:
        """Why this line is refused; nothing where it is taken."""
        own = line.source in OWN
        if self.meeting.is_cancelled:
            return _("This meeting is cancelled, so there is no attendance.")
        if line.by_id != self.by.id:
            return _("Somebody else wrote this entry. You can send only your own entries.")
        if own and line.person_id != self.by.id:
            return _("The code is for officers who record their own attendance. Trainers use the list.")
        if not own and line.person_id == self.by.id:
            return _("You cannot decide about yourself. Another trainer of the cohort records your attendance.")
        if not own and not self.leads:
            return _("Only trainers of the cohort record attendance.")
        if line.person_id not in self.people:
            return _("This person was never in the cohort.")
        if not self.open and line.presence not in (None, Presence.EXCUSED):
            return _("The meeting has not started. Until then an officer can only be excused.")
        return self._refuse_shape(line)

    def _refuse_shape(self, line: RollLine) -> str:
        """Why a line cannot be kept as it is written."""
        if not 0 < len(line.id.device) <= DEVICE_LENGTH or not 0 <= line.id.seq <= MOST_SEQ:
            return _("The number of this entry is not valid.")
        if line.over and line.source is not LineSource.DECISION:
            return _("If trainers disagree, one of them has to decide.")
        if abs(line.clock_offset) > timedelta(days=36500):
            return _("The clock of the device is wrong. Set it to the right time.")
        return ""


def were_in(session: Session, cohort_id: int, people: Collection[int]) -> frozenset[int]:
    """Those of these people who are in a cohort, or were once: what was said of them before they left is kept."""
    known = known_in(session, cohort_id, list(people))
    gone = {one.id: person for person, one in known.items() if one.status not in REACHED}
    once = {
        gone[one] for one, past in history_of(session, list(gone)).items() if any(each.status in IN for each in past)
    }
    return frozenset(person for person in known if known[person].status in REACHED) | once


def _as_kept(line: RollLine) -> RollLine:
    """A line as the table holds it: the offset of its clock in whole milliseconds."""
    offset = (line.clock_offset // MILLISECOND) * MILLISECOND
    return RollLine(line.id, line.person_id, line.by_id, line.source, line.presence, line.at, offset, line.over)


def _write(session: Session, meeting: FoundMeeting, lines: Sequence[RollLine], *, by: Viewer, now: datetime) -> None:
    taking = RollTaking(meeting_id=meeting.id, by_id=by.id, received_at=now)
    session.add(taking)
    session.flush()
    rows = [
        {
            "meeting_id": meeting.id,
            "taking_id": taking.id,
            "device": line.id.device,
            "seq": line.id.seq,
            "person_id": line.person_id,
            "by_id": line.by_id,
            "source": line.source,
            "presence": line.presence,
            "at": line.at,
            "clock_offset_ms": line.clock_offset // MILLISECOND,
            "over": [[one.device, one.seq] for one in sorted(line.over)],
            "received_at": now,
        }
        for line in lines
    ]
    insert_many(session, MeetingRollLine, rows)
    told = [_told(row) for row in rows]
    happened = RollTaken(
        subject=f"meeting:{meeting.id}", actor_id=by.id, at=now, cohort_id=meeting.cohort_id, lines=told
    )
    events.publish(session, happened)


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the record says of a line."""
    return {name: row[name] for name in ("device", "seq", "person_id", "source", "presence")} | {"over": row["over"]}
