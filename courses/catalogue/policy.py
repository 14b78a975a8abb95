"""Who may see a course: whoever may take courses, once a version is published.

A version that waits for signatures is read by whoever may read any course and answers for this one; specialists read
it piece by piece, on the pages of the review.
"""

from sqlalchemy import ColumnElement, false, or_, true

from courses.catalogue.models import CourseVersion, is_published
from courses.permissions import CoursePermission
from courses.reviews.scope_kind import COURSE
from lms.access import Viewer
from lms.scopes import Scopes, numbers


def may_see(person: Viewer, version: CourseVersion) -> bool:
    """The rule for one version."""
    if version.published_at is not None:
        return person.may(CoursePermission.COURSE_TAKE) or person.may(CoursePermission.COURSE_READ_ANY)
    return _answers_for(person).cover(COURSE, version.course_id)


def visible_to(person: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter."""
    scopes = _answers_for(person)
    if scopes.everywhere:
        return true()
    if not (person.may(CoursePermission.COURSE_TAKE) or person.may(CoursePermission.COURSE_READ_ANY)):
        return false()
    named = numbers(scopes.ids(COURSE))
    return or_(is_published(), CourseVersion.course_id.in_(named)) if named else is_published()


def _answers_for(person: Viewer) -> Scopes:
    """The courses of which somebody reads what waits, too."""
    reads_any = person.may(CoursePermission.COURSE_READ_ANY)
    return person.scopes(CoursePermission.COURSE_REVIEWS) if reads_any else Scopes()
