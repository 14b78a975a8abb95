"""Who runs which workshops: the rule for one and, for lists, for many."""

from sqlalchemy import ColumnElement

from assessments.permissions import PracticalPermission
from assessments.workshops.models import Workshop
from assessments.workshops.scope_kind import covers, within
from lms.access import Viewer
from lms.people.api import COUNTRY


def run_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Workshop`: those for which one holds the right, and those in countries for which one does."""
    return within(viewer.scopes(PracticalPermission.WORKSHOP_RUN))


def may_run(viewer: Viewer, workshop: Workshop) -> bool:
    """The same rule for one."""
    return covers(viewer.scopes(PracticalPermission.WORKSHOP_RUN), workshop)


def may_plan_in(viewer: Viewer, country: str) -> bool:
    """Whether somebody may plan a workshop in this country: who runs one alone plans no other."""
    return viewer.scopes(PracticalPermission.WORKSHOP_RUN).cover(COUNTRY, country)


def may_plan(viewer: Viewer) -> bool:
    """Whether there is a country in which somebody may plan one."""
    scopes = viewer.scopes(PracticalPermission.WORKSHOP_RUN)
    return scopes.everywhere or bool(scopes.ids(COUNTRY))
