"""Who may see and decide about whose attempts: the rule for one and, for lists, for many."""

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt
from assessments.permissions import ExamPermission
from lms.access import Viewer
from lms.people.api import people_in_scope, reaches_person


def may_see(session: Session, viewer: Viewer, attempt: Attempt) -> bool:
    """One's own attempts, and those of the people for whom one manages exams."""
    if attempt.person_id == viewer.id:
        return True
    decides = attempt.cut_score_id is not None  # a gain test decides nothing: it is its person's alone
    return decides and reaches_person(session, viewer, ExamPermission.ATTEMPT_DECIDE, attempt.person_id)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Attempt`."""
    return or_(Attempt.person_id == viewer.id, managed_by(viewer))


def managed_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Attempt`: those about which the viewer may decide, if they are not their own."""
    reached = people_in_scope(viewer, ExamPermission.ATTEMPT_DECIDE, Attempt.person_id.expression)
    return reached & Attempt.cut_score_id.is_not(None)


def may_decide_content(viewer: Viewer) -> bool:
    """What an exam asks and demands holds for everybody, so only who decides it everywhere may."""
    return viewer.scopes(ExamPermission.EXAM_CONTENT).everywhere
