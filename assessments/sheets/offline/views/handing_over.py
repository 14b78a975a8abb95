"""Sealed sheets that come as a file, on the computer of a coordinator."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.sheets.offline.forms import SealedFileForm
from assessments.sheets.offline.handing_over import LARGEST, FileLine, read_file, take_file
from assessments.sheets.offline.views.day import bp
from assessments.sheets.sealing.key_ring import key_ring
from lms import clock
from lms.access import needs, viewer
from lms.errors import BadInput
from lms.web.api import show

ROUND_IT = 64 * 1024  # bytes that a form sends round a file


@bp.url_value_preprocessor
def allow_large_file(endpoint: str | None, _values: object) -> None:
    """Take larger forms on the page that takes files; set before anything reads the form."""
    if endpoint == "offline_sheets.take":
        request.max_content_length = LARGEST + ROUND_IT


def shown(form: SealedFileForm, lines: list[FileLine] | None = None) -> ResponseReturnValue:
    """The page with its form, which may carry errors, and what became of a file."""
    html = render_template("offline_sheets/files.html", form=form, lines=lines)
    return make_response(html, 422 if form.errors else 200)


@bp.get("/sheets/files")
@needs(PracticalPermission.WORKSHOP_RUN)
def files() -> ResponseReturnValue:
    """Where a file of sealed sheets is handed in."""
    return shown(SealedFileForm(formdata=None))


@bp.post("/sheets/files")
@needs(PracticalPermission.WORKSHOP_RUN)
def take() -> ResponseReturnValue:
    """Take a file of sealed sheets; each sheet is reported: taken, there already, or refused and why."""
    form = SealedFileForm()
    if not form.validate_on_submit():
        return shown(form)
    try:
        sheets = read_file(form.file.data.read())
    except BadInput as fault:
        show(form, fault)
        return shown(form)
    return shown(SealedFileForm(formdata=None), take_file(viewer(), key_ring(), sheets, now=clock.now()))
