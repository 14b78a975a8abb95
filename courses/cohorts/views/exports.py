"""The list of cohorts, and the officers of one, as files."""

from flask import Response

from courses.cohorts.pages import exports
from courses.cohorts.pages.cohort import participant_lines
from courses.cohorts.queries import cohorts as queries
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.listing import lines_wanted
from courses.permissions import CoursePermission
from lms.access import needs, viewer
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export


@bp.get("/cohorts/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COHORT_SEE)
def export(form: str) -> Response:
    """The cohorts that one sees, of the state that is chosen on their page."""
    wanted = lines_wanted()
    return answer_export(
        ListExport(
            name="cohorts",
            title=_l("Cohorts"),
            columns=exports.COHORT_COLUMNS,
            rows=exports.cohort_rows(wanted.lines),
            names_people=False,
        ),
        form,
    )


@bp.get("/cohorts/<uuid:uuid>/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COHORT_SEE)
def export_officers(uuid: object, form: str) -> Response:
    """The officers of a cohort whom one sees, those who left it too."""
    cohort = queries.cohort_seen(read_session(), viewer(), str(uuid))
    return answer_export(
        ListExport(
            name="officers",
            title=_l("Officers"),
            columns=exports.OFFICER_COLUMNS,
            rows=exports.officer_rows(participant_lines(read_session(), viewer(), cohort)),
            names_people=True,
            filter={"cohort": cohort.row.uuid},
        ),
        form,
    )
