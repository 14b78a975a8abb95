"""Whose figures one reads, and whose names beside them: sums of all countries or of one's own, names by one's role."""

from certificates.permissions import CertificatePermission
from lms.access import Viewer
from lms.people.api import ADMINISTRATION, COUNTRY


def countries_seen(viewer: Viewer) -> frozenset[str] | None:
    """The countries whose figures one reads; none stands for all.

    Whoever coordinates an administration reads the figures of their own country.
    """
    if viewer.may(CertificatePermission.REPORT_READ):
        return None
    scopes = viewer.scopes(CertificatePermission.FIGURES_READ)
    own = {viewer.country} if viewer.country and scopes.ids(ADMINISTRATION) else set()
    return scopes.ids(COUNTRY) | own


def may_see(viewer: Viewer, country: str) -> bool:
    """The same rule for one."""
    seen = countries_seen(viewer)
    return seen is None or country in seen


def names_seen(viewer: Viewer, country: str) -> bool:
    """Whether names of this country stand beside its figures: of the people whom the role reaches there."""
    scopes = viewer.scopes(CertificatePermission.FIGURES_READ)
    return scopes.cover(COUNTRY, country) or (viewer.country == country and bool(scopes.ids(ADMINISTRATION)))


def may_freeze(viewer: Viewer) -> bool:
    """Reports of a fund speak of all countries: whoever freezes them runs the whole programme."""
    return viewer.scopes(CertificatePermission.REPORT_FREEZE).everywhere
