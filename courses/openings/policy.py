"""For whom somebody opens the final exam: people whom their right reaches, and never themselves."""

from sqlalchemy import ColumnElement

from courses.learning.models import Enrolment
from courses.permissions import CoursePermission
from lms.access import Viewer
from lms.people.api import people_in_scope


def in_care(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on runs: those of others for whom the viewer may open the final exam."""
    reached = people_in_scope(viewer, CoursePermission.OPEN_FINAL, Enrolment.person_id.expression)
    return reached & (Enrolment.person_id != viewer.id)
