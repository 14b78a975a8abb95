"""Meetings of tests: planned through the service, and lines of their rolls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.meetings import FoundMeeting, meeting_by_id
from courses.cohorts.rules.rolls import LineSource, Presence, RollLine, RollLineId
from courses.cohorts.services.meetings import MeetingFacts, cancel_meetings, plan_meetings
from courses.cohorts.services.rolls import KeptLines, keep_lines
from lms.people.models import Person
from tests.builders.people import viewer

FACTS: dict[str, Any] = {
    "title": "Opening",
    "place": "Training room 2",
    "at": time(9, 0),
    "lasts": timedelta(minutes=90),
    "zone": "Asia/Bangkok",
}


def facts(**changed: Any) -> MeetingFacts:
    """What is said of a meeting of an hour and a half in the morning."""
    return MeetingFacts(**(FACTS | changed))


def planned(
    session: Session, cohort: FoundCohort, days: Sequence[date], now: datetime, **changed: Any
) -> list[FoundMeeting]:
    """Meetings of a cohort on these days."""
    return plan_meetings(session, cohort, facts(zone=cohort.row.time_zone, **changed), days, by=None, now=now)


def running(session: Session, cohort: FoundCohort, now: datetime, **changed: Any) -> FoundMeeting:
    """A meeting that began ten minutes ago."""
    begun = (now - timedelta(minutes=10)).replace(second=0, microsecond=0)
    (one,) = plan_meetings(
        session, cohort, facts(zone="UTC", at=begun.time(), **changed), [begun.date()], by=None, now=now
    )
    return one


def line(
    person: Person,
    by: Person,
    seq: int,
    now: datetime,
    presence: Presence | None = Presence.PRESENT,
    **more: Any,
) -> RollLine:
    """A line of a trainer about an officer, on a device of their own."""
    device = more.pop("device", f"device-of-{by.id}")
    return RollLine(
        RollLineId(device, seq), person.id, by.id, more.pop("source", LineSource.LIST), presence, now, **more
    )


def cancelled(session: Session, meeting: FoundMeeting, by: Person, now: datetime) -> None:
    """This meeting alone, called off."""
    cancel_meetings(session, meeting, "The room is flooded.", following=False, by=by.id, now=now)


def keep(session: Session, meeting: FoundMeeting, by: Person, *lines: RollLine, now: datetime) -> KeptLines:
    """Lines of a roll, handed in by somebody."""
    return keep_lines(session, meeting, lines, by=viewer(session, by), now=now)


def found(session: Session, meeting: FoundMeeting) -> FoundMeeting:
    """A meeting as it stands now."""
    return meeting_by_id(session, meeting.id)
