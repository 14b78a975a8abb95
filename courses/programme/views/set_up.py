"""The set-up of the programme, without people, for another region."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from courses.permissions import CoursePermission
from courses.programme.set_up.taking import note_taken, set_up_of
from courses.programme.set_up.writing import FILES, as_zip
from courses.programme.views.blueprints import bp, demand_whole
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import RuleBroken
from lms.web.api import languages


@bp.get("/programme/set-up")
@needs(CoursePermission.PROGRAMME_RUN)
def set_up() -> ResponseReturnValue:
    """What goes along, and what stays; or what keeps it from going."""
    demand_whole()
    made, hindrance = None, ""
    try:
        made = set_up_of(read_session(), languages())
    except RuleBroken as broken:
        hindrance = broken.message
    return render_template("programme/set_up.html", made=made, hindrance=hindrance, files=FILES)


@bp.post("/programme/set-up")
@needs(CoursePermission.PROGRAMME_RUN)
def take_set_up() -> Response:
    """The set-up as one file; the record is told who took it."""
    demand_whole()
    with transaction() as session:
        made = set_up_of(session, languages())
        note_taken(session, made, by=viewer().id, now=clock.now())
    answer = Response(as_zip(made), mimetype="application/zip")
    answer.headers["Content-Disposition"] = "attachment; filename=set-up.zip"
    answer.headers["Cache-Control"] = "no-store"
    return answer
