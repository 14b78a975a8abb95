"""Who sees which schemes, and who may load them and put them in use: the rule for one and, for lists, for many."""

from sqlalchemy import ColumnElement, or_, select, true

from certificates.permissions import SchemePermission
from certificates.schemes.models import Candidate, Scheme
from certificates.schemes.scope_kinds import CANDIDATE, SCHEME
from lms.access import Viewer
from lms.people.api import ADMINISTRATION, COUNTRY
from lms.scopes import Scopes, numbers


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """All schemes for whoever sees them everywhere or for a place; else those of one's role, or of one's candidates."""
    scopes = viewer.scopes(SchemePermission.SCHEME_SEE)
    if _sees_all(scopes):
        return true()
    of_candidates = select(Candidate.scheme_id).where(Candidate.id.in_(numbers(scopes.ids(CANDIDATE))))
    return or_(Scheme.id.in_(numbers(scopes.ids(SCHEME))), Scheme.id.in_(of_candidates))


def may_write(viewer: Viewer, scheme: Scheme) -> bool:
    """Whether one may load a version of this scheme, and put another's in use."""
    return viewer.scopes(SchemePermission.SCHEME_WRITE).cover(SCHEME, scheme.id)


def may_begin(viewer: Viewer) -> bool:
    """Whether one may load a scheme that is not there yet: whoever owns all of them."""
    return viewer.scopes(SchemePermission.SCHEME_WRITE).everywhere


def _sees_all(scopes: Scopes) -> bool:
    """A scheme belongs to no country: whoever sees schemes for a place sees each one."""
    return scopes.everywhere or bool(scopes.ids(COUNTRY) or scopes.ids(ADMINISTRATION))
