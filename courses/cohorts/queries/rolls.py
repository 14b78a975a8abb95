"""Rolls of meetings: their lines, and what they come to for each person, for many meetings at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from courses.cohorts.models.meeting import MeetingRollLine
from courses.cohorts.rules.rolls import LineSource, Presence, Roll, RollLine, RollLineId, RollStanding, standing

Standings = Mapping[int, RollStanding]  # by person; of whom nothing was said is missing


def rolls_of(session: Session, meeting_ids: Collection[int]) -> dict[int, Roll]:
    """Every line about these meetings; one query."""
    return _rolls(session, meeting_ids)


def standings_of(session: Session, meeting_ids: Collection[int]) -> dict[int, dict[int, RollStanding]]:
    """What the rolls of these meetings say of whom, by meeting and person; one query."""
    return {one: _standings(roll) for one, roll in _rolls(session, meeting_ids).items()}


def own_standings(session: Session, person_id: int, meeting_ids: Collection[int]) -> dict[int, RollStanding]:
    """What the rolls of these meetings say of one person, by meeting; where nothing was said the meeting is missing."""
    rolls = _rolls(session, meeting_ids, MeetingRollLine.person_id == person_id)
    return {one: standing(roll) for one, roll in rolls.items() if roll}


def _standings(roll: Roll) -> dict[int, RollStanding]:
    about: dict[int, list[RollLine]] = defaultdict(list)
    for line in roll:
        about[line.person_id].append(line)
    return {person: standing(lines) for person, lines in about.items()}


def _rolls(session: Session, meeting_ids: Collection[int], *where: ColumnElement[bool]) -> dict[int, Roll]:
    lines: dict[int, list[RollLine]] = {one: [] for one in meeting_ids}
    if lines:
        rows = session.scalars(select(MeetingRollLine).where(MeetingRollLine.meeting_id.in_(meeting_ids), *where))
        for row in rows:
            lines[row.meeting_id].append(line_of(row))
    return {one: frozenset(found) for one, found in lines.items()}


def line_of(row: MeetingRollLine) -> RollLine:
    """A line as the rules of rolls judge it."""
    return RollLine(
        id=RollLineId(row.device, row.seq),
        person_id=row.person_id,
        by_id=row.by_id,
        source=LineSource(row.source),
        presence=Presence(row.presence) if row.presence is not None else None,
        at=row.at,
        clock_offset=timedelta(milliseconds=row.clock_offset_ms),
        over=frozenset(RollLineId(device, seq) for device, seq in row.over),
    )
