"""What the pages of meetings show: the list by week, one meeting, and what is about to be planned."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask_babel import format_date
from sqlalchemy.orm import Session

from courses.cohorts.labels import CLOCKS, STEPS
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.meetings import FoundMeeting, changes_of, meetings_of
from courses.cohorts.queries.rolls import own_standings, standings_of
from courses.cohorts.rules.meetings import week_of
from courses.cohorts.rules.recurrence import ClockReading, begins_at, clock_reading, held_at
from courses.cohorts.rules.rolls import RollStanding
from courses.cohorts.services.meetings import MeetingFacts
from lms.i18n import _, ngettext
from lms.moments import said_moment
from lms.people.api import people_named
from lms.zones import place_of


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in a list."""

    meeting: FoundMeeting
    when: str  # “Wednesday 25 November, 09:00 to 10:30”
    state: tuple[Any, str] | None  # nothing to be said of one that is planned as usual
    roll: str  # what its roll comes to, in a word; may be empty
    own: RollStanding | None = None  # of the officer who looks


@dataclass(frozen=True)
class MeetingWeek:
    """The meetings of one week."""

    monday: date
    lines: Sequence[MeetingLine]


@dataclass(frozen=True)
class MeetingsPage:
    """The meetings of a cohort that are still to come, or those that are over."""

    weeks: Sequence[MeetingWeek]
    coming: int
    past: int
    zone: str  # the place after which the zone of the cohort is called


def when_said(meeting: FoundMeeting) -> str:
    """Day and hours of a meeting by the clocks of its zone."""
    begins = held_at(meeting.starts, meeting.zone)
    ends = meeting.ends_at.astimezone(begins.tzinfo)
    return _(
        "%(day)s, %(begins)s to %(ends)s",
        day=format_date(begins.date(), "EEEE d MMMM y"),
        begins=f"{begins:%H:%M}",
        ends=f"{ends:%H:%M}",
    )


def roll_said(standings: Iterable[RollStanding]) -> str:
    """What a roll comes to: how many were there, and where trainers disagree."""
    all_of = list(standings)
    there = sum(one.was_there for one in all_of)
    disagree = sum(one.in_conflict for one in all_of)
    if not all_of:
        return ""
    said = ngettext("%(num)s was there", "%(num)s were there", there)
    return f"{said} · {disagreed_said(disagree)}" if disagree else said


def disagreed_said(count: int) -> str:
    """On how many of a roll its trainers disagree."""
    return ngettext("trainers disagree on %(num)s", "trainers disagree on %(num)s", count)


def is_over(meeting: FoundMeeting, now: datetime) -> bool:
    """Whether a meeting belongs to what is past."""
    return meeting.ends_at <= now


def meetings_page(session: Session, cohort: FoundCohort, now: datetime, *, past: bool) -> MeetingsPage:
    """The meetings of a cohort for its trainers: the next ones first, or the last ones first; two queries."""
    every = meetings_of(session, [cohort.id])[cohort.id]
    chosen = [one for one in every if is_over(one, now) is past]
    standings = standings_of(session, [one.id for one in chosen])
    lines = [meeting_line(one, roll_said(standings[one.id].values())) for one in chosen]
    over = sum(is_over(one, now) for one in every)
    return MeetingsPage(_weeks(lines, newest_first=past), len(every) - over, over, place_of(cohort.row.time_zone))


def own_meetings(session: Session, person_id: int, cohort: FoundCohort, now: datetime) -> list[MeetingLine]:
    """The meetings of a cohort for an officer in it: what is to come, then what was, and what the roll says of them."""
    every = meetings_of(session, [cohort.id])[cohort.id]
    own = own_standings(session, person_id, [one.id for one in every])
    lines = [meeting_line(one, "", own.get(one.id)) for one in every]
    return sorted(lines, key=lambda one: (is_over(one.meeting, now), one.meeting.begins_at))


def meeting_line(meeting: FoundMeeting, roll: str = "", own: RollStanding | None = None) -> MeetingLine:
    """A meeting as lists show it."""
    return MeetingLine(meeting, when_said(meeting), STEPS[meeting.step], roll, own)


def _weeks(lines: Sequence[MeetingLine], *, newest_first: bool) -> list[MeetingWeek]:
    ordered = list(reversed(lines)) if newest_first else list(lines)
    weeks = groupby(ordered, key=lambda one: week_of(one.meeting.starts.date()))
    return [MeetingWeek(monday, list(found)) for monday, found in weeks]


@dataclass(frozen=True)
class MeetingSaidLine:
    """What was said of a meeting once."""

    state: tuple[Any, str]
    when: str
    at: datetime
    by: str
    reason: str


def history_lines(session: Session, meeting: FoundMeeting) -> list[MeetingSaidLine]:
    """Everything that was said of a meeting, the newest first."""
    said = changes_of(session, meeting.id)
    names = people_named(session, {one.by_id for one in said if one.by_id is not None})
    return [
        MeetingSaidLine(
            STEPS[one.step] or (_("planned"), "info"),
            when_said(one),
            one.at,
            names.get(one.by_id, "") if one.by_id is not None else "",
            one.reason,
        )
        for one in reversed(said)
    ]


@dataclass(frozen=True)
class PlannedLine:
    """A meeting that is about to be saved, and what is odd about it."""

    when: str
    notes: Sequence[str]


def planned_lines(
    cohort: FoundCohort, facts: MeetingFacts, days: Collection[date], now: datetime, others: Collection[FoundMeeting]
) -> list[PlannedLine]:
    """The meetings as they would be held, with a word where the clocks change, or where something is unlikely."""
    taken: Mapping[datetime, str] = {one.starts: one.title for one in others if not one.is_cancelled}
    return [_planned(cohort, facts, day, now, taken) for day in sorted(days)]


def _planned(
    cohort: FoundCohort, facts: MeetingFacts, day: date, now: datetime, taken: Mapping[datetime, str]
) -> PlannedLine:
    wall = datetime.combine(day, facts.at)
    begins, reading = begins_at(wall, facts.zone), clock_reading(wall, facts.zone)
    notes = []
    if reading is not ClockReading.PLAIN:
        held = held_at(wall, facts.zone)
        notes.append(str(CLOCKS[reading]) % {"typed": f"{wall:%H:%M}", "held": f"{held:%H:%M}"})
    if begins <= now:
        notes.append(_("This time is over. Nobody is invited."))
    if not cohort.row.starts_on <= day <= cohort.row.ends_on:
        notes.append(_("This is outside the days of the cohort."))
    if wall in taken:
        notes.append(_("“%(title)s” is planned for the same time.", title=taken[wall]))
    moment = said_moment(begins, facts.zone)
    return PlannedLine(f"{format_date(held_at(wall, facts.zone).date(), 'EEEE')}, {moment}", notes)
