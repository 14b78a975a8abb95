"""Attendance: at how many of the meetings that were held each officer was; for many cohorts at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from courses.cohorts.models.meeting import Meeting, MeetingChange, MeetingRollLine
from courses.cohorts.queries.meetings import found_meeting, newest_change
from courses.cohorts.queries.rolls import line_of
from courses.cohorts.rules.meetings import Attendance, attendance
from courses.cohorts.rules.rolls import RollLine, RollStanding, standing
from lms.batch import Ids, among


@dataclass(frozen=True)
class CohortAttendance:
    """The meetings of a cohort that were held, and what their rolls say of whom."""

    held: frozenset[int] = frozenset()  # by number
    said: Mapping[int, Mapping[int, RollStanding]] = field(default_factory=dict)  # by person, then by meeting

    def of(self, person_id: int) -> Attendance:
        """How often this person was there."""
        said = self.said.get(person_id, {})
        return attendance([said.get(one, RollStanding()) for one in self.held])


def attendance_of(
    session: Session, cohort_ids: Collection[int], now: datetime, people: Ids | None = None
) -> dict[int, CohortAttendance]:
    """What was held in each of these cohorts until now, and who was there, or these people alone; one query."""
    about = MeetingRollLine.meeting_id == Meeting.id
    rows = session.execute(
        select(Meeting, MeetingChange, MeetingRollLine)
        .select_from(Meeting)
        .join(MeetingChange, MeetingChange.id == newest_change())
        .outerjoin(MeetingRollLine, about if people is None else and_(about, among(MeetingRollLine.person_id, people)))
        .where(Meeting.cohort_id.in_(cohort_ids))
    )
    held: dict[int, set[int]] = defaultdict(set)
    lines: dict[int, dict[int, dict[int, list[RollLine]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for meeting, change, line in rows:
        found = found_meeting(meeting, change)
        if found.is_cancelled or found.begins_at > now:
            continue
        held[found.cohort_id].add(found.id)
        if line is not None:
            lines[found.cohort_id][line.person_id][found.id].append(line_of(line))
    return {
        one: CohortAttendance(
            frozenset(held[one]),
            {
                person: {meeting: standing(found) for meeting, found in each.items()}
                for person, each in lines[one].items()
            },
        )
        for one in cohort_ids
    }
