"""What home asks of courses first, all of it about one person: their courses, their week, supervisors to name."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, true

from courses.catalogue.models import CourseVersion
from courses.learning.models import Enrolment, StepDone
from courses.learning.queries.home import lessons_since, steps_since, takes_any
from courses.learning.rules.weeks import week_begins_at
from courses.permissions import CoursePermission
from courses.surveys.models import SupervisorRequest
from courses.surveys.rules.supervising import RequestEnd
from lms.access import Viewer
from lms.zones import zone_of_reader

ASKED_WITHIN = timedelta(days=366)  # after the last supervisor would be asked, nobody is to be named


def courses_first(person: Viewer, now: datetime) -> list[ColumnElement[Any]]:
    """Lessons and steps of the last seven days, whether a supervisor may be named, and whether there is a course.

    Whose roles are about themselves alone is asked in any case: there may be a course to begin.
    """
    if not person.may(CoursePermission.COURSE_TAKE):
        return []
    since = week_begins_at(now, zone_of_reader())
    found = takes_any(person) if person.has_power else true()
    return [lessons_since(person, since), steps_since(person, since), unnamed(person, now), found]


def unnamed(person: Viewer, now: datetime) -> ColumnElement[bool]:
    """Whether a course was passed of which no supervisor is asked."""
    replaced = SupervisorRequest.ended_reason == RequestEnd.REPLACED
    asked = select(SupervisorRequest.id).where(
        SupervisorRequest.person_id == person.id,
        SupervisorRequest.course_id == Enrolment.course_id,
        SupervisorRequest.ended_reason.is_(None) | ~replaced,
    )
    done = (
        select(StepDone.id)
        .join(Enrolment, Enrolment.id == StepDone.enrolment_id)
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .where(Enrolment.person_id == person.id, StepDone.at > now - ASKED_WITHIN, ~asked.exists())
    )
    return done.exists()
