"""Who runs which sittings."""

from sqlalchemy import ColumnElement, or_

from assessments.exams.sittings.models import Sitting
from assessments.permissions import ExamPermission
from courses.api import cohort_ids_within
from lms.access import Viewer
from lms.people.api import administrations_of


def run_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Sitting`: of a cohort that one leads, of an administration in one's care; for all, everywhere."""
    return or_(
        Sitting.cohort_id.in_(cohort_ids_within(viewer.scopes(ExamPermission.SITTING_RUN))),
        administrations_of(viewer, ExamPermission.SITTING_RUN, Sitting.administration_id.expression),
    )
