"""The next meeting on the start page: of whoever is in a cohort, and of its trainers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import Cohort
from courses.cohorts.pages.cohort import SOON
from courses.cohorts.pages.meetings import when_said
from courses.cohorts.queries.cohorts import OPEN, FoundCohort, cohorts_where
from courses.cohorts.queries.meetings import FoundMeeting, next_meetings
from courses.cohorts.queries.participants import cohorts_of
from courses.cohorts.queries.rolls import own_standings
from courses.cohorts.rules.states import IN
from courses.cohorts.scope_kind import COHORT
from courses.permissions import CoursePermission
from lms.access import Viewer
from lms.i18n import _
from lms.ports import NextStep
from lms.scopes import numbers

ORDER_NOW = 5  # while it is to be said that one is there
ORDER_COMING = 24  # after one's own next lesson
TRAINERS_SEE = timedelta(days=1)


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """The next meeting of each cohort that one leads, within a day, and of each in which one is, within a week."""
    steps: list[NextStep] = []
    if person.may(CoursePermission.COHORT_SEE):
        led = numbers(person.scopes(CoursePermission.COHORT_LEAD).ids(COHORT))
        found = _next(session, led, now)
        steps += [_led(*one, now) for one in found if one[1].begins_at <= now + TRAINERS_SEE]
    if person.may(CoursePermission.COURSE_TAKE):
        mine = [one.cohort_id for one in cohorts_of(session, [person.id])[person.id] if one.status in IN]
        found = _next(session, mine, now)
        coming = [one for one in found if one[1].begins_at <= now + SOON]
        asking = _asking(session, person, [one for _cohort, one in coming if one.code_is_open(now)])
        steps += [_own(cohort, one, asks=one.id in asking) for cohort, one in coming]
    return steps


def _asking(session: Session, person: Viewer, meetings: Sequence[FoundMeeting]) -> set[int]:
    """Of these meetings, whose codes are taken now, those on whose roll one is not yet; a query where there are any."""
    if not meetings:
        return set()
    said = own_standings(session, person.id, [one.id for one in meetings])
    return {one.id for one in meetings if one.id not in said or not said[one.id].was_there}


def _next(session: Session, cohort_ids: Collection[int], now: datetime) -> list[tuple[FoundCohort, FoundMeeting]]:
    """The next meeting of each of these cohorts that is open; two queries."""
    if not cohort_ids:
        return []
    meetings: Mapping[int, FoundMeeting] = next_meetings(session, cohort_ids, now)
    cohorts = cohorts_where(session, Cohort.id.in_(list(meetings)), OPEN) if meetings else []
    return [(one, meetings[one.id]) for one in cohorts]


def _led(cohort: FoundCohort, meeting: FoundMeeting, now: datetime) -> NextStep:
    is_open = meeting.roll_is_open(now)
    endpoint = "cohorts.roll" if is_open else "cohorts.meeting"
    return NextStep(
        title=f"{meeting.title} ({cohort.row.title})",
        text=when_said(meeting),
        action=_("Take the roll") if is_open else _("See the meeting"),
        url=url_for(endpoint, uuid=cohort.row.uuid, meeting=meeting.uuid),
        order=ORDER_NOW if is_open else ORDER_COMING,
    )


def _own(cohort: FoundCohort, meeting: FoundMeeting, *, asks: bool) -> NextStep:
    return NextStep(
        title=_("Next meeting: %(title)s", title=meeting.title),
        text=f"{when_said(meeting)} · {meeting.place}" if meeting.place else when_said(meeting),
        action=_("I am here") if asks else _("See your cohort"),
        url=(
            url_for("cohorts.here", uuid=cohort.row.uuid, meeting=meeting.uuid)
            if asks
            else url_for("cohorts.own", uuid=cohort.row.uuid)
        ),
        order=ORDER_NOW if asks else ORDER_COMING,
    )
