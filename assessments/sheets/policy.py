"""Who sees sheets and performances: assessors and trainers their own sheets, moderators all of their workshops.

Nobody sees those about themselves; a trainee reads what was released.
"""

from sqlalchemy import ColumnElement, and_, false, or_, select

from assessments.permissions import PracticalPermission
from assessments.sheets.models import Performance, Sheet
from assessments.sheets.rules.states import Occasion
from assessments.workshops.models import Workshop
from assessments.workshops.scope_kind import within
from courses.api import meeting_ids_within
from lms.access import Viewer

AT_WORKSHOPS = (Occasion.WORKSHOP, Occasion.CALIBRATION)  # what their number counts


def own_sheets(viewer: Viewer) -> ColumnElement[bool]:
    """A filter on `Sheet`: those of this assessor, never about themselves; what they observe as a trainer is apart."""
    if not viewer.may(PracticalPermission.SHEET_RATE):
        return false()
    observed = select(Performance.id).where(Performance.occasion == Occasion.MEETING)
    return (Sheet.assessor_id == viewer.id) & Sheet.performance_id.not_in(observed)


def observed_by(viewer: Viewer) -> ColumnElement[bool]:
    """A filter on `Sheet`: own ones about trainees at meetings of cohorts of which one is a trainer still."""
    if not viewer.may(PracticalPermission.OBSERVATION_WRITE):
        return false()
    observed = select(Performance.id).where(
        Performance.occasion == Occasion.MEETING,
        Performance.occasion_id.in_(meeting_ids_within(viewer.scopes(PracticalPermission.OBSERVATION_WRITE))),
        Performance.person_id != viewer.id,
    )
    return (Sheet.assessor_id == viewer.id) & Sheet.performance_id.in_(observed)


def moderated(viewer: Viewer) -> ColumnElement[bool]:
    """A filter on `Performance`: those at workshops that this person moderates.

    Not their own, and none for which they are an assessor themselves: they would see what they must not.
    """
    if not viewer.may(PracticalPermission.SHEET_MODERATE):
        return false()
    scopes = viewer.scopes(PracticalPermission.SHEET_MODERATE)
    own = select(Sheet.performance_id).where(Sheet.assessor_id == viewer.id)
    return and_(
        Performance.occasion.in_(AT_WORKSHOPS),
        Performance.occasion_id.in_(select(Workshop.id).where(within(scopes))),
        or_(Performance.person_id.is_(None), Performance.person_id != viewer.id),
        Performance.id.not_in(own),
    )


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """A filter on `Sheet`: own ones of either kind, and for moderators those of the performances that they moderate.

    What an assessor may see of the others once all are sealed is `sees_other` of the rules.
    """
    own = or_(own_sheets(viewer), observed_by(viewer))
    return or_(own, Sheet.performance_id.in_(select(Performance.id).where(moderated(viewer))))
