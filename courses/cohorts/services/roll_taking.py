"""Trainers take the roll on this site: on the list, from the printed sheet, and where they disagree one decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.cohorts.models.meeting import MeetingRollLine
from courses.cohorts.queries.meetings import FoundMeeting, lock_meeting
from courses.cohorts.queries.rolls import standings_of
from courses.cohorts.rules.rolls import LineSource, Presence, RollLine, RollLineId, RollStanding
from courses.cohorts.services.rolls import KeptLines, keep_lines
from lms.access import Viewer
from lms.errors import Conflict, RuleBroken
from lms.i18n import _
from lms.people.api import demand_independent


@dataclass(frozen=True)
class RollEntry:
    """What somebody says of one person on this site."""

    person_id: int
    presence: Presence | None  # none: they take back what they said
    source: LineSource
    over: frozenset[RollLineId] = frozenset()


@dataclass(frozen=True)
class ListChoice:
    """What a trainer chose for one person on the list, beside what the list showed them."""

    shown: Presence | None
    chosen: Presence | None


def enter(
    session: Session, meeting: FoundMeeting, entries: Sequence[RollEntry], *, by: Viewer, now: datetime
) -> KeptLines:
    """Add these to the roll, all or none: a line that is refused says why and stops the others."""
    lock_meeting(session, meeting.id)
    device = f"site-{by.uuid}"
    newest = select(func.max(MeetingRollLine.seq)).where(
        MeetingRollLine.meeting_id == meeting.id, MeetingRollLine.device == device
    )
    first = (session.scalar(newest) or 0) + 1
    lines = [
        RollLine(RollLineId(device, first + number), one.person_id, by.id, one.source, one.presence, now, over=one.over)
        for number, one in enumerate(entries)
    ]
    found = keep_lines(session, meeting, lines, by=by, now=now)
    for words in found.refused.values():
        raise RuleBroken(words)
    return found


def take_list(
    session: Session,
    meeting: FoundMeeting,
    choices: Mapping[int, ListChoice],
    source: LineSource,
    *,
    by: Viewer,
    now: datetime,
) -> int:
    """Write down what a trainer chose on the list, where it is other than what the list showed; answers for how many.

    So nobody says what they did not look at, and what came in meanwhile is not overwritten.
    """
    lock_meeting(session, meeting.id)
    standings = standings_of(session, [meeting.id])[meeting.id]
    entries = [
        _entry(person, one.chosen, standings.get(person, RollStanding()), source)
        for person, one in sorted(choices.items())
        if one.chosen is not one.shown
    ]
    if entries:
        enter(session, meeting, entries, by=by, now=now)
    return len(entries)


def _entry(person_id: int, presence: Presence | None, standing: RollStanding, source: LineSource) -> RollEntry:
    """What was decided is changed by another decision alone."""
    decided = any(line.source is LineSource.DECISION for line in standing.lines)
    if decided and presence is not None:
        return RollEntry(person_id, presence, LineSource.DECISION, frozenset(line.id for line in standing.lines))
    return RollEntry(person_id, presence, source)


def decide_presence(
    session: Session, meeting: FoundMeeting, person_id: int, presence: Presence, *, by: Viewer, now: datetime
) -> None:
    """Settle what trainers say differently of one person; what each of them said is kept."""
    lock_meeting(session, meeting.id)
    standing = standings_of(session, [meeting.id])[meeting.id].get(person_id, RollStanding())
    if not standing.in_conflict:
        raise Conflict(_("The trainers no longer disagree about this officer. Load the page again."))
    demand_independent(session, by.id, person_id)
    over = frozenset(line.id for line in standing.lines)
    enter(session, meeting, [RollEntry(person_id, presence, LineSource.DECISION, over)], by=by, now=now)
