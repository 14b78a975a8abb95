"""The official Appendices: loaded as a file, and compared with the courses."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.impact import labels, queries, services
from courses.impact.forms import AppendicesForm
from courses.impact.official_lists.appendices_file import MOST_BYTES
from courses.impact.pages.comparison import (
    COLUMNS,
    LIST_COLUMNS,
    comparison_page,
    comparison_rows,
    kept_lines,
    kept_page,
    kept_rows,
)
from courses.impact.rules.listings import DifferenceKind
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import form_page, page_asked, show

bp = Blueprint("impact", "courses.impact", template_folder="templates")
LARGEST_FORM = MOST_BYTES + 64 * 1024  # bytes, with what a form sends round the file


@bp.url_value_preprocessor
def allow_large_file(endpoint: str | None, _values: object) -> None:
    """Take larger forms on the page that takes files; set before anything reads the form."""
    if endpoint == "impact.appendices" and request.method == "POST":
        request.max_content_length = LARGEST_FORM


@bp.route("/appendices", methods=["GET", "POST"])
@needs(CoursePermission.APPENDICES_LOAD)
def appendices() -> ResponseReturnValue:
    """Load a list, and see those that were loaded."""
    form = AppendicesForm()
    if form.validate_on_submit():
        sent = services.SentList(form.file.data.filename or "", form.file.data.read(), form.valid_on.data)
        try:
            with transaction() as session:
                made = services.keep_appendices(session, sent, by=viewer().id, now=clock.now()).uuid
        except BadInput as fault:
            show(form, fault)
        else:
            return redirect(url_for("impact.comparison", uuid=made), code=303)
    page = kept_page(read_session(), page_asked())
    return form_page("impact/appendices.html", form, page=page)


@bp.get("/appendices/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.APPENDICES_LOAD)
def export_appendices(form: str) -> Response:
    """The lists that were loaded, as a file."""
    rows = kept_rows(kept_lines(read_session()))
    listed = ListExport(
        name="appendices", title=_l("Official Appendices"), columns=LIST_COLUMNS, rows=rows, names_people=True
    )
    return answer_export(listed, form)


@bp.get("/appendices/<uuid:uuid>")
@needs(CoursePermission.APPENDICES_LOAD)
def comparison(uuid: object) -> ResponseReturnValue:
    """In what the courses differ from a list, and every place of it."""
    kept = queries.kept_by_uuid(read_session(), str(uuid))
    page = comparison_page(read_session(), kept, kind_asked(), page_asked())
    return render_template(
        "impact/comparison.html", page=page, kind=kind_asked(), differences=labels.DIFFERENCES, kinds=labels.KINDS
    )


@bp.get("/appendices/<uuid:uuid>/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.APPENDICES_LOAD)
def export_comparison(uuid: object, form: str) -> Response:
    """The differences with their places, as a file."""
    kept = queries.kept_by_uuid(read_session(), str(uuid))
    rows = comparison_rows(read_session(), kept, kind_asked())
    listed = ListExport(
        name="differences", title=_l("Differences from the courses"), columns=COLUMNS, rows=rows, names_people=False
    )
    return answer_export(listed, form)


def kind_asked() -> str:
    """The kind of difference that the page is narrowed to; empty: all."""
    asked = request.args.get("kind", "")
    return asked if asked in set(DifferenceKind) else ""
