"""Who may see which decisions about others."""

from sqlalchemy import ColumnElement, false, or_

from assessments.decisions.kinds import all_kinds
from assessments.decisions.models import Decision
from lms.access import Viewer
from lms.people.api import people_in_scope


def managed_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Decision`: who decides about the person in this kind of thing; never the person themselves."""
    person = Decision.person_id.expression
    ways = [
        (Decision.kind == kind.name) & people_in_scope(viewer, kind.permission, person) for kind in all_kinds().values()
    ]
    return or_(false(), *ways) & (person != viewer.id)
