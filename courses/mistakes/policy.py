"""Who sees which reports of mistakes: the rule for one and, for lists, for many."""

from sqlalchemy import ColumnElement, false, true

from courses.mistakes.models import MistakeReport
from courses.permissions import CoursePermission
from lms.access import Viewer


def may_judge(viewer: Viewer) -> bool:
    """A course is the same for everybody, so whoever answers for courses does so everywhere."""
    return viewer.scopes(CoursePermission.MISTAKE_JUDGE).everywhere


def judged_by(viewer: Viewer) -> ColumnElement[bool]:
    """The same as a filter on `MistakeReport`."""
    return true() if may_judge(viewer) else false()


def made_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `MistakeReport`: one's own."""
    return MistakeReport.person_id.expression == viewer.id


def is_own(viewer: Viewer, report: MistakeReport) -> bool:
    """The same rule for one: whoever made a report reads what became of it, and another decides that."""
    return report.person_id == viewer.id
