"""Who decides on which application for an account."""

from sqlalchemy import ColumnElement, true

from lms.access import Permission, Viewer
from lms.people.access.scope_kinds import COUNTRY, within
from lms.people.applications.models import AccountApplication


def decided_by(viewer: Viewer | None) -> ColumnElement[bool]:
    """As a filter on `AccountApplication`: those to an administration in the viewer's scope.

    Without an administration those of a whole country; nobody asks for all of them, as the doctor does.
    """
    if viewer is None:
        return true()
    scopes = viewer.scopes(Permission.APPLICATION_DECIDE)
    if scopes.everywhere:
        return true()
    unknown = AccountApplication.administration_id.is_(None)
    of_country = unknown & AccountApplication.country.in_(sorted(scopes.ids(COUNTRY)))
    return within(scopes, AccountApplication.administration_id.expression) | of_country
