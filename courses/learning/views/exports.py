"""One's own courses as a file."""

from flask import Response

from courses.learning.pages.overview import courses_of
from courses.learning.views.learner import bp
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.batch import one
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.tables.writing.columns import OutputColumn, OutputKind

COLUMNS = (
    OutputColumn("course", _l("Course")),
    OutputColumn("done", _l("Steps done"), OutputKind.WHOLE),
    OutputColumn("steps", _l("Steps"), OutputKind.WHOLE),
    OutputColumn("state", _l("Status")),
)


@bp.get("/learn/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COURSE_TAKE)
def export(form: str) -> Response:
    """The courses that one takes, with how far one is."""
    mine = one(courses_of(read_session(), [viewer().id], clock.now()))
    rows = (
        (
            course.taken.title,
            course.done_count,
            len(course.outline.steps),
            course.reopening.chip if course.reopening else None if course.next else _l("done"),
        )
        for course in mine
    )
    return answer_export(
        ListExport(name="my-courses", title=_l("My courses"), columns=COLUMNS, rows=rows, names_people=False), form
    )
