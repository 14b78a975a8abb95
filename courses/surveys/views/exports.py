"""The forms that one runs, and the supervisors who were asked, as files; answers are in none of them."""

from flask import Response

from courses.permissions import CoursePermission
from courses.surveys.pages import exports
from courses.surveys.pages.running import code_lines, request_lines
from courses.surveys.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export


@bp.get("/forms/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.SURVEY_RUN)
def export(form: str) -> Response:
    """The codes that one runs."""
    return answer_export(
        ListExport(
            name="forms",
            title=_l("Forms"),
            columns=exports.CODE_COLUMNS,
            rows=exports.code_rows(code_lines(read_session(), viewer(), clock.now())),
            names_people=False,
        ),
        form,
    )


@bp.get("/forms/supervisors/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.SURVEY_RUN)
def export_requests(form: str) -> Response:
    """About whom of one's officers supervisors were asked, and whether they answered."""
    return answer_export(
        ListExport(
            name="supervisors",
            title=_l("Supervisors who are asked"),
            columns=exports.REQUEST_COLUMNS,
            rows=exports.request_rows(request_lines(read_session(), viewer(), clock.now())),
            names_people=True,
        ),
        form,
    )
