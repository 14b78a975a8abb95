"""The page of a class that is taught from one laptop."""

from flask import render_template
from flask.typing import ResponseReturnValue

from courses.cohorts.pages.classroom import classroom
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.board import with_a_board
from courses.permissions import CoursePermission
from lms.access import needs, viewer
from lms.db import read_session


@bp.get("/cohorts/<uuid:uuid>/classroom")
@needs(CoursePermission.COHORT_LEAD)
def room(uuid: object) -> ResponseReturnValue:
    """Lessons to show and to print, quizzes on paper, forms, and the switch of a shared device."""
    cohort = with_a_board(uuid)
    page = classroom(read_session(), viewer(), cohort)
    return render_template("cohorts/classroom.html", cohort=cohort, page=page)
