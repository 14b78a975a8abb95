"""The survey forms of a cohort, for who leads it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from courses.cohorts.queries.cohorts import cohort_led
from courses.cohorts.views.blueprints import bp
from courses.learning.services import in_short
from courses.permissions import CoursePermission
from courses.surveys.pages.running import code_lines
from courses.surveys.queries.forms import groups_of
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.errors import NotFound


@bp.get("/cohorts/<uuid:uuid>/forms")
@needs(CoursePermission.COHORT_LEAD)
def forms(uuid: object) -> ResponseReturnValue:
    """The forms that were opened to this cohort, with how many answered."""
    session = read_session()
    cohort = cohort_led(session, viewer(), str(uuid))
    if cohort.group not in groups_of(session, viewer()):
        raise NotFound
    return render_template(
        "cohorts/forms.html",
        cohort=cohort,
        group=in_short(cohort.group),
        lines=code_lines(session, viewer(), clock.now(), cohort.group),
    )
