"""Who of a cohort gets a confirmation of attendance."""

from flask import render_template
from flask.typing import ResponseReturnValue

from courses.cohorts.pages.attended import confirmations_page
from courses.cohorts.views.blueprints import bp
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session


@bp.get("/cohorts/<uuid:uuid>/confirmations")
@needs(CoursePermission.COHORT_LEAD)
def confirmations(uuid: object) -> ResponseReturnValue:
    """Everybody in the cohort with their attendance, and the confirmations as one file."""
    page = confirmations_page(read_session(), viewer(), str(uuid), clock.now())
    return render_template("cohorts/confirmations.html", page=page, cohort=page.found.cohort)
