"""What waits on the start page for who takes courses: where to go on, what to begin, whom to name as supervisor."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from courses.learning.pages.overview import MyCourse, courses_of, next_steps
from courses.permissions import CoursePermission
from courses.surveys.pages.naming import naming_courses
from lms.access import Viewer
from lms.batch import one
from lms.i18n import _
from lms.ports import NextStep

ORDER = 50  # after what is under way, before what could be begun


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Where courses go on, and supervisors to name; how far the person is in them is asked once for both."""
    if not person.may(CoursePermission.COURSE_TAKE):
        return []
    mine = one(courses_of(session, [person.id], now))
    return [*next_steps(session, person, mine), *_supervisors_to_name(session, person, mine, now)]


def _supervisors_to_name(session: Session, person: Viewer, mine: Sequence[MyCourse], now: datetime) -> list[NextStep]:
    """Name a supervisor, for each course that is done and of which nobody was named."""
    return [
        NextStep(
            title=_("Name your supervisor"),
            text=_(
                "You have done “%(course)s”. Say whom we may ask in some months what changed at work.",
                course=course.title,
            ),
            action=_("Read the questions"),
            url=url_for("surveys.name_supervisor", slug=course.slug),
            order=ORDER,
        )
        for course in naming_courses(session, person, mine, now)
        if course.may_name and not course.asked
    ]
