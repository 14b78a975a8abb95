"""Who runs which sittings: the rule for one and, for lists, for many."""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from assessments.exams.sittings.models import Sitting
from assessments.permissions import ExamPermission
from courses.api import cohort_ids_within
from lms.access import Viewer
from lms.people.api import administrations_of


def run_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Sitting`: of a cohort that one leads, of an administration in one's care; for all, everywhere."""
    scopes = viewer.scopes(ExamPermission.SITTING_RUN)
    if scopes.everywhere:
        return true()
    if not scopes.held:
        return false()
    return or_(
        Sitting.cohort_id.in_(cohort_ids_within(scopes)),
        administrations_of(viewer, ExamPermission.SITTING_RUN, Sitting.administration_id.expression)
        & Sitting.administration_id.is_not(None),
    )


def may_run(session: Session, viewer: Viewer, sitting: Sitting) -> bool:
    """The same rule for one."""
    return session.scalars(select(Sitting.id).where(Sitting.id == sitting.id, run_by(viewer))).first() is not None
