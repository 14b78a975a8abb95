"""Whose courses somebody sees the review of, and which they may sign."""

from sqlalchemy import ColumnElement, true

from courses.catalogue.models import Course
from courses.permissions import CoursePermission
from courses.reviews.scope_kind import COURSE
from lms.access import Viewer
from lms.scopes import numbers


def may_see(viewer: Viewer, course_id: int) -> bool:
    """The rule for one course."""
    return viewer.scopes(CoursePermission.COURSE_REVIEWS).cover(COURSE, course_id)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on courses."""
    scopes = viewer.scopes(CoursePermission.COURSE_REVIEWS)
    return true() if scopes.everywhere else Course.id.in_(numbers(scopes.ids(COURSE)))


def rights_for(viewer: Viewer, course_id: int) -> tuple[str, ...]:
    """The roles by which somebody signs this course, as they hold them now; empty: they may not."""
    held = {
        grant.role
        for grant in viewer.grants
        if CoursePermission.COURSE_SIGN in viewer.model.carried_by([grant])
        and (grant.scope_kind is None or (grant.scope_kind, grant.scope_id) == (COURSE, str(course_id)))
    }
    return tuple(sorted(held))


def may_sign_any(viewer: Viewer) -> bool:
    """Whether somebody signs courses at all."""
    return viewer.may(CoursePermission.COURSE_SIGN)


def may_require(viewer: Viewer) -> bool:
    """Whether somebody says whose signatures courses need."""
    return viewer.scopes(CoursePermission.COURSE_REVIEW_RULE).everywhere
