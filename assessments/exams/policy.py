"""Who may see and decide about whose attempts: the rule for one and, for lists, for many."""

from sqlalchemy import ColumnElement, or_

from assessments.exams.models import Attempt
from lms.access import Permission, Viewer
from lms.people.api import PersonInfo, people_in_scope, reaches_person


def may_see(viewer: Viewer, attempt: Attempt, sitter: PersonInfo) -> bool:
    """One's own attempts, and those of the people for whom one manages exams."""
    return attempt.person_id == viewer.id or reaches_person(viewer, Permission.EXAM_MANAGE, sitter)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Attempt`."""
    return or_(Attempt.person_id == viewer.id, managed_by(viewer))


def managed_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Attempt`: those about which the viewer may decide, if they are not their own."""
    return people_in_scope(viewer, Permission.EXAM_MANAGE, Attempt.person_id.expression)


def may_set_cut(viewer: Viewer) -> bool:
    """A cut score holds for everybody, so only who manages exams everywhere sets one."""
    return viewer.scopes(Permission.EXAM_MANAGE).everywhere
