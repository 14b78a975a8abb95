"""Who answers for the receiving side of a move: the rule for one and, for lists, for many."""

from sqlalchemy import ColumnElement, true

from lms.access import Permission, Viewer
from lms.people.access.scope_kinds import covers_administration, within
from lms.people.models import Administration
from lms.people.transfers.models import Transfer


def may_answer(viewer: Viewer, transfer: Transfer, receiving: Administration) -> bool:
    """Whoever manages the people of the receiving administration, and is not the one who moves."""
    return viewer.id != transfer.person_id and covers_administration(viewer.scopes(Permission.PEOPLE_MANAGE), receiving)


def answered_by(viewer: Viewer | None) -> ColumnElement[bool]:
    """The same rule as a filter on `Transfer`; nobody asks for all of them, as the doctor does."""
    if viewer is None:
        return true()
    receiving = within(viewer.scopes(Permission.PEOPLE_MANAGE), Transfer.to_administration_id.expression)
    return receiving & (Transfer.person_id != viewer.id)
