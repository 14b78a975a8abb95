"""Whose names one sees beside the figures: sums are of all countries, names of those that a role reaches."""

from certificates.permissions import CertificatePermission
from lms.access import Viewer
from lms.people.api import COUNTRY


def names_seen(viewer: Viewer, country: str) -> bool:
    """Whether the role with which one reads figures is held for this country, or everywhere."""
    return viewer.scopes(CertificatePermission.FIGURES_READ).cover(COUNTRY, country)


def may_freeze(viewer: Viewer) -> bool:
    """Reports of a fund speak of all countries: whoever freezes them runs the whole programme."""
    return viewer.scopes(CertificatePermission.REPORT_FREEZE).everywhere
