"""Who decides on which application for an account: the rule for one and, for lists, for many."""

from sqlalchemy import ColumnElement, true

from lms.access import Permission, Viewer
from lms.people.access.scope_kinds import COUNTRY, covers_administration, within
from lms.people.applications.models import AccountApplication
from lms.people.models import Administration


def may_decide(viewer: Viewer, application: AccountApplication, administration: Administration | None) -> bool:
    """Applications to an administration of one's own scope; without one, those of a whole country."""
    scopes = viewer.scopes(Permission.APPLICATION_DECIDE)
    if administration is not None:
        return covers_administration(scopes, administration)
    return scopes.cover(COUNTRY, application.country)


def decided_by(viewer: Viewer | None) -> ColumnElement[bool]:
    """The same rule as a filter on `AccountApplication`; nobody asks for all of them, as the doctor does."""
    if viewer is None:
        return true()
    scopes = viewer.scopes(Permission.APPLICATION_DECIDE)
    if scopes.everywhere:
        return true()
    unknown = AccountApplication.administration_id.is_(None)
    of_country = unknown & AccountApplication.country.in_(sorted(scopes.ids(COUNTRY)))
    return within(scopes, AccountApplication.administration_id.expression) | of_country
