"""The feedback of candidates and trainees."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.sheets.pages.feedback import COLUMNS, feedback_page, feedback_rows
from assessments.sheets.pages.observation_feedback import meeting_rows, observation_feedback
from assessments.sheets.views.blueprints import bp
from lms.access import needs, viewer
from lms.db import read_session
from lms.i18n import language
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export


@bp.get("/feedback")
@needs(PracticalPermission.PRACTICAL_OWN)
def feedback() -> ResponseReturnValue:
    """One's own feedback of workshops and meetings that released it."""
    return render_template(
        "sheets/feedback.html",
        workshops=feedback_page(read_session(), viewer(), language()),
        meetings=observation_feedback(read_session(), viewer(), language()),
    )


@bp.get("/feedback/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.PRACTICAL_OWN)
def export_feedback(form: str) -> Response:
    """The same as a file."""
    of_workshops = feedback_rows(feedback_page(read_session(), viewer(), language()))
    of_meetings = meeting_rows(observation_feedback(read_session(), viewer(), language()))
    return answer_export(
        ListExport(
            name="feedback",
            title=_l("Feedback"),
            columns=COLUMNS,
            rows=[*of_workshops, *of_meetings],
            names_people=False,
        ),
        form,
    )
