"""Who sees which complaints: the rule for one and, for lists, for many."""

from sqlalchemy import ColumnElement, false, or_, select

from certificates.complaints.models import Complaint, ComplaintConcern
from certificates.permissions import SchemePermission
from lms.access import Viewer


def handled_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Complaint`: quality officers see all but their own and those that are about them."""
    if not viewer.scopes(SchemePermission.COMPLAINT_HANDLE).everywhere:
        return false()
    about = select(ComplaintConcern.complaint_id).where(ComplaintConcern.person_id == viewer.id)
    foreign = or_(Complaint.person_id.is_(None), Complaint.person_id != viewer.id)
    return foreign & Complaint.id.not_in(about)


def made_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Complaint`: one's own."""
    return Complaint.person_id.expression == viewer.id
