"""Who answers for the receiving side of a move."""

from sqlalchemy import ColumnElement, true

from lms.access import Permission, Viewer
from lms.people.access.scope_kinds import within
from lms.people.transfers.models import Transfer


def answered_by(viewer: Viewer | None) -> ColumnElement[bool]:
    """As a filter on `Transfer`: who manages the people of the receiving administration, and is not the one who moves.

    Nobody asks for all of them, as the doctor does.
    """
    if viewer is None:
        return true()
    receiving = within(viewer.scopes(Permission.PEOPLE_MANAGE), Transfer.to_administration_id.expression)
    return receiving & (Transfer.person_id != viewer.id)
