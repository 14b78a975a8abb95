"""The next meeting on the home page: of whoever is in a cohort, and of its trainers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import Cohort
from courses.cohorts.pages.cohort import SOON
from courses.cohorts.pages.meetings import when_said
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.home import own_cohort_ids
from courses.cohorts.queries.meetings import FoundMeeting, next_of_cohorts
from courses.cohorts.queries.rolls import own_standings
from courses.cohorts.scope_kind import COHORT
from courses.permissions import CoursePermission
from lms.access import Viewer
from lms.i18n import _
from lms.ports import NextStep, StepGroup
from lms.scopes import numbers

ORDER_NOW = 5  # while it is to be said that one is there
ORDER_COMING = 24  # after one's own next lesson
TRAINERS_SEE = timedelta(days=1)


def led_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """The next meeting of each cohort that one leads, within a day; one query."""
    led = Cohort.id.in_(numbers(person.scopes(CoursePermission.COHORT_LEAD).ids(COHORT)))
    return [_led(*one, now) for one in next_of_cohorts(session, now, led) if one[1].begins_at <= now + TRAINERS_SEE]


def own_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """The next meeting of each cohort in which one is, within a week; a query, and one while a code is taken."""
    found = next_of_cohorts(session, now, Cohort.id.in_(own_cohort_ids(person)))
    coming = [one for one in found if one[1].begins_at <= now + SOON]
    asking = _asking(session, person, [one for _cohort, one in coming if one.code_is_open(now)])
    return [_own(cohort, one, asks=one.id in asking) for cohort, one in coming]


def _asking(session: Session, person: Viewer, meetings: Sequence[FoundMeeting]) -> set[int]:
    """Of these meetings, whose codes are taken now, those on whose roll one is not yet; a query where there are any."""
    if not meetings:
        return set()
    said = own_standings(session, person.id, [one.id for one in meetings])
    return {one.id for one in meetings if one.id not in said or not said[one.id].was_there}


def _led(cohort: FoundCohort, meeting: FoundMeeting, now: datetime) -> NextStep:
    is_open = meeting.roll_is_open(now)
    endpoint = "cohorts.roll" if is_open else "cohorts.meeting"
    return NextStep(
        title=f"{meeting.title} ({cohort.row.title})",
        text=when_said(meeting),
        action=_("Record attendance") if is_open else _("See the meeting"),
        url=url_for(endpoint, uuid=cohort.row.uuid, meeting=meeting.uuid),
        order=ORDER_NOW if is_open else ORDER_COMING,
        group=StepGroup.DUTY,
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
