"""Which printed sheets a trainer sees: those of officers whom they see in a cohort that they lead."""

from assessments.exams.printed.rules.sheets import KeyingRefusal, SheetState, refuse_keying
from courses.api import CohortState, CoursePermission, FoundCohort
from lms.access import Viewer

PERMISSION = CoursePermission.COHORT_LEAD


def may_print(cohort: FoundCohort) -> bool:
    """Whether quizzes are printed for a cohort: while it is open."""
    return cohort.state is CohortState.OPEN


def why_not_key(viewer: Viewer, state: SheetState, officer_id: int, first_by: int | None) -> KeyingRefusal | None:
    """Why the viewer may not key a sheet in now; none where they may."""
    return refuse_keying(state, viewer.id, officer_id, first_by)
