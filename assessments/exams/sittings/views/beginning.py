"""An officer who sits in a room types the code that is on the supervisor's screen."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessments.exams.queries import exams as exam_queries
from assessments.exams.sittings.forms import StartCodeForm
from assessments.exams.sittings.services.beginning import RoomEntry, begin_in_room, count_entry
from assessments.exams.sittings.views.blueprints import bp
from assessments.exams.views.sitting import demand_taken
from assessments.permissions import ExamPermission
from lms import clock, ids
from lms.access import needs
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import language
from lms.web.api import form_page, show, typed


@bp.route("/courses/<slug>/exams/<exam_slug>/room", methods=["GET", "POST"])
@needs(ExamPermission.ATTEMPT_SIT)
def begin(slug: str, exam_slug: str) -> ResponseReturnValue:
    """Begin the exam with the code of the room; every try counts before it is judged."""
    taken, run = demand_taken(slug)
    form = StartCodeForm()
    exam = exam_queries.exam_of_version(read_session(), taken.version_id, exam_slug)
    if form.validate_on_submit():
        now = clock.now()
        with transaction() as session:
            count_entry(session, exam, run, now=now)
        try:
            with transaction() as session:
                entry = RoomEntry(typed(form.code), request.remote_addr or "")
                uuid = begin_in_room(session, exam, run, entry, seed=ids.new_seed(), now=now).uuid
        except BadInput as fault:
            show(form, fault)
        else:
            return redirect(url_for("exams.attempt", uuid=uuid), code=303)
    return form_page("sittings/begin.html", form, course=taken, exam=exam, title=exam.title_in(language()))
