"""What a person got wrong in a course, as lessons to read again."""

from flask import render_template
from flask.typing import ResponseReturnValue

from assessments.exams.pages.revision import revision
from assessments.exams.views.blueprints import bp
from assessments.exams.views.sitting import demand_taken
from assessments.permissions import ExamPermission
from lms.access import needs
from lms.db import read_session


@bp.get("/courses/<slug>/revise")
@needs(ExamPermission.ATTEMPT_SIT)
def revise(slug: str) -> ResponseReturnValue:
    """The lessons of their own wrong answers, most often wrong first."""
    taken, _run = demand_taken(slug)
    return render_template("exams/revise.html", course=taken, page=revision(read_session(), taken))
