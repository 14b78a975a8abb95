"""Who sees and keeps credentials of other bodies."""

from sqlalchemy import ColumnElement

from certificates.permissions import SchemePermission
from certificates.recognised.models import RecognisedCredential
from lms.access import Viewer
from lms.people.api import people_in_scope


def kept_by(viewer: Viewer) -> ColumnElement[bool]:
    """Those of people whom the viewer reaches as a registrar: of everybody, or of the candidates of a scheme."""
    return people_in_scope(viewer, SchemePermission.AWARD_RELEASE, RecognisedCredential.person_id.expression)
