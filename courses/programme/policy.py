"""Who sees and who changes which activities, by the countries of a right; the lists that activities name, everybody."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select, true

from courses.permissions import CoursePermission
from courses.programme.models import Activity, RegionCountry
from lms.access import Viewer
from lms.people.api import ADMINISTRATION, COUNTRY


def countries_seen(viewer: Viewer) -> frozenset[str] | None:
    """The countries whose activities one sees; none stands for all.

    Whoever coordinates an administration sees the activities of their own country.
    """
    scopes = viewer.scopes(CoursePermission.PROGRAMME_SEE)
    if scopes.everywhere:
        return None
    own = {viewer.country} if viewer.country and scopes.ids(ADMINISTRATION) else set()
    return scopes.ids(COUNTRY) | own


def countries_run(viewer: Viewer) -> frozenset[str] | None:
    """The countries whose activities one changes; none stands for all, and for activities of regions."""
    scopes = viewer.scopes(CoursePermission.PROGRAMME_RUN)
    return None if scopes.everywhere else scopes.ids(COUNTRY)


def may_see(viewer: Viewer, activity: Activity, of_region: Collection[str]) -> bool:
    """Activities in a country that one sees, and those of a region with such a country; `of_region`: its countries."""
    seen = countries_seen(viewer)
    if seen is None:
        return True
    return activity.country in seen or not seen.isdisjoint(of_region)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Activity`."""
    seen = countries_seen(viewer)
    if seen is None:
        return true()
    regions = select(RegionCountry.region_id).where(RegionCountry.country.in_(sorted(seen)))
    return or_(Activity.country.in_(sorted(seen)), Activity.region_id.in_(regions))


def may_run(viewer: Viewer, country: str | None) -> bool:
    """Whether one changes the activities of this country; of a region, whoever runs the whole programme."""
    run = countries_run(viewer)
    return run is None or (country is not None and country in run)


def run_by(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Activity`."""
    run = countries_run(viewer)
    return true() if run is None else Activity.country.in_(sorted(run))


def may_run_whole(viewer: Viewer) -> bool:
    """Who changes funds, partners and regions, and takes the set-up along: whoever runs the whole programme."""
    return viewer.scopes(CoursePermission.PROGRAMME_RUN).everywhere
