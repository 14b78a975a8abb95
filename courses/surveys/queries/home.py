"""What home asks of courses first, all of it about one person: their courses, their week, supervisors to name."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true

from courses.learning.models import Enrolment, LessonRead, StepDone
from courses.learning.queries.home import lessons_since, steps_since, takes_any
from courses.learning.rules.weeks import week_begins_at
from courses.permissions import CoursePermission
from courses.surveys.models import SupervisorRequest
from courses.surveys.rules.supervising import RequestEnd
from lms.access import Viewer
from lms.rows import rows_of
from lms.zones import zone_of_reader

ASKED_WITHIN = timedelta(days=366)  # after the last supervisor would be asked, nobody is to be named


def courses_first(person: Viewer, now: datetime) -> list[ColumnElement[Any]]:
    """Lessons and steps of the last seven days, runs with nobody to ask about them, and whether there is a course.

    Whose roles are about themselves alone is asked in any case: there may be a course to begin.
    """
    if not person.may(CoursePermission.COURSE_TAKE):
        return []
    since = week_begins_at(now, zone_of_reader())
    found = takes_any(person) if person.has_power else true()
    return [lessons_since(person, since), steps_since(person, since), rows_of(unnamed(person, now)), found]


def unnamed(person: Viewer, now: datetime) -> Select[int, datetime, datetime]:
    """As SQL: one's runs of whose course no supervisor is asked, and when something was last read or passed in each.

    Of those in which anything was passed while somebody could still be named.
    """
    replaced = SupervisorRequest.ended_reason == RequestEnd.REPLACED
    asked = select(SupervisorRequest.id).where(
        SupervisorRequest.person_id == person.id,
        SupervisorRequest.course_id == Enrolment.course_id,
        SupervisorRequest.ended_reason.is_(None) | ~replaced,
    )
    passed = select(StepDone.id).where(StepDone.enrolment_id == Enrolment.id, StepDone.at > now - ASKED_WITHIN)
    last_read = select(func.max(LessonRead.at)).where(LessonRead.enrolment_id == Enrolment.id).correlate(Enrolment)
    last_passed = select(func.max(StepDone.at)).where(StepDone.enrolment_id == Enrolment.id).correlate(Enrolment)
    moments = last_read.scalar_subquery().label("read_at"), last_passed.scalar_subquery().label("passed_at")
    own = select(Enrolment.id, *moments).where(Enrolment.person_id == person.id)
    return own.where(passed.exists(), ~asked.exists())
