"""Who may see a course: whoever may take courses, once a version is published; whoever may read any, always."""

from sqlalchemy import ColumnElement, false, true

from courses.catalogue.models import CourseVersion
from courses.permissions import CoursePermission
from lms.access import Viewer


def may_see(person: Viewer, version: CourseVersion) -> bool:
    """The rule for one version."""
    if person.may(CoursePermission.COURSE_READ_ANY):
        return True
    return person.may(CoursePermission.COURSE_TAKE) and version.published_at is not None


def visible_to(person: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter."""
    if person.may(CoursePermission.COURSE_READ_ANY):
        return true()
    return CourseVersion.published_at.is_not(None) if person.may(CoursePermission.COURSE_TAKE) else false()
