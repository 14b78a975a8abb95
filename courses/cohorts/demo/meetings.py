"""Meetings of classes in the demonstration: those that were held, with their rolls, and those to come."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from courses.cohorts.demo.acting import leading
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.meetings import FoundMeeting
from courses.cohorts.rules.rolls import LineSource, Presence
from courses.cohorts.services.meetings import MeetingFacts, cancel_meetings, plan_meetings
from courses.cohorts.services.roll_taking import RollEntry, enter
from lms.access import Viewer

WEEK = timedelta(days=7)
HELD = 6  # meetings of a class of the year before
TAKEN_AFTER = timedelta(minutes=20)  # the roll, once those who are late have come
IN_CLASS = (-13, -6, 1, 8, 15)  # days of the class that is under way, counted from today
TITLES = {"en": "Weekly class", "fr": "Cours de la semaine"}
CANCELLED = "Public holiday."
MISSED, EXCUSED, LATE = {2, 4}, {3}, {1}  # meetings, by their number in the series, of every fifth officer


def presence(officer: int, meeting: int) -> Presence:
    """How an officer was at a meeting: most were there, every fifth missed two of six."""
    if officer % 5 == 1 and meeting in MISSED:
        return Presence.ABSENT
    if officer % 5 == 2 and meeting in LATE:
        return Presence.LATE
    return Presence.EXCUSED if officer % 5 == 3 and meeting in EXCUSED else Presence.PRESENT


def planned(
    session: Session, cohort: FoundCohort, days: Sequence[date], trainer: Viewer, now: datetime
) -> list[FoundMeeting]:
    """A series of meetings in the morning, at the place of the class."""
    row = cohort.row
    facts = MeetingFacts(TITLES[row.language], row.venue, time(9), timedelta(minutes=90), row.time_zone)
    return plan_meetings(session, cohort, facts, days, by=trainer.id, now=now)


def take(session: Session, meeting: FoundMeeting, said: dict[int, Presence], trainer: Viewer) -> None:
    """Take the roll of a meeting while it is held."""
    entries = [RollEntry(person, one, LineSource.LIST) for person, one in said.items()]
    enter(session, meeting, entries, by=trainer, now=meeting.begins_at + TAKEN_AFTER)


def hold_all(
    session: Session, cohort: FoundCohort, people: Sequence[int], withdrawn: int, trainer: Viewer, began: datetime
) -> None:
    """The weekly meetings of a class that is over; the last of its list left after the third."""
    first = cohort.row.starts_on + timedelta(days=1)
    trainer = leading(trainer, cohort)
    days = [first + number * WEEK for number in range(HELD)]
    for number, meeting in enumerate(planned(session, cohort, days, trainer, began)):
        there = people if number < HELD // 2 else people[: len(people) - withdrawn]
        take(session, meeting, {one: presence(n, number) for n, one in enumerate(there)}, trainer)


def hold_some(session: Session, cohort: FoundCohort, people: Sequence[int], trainer: Viewer, now: datetime) -> None:
    """Meetings of the class that is under way: two were held, the next is tomorrow, the last one is cancelled."""
    today = cohort.today(now)
    days = [today + timedelta(days=one) for one in IN_CLASS]
    trainer = leading(trainer, cohort)
    series = planned(session, cohort, days, trainer, now - timedelta(days=14))
    first, second, *_next, last = series
    take(session, first, {one: presence(n, 1) for n, one in enumerate(people)}, trainer)
    take(session, second, {one: presence(n, 3) for n, one in enumerate(people)}, trainer)
    cancel_meetings(session, last, CANCELLED, following=False, by=trainer.id, now=now - timedelta(days=3))
