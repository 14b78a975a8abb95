"""What waits for an officer on the start page: a course is done, and nobody is named yet who may be asked about it."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from courses.permissions import CoursePermission
from courses.surveys.pages.naming import naming_courses
from lms.access import Viewer
from lms.i18n import _
from lms.ports import NextStep

ORDER = 50  # after what is under way, before what could be begun


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Name a supervisor, for each course that is done and of which nobody was named."""
    if not person.may(CoursePermission.COURSE_TAKE):
        return []
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
        for course in naming_courses(session, person, now)
        if course.may_name and not course.asked
    ]
