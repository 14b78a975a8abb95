"""The pages of an assessor: my sheets, a sheet to mark, sealing it, opening it again."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.rubrics.pages.sheet_fields import GivenRatings
from assessments.sheets.forms import RatingSheetForm, RecordingForm, SheetReopenForm
from assessments.sheets.pages.marking import COLUMNS, marking_page, my_sheets, sheet_rows
from assessments.sheets.queries.sheets import own_sheet
from assessments.sheets.services.recording import say_recorded
from assessments.sheets.views.blueprints import bp
from assessments.sheets.views.filling import autosaved, filled, reopened
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import RuleBroken
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import form_page

PERMISSION = PracticalPermission.SHEET_RATE


@bp.get("/sheets")
@needs(PERMISSION)
def mine() -> ResponseReturnValue:
    """My sheets: what is open, today's first, then what is sealed."""
    lines = my_sheets(read_session(), viewer(), clock.now(), language())
    opened = [one for one in lines if one.sealed_at is None]
    return render_template("sheets/mine.html", open=opened, sealed=lines[len(opened) :])


@bp.get("/sheets/export.<any(csv,xlsx,json):form>")
@needs(PERMISSION)
def export(form: str) -> Response:
    """The list as a file; it holds no marks."""
    lines = my_sheets(read_session(), viewer(), clock.now(), language())
    return answer_export(
        ListExport(name="my-sheets", title=_l("My sheets"), columns=COLUMNS, rows=sheet_rows(lines), names_people=True),
        form,
    )


@bp.get("/sheets/<uuid:uuid>")
@needs(PERMISSION)
def one(uuid: object) -> ResponseReturnValue:
    """The sheet on which one marks; sealed, it is there to be read."""
    return sheet_page(str(uuid), RatingSheetForm(formdata=None))


def sheet_page(
    uuid: str, form: RatingSheetForm, given: GivenRatings | None = None, errors: dict[str, str] | None = None
) -> Response:
    """The page of a sheet, which may carry what was typed and what is wrong with it."""
    page = marking_page(read_session(), viewer(), uuid, clock.now(), language(), given)
    wrong = bool(errors or form.errors)
    shown = render_template("sheets/one.html", page=page, form=form, uuid=uuid, errors=errors or {})
    return make_response(shown, 422 if wrong else 200)


@bp.post("/sheets/<uuid:uuid>")
@needs(PERMISSION)
def fill(uuid: object) -> ResponseReturnValue:
    """Save what was marked; with the button for it, seal the sheet too."""
    return filled(own_sheet, str(uuid), sheet_page, url_for("sheets.one", uuid=uuid), lambda: url_for("sheets.mine"))


@bp.post("/sheets/<uuid:uuid>/recording")
@needs(PERMISSION)
def recording(uuid: object) -> ResponseReturnValue:
    """Say that there is a recording of what one rates. Taking that back is the moderator's: a third may be named."""
    form = RecordingForm()
    if not form.validate() or not form.says_so:
        raise RuleBroken(_("Send the form again from the page of the sheet."))
    with transaction() as session:
        found = own_sheet(session, viewer(), str(uuid))
        say_recorded(session, found.performance, recorded=True, by_id=viewer().id, now=clock.now())
    flash(_("Saved."), "success")
    return redirect(url_for("sheets.one", uuid=uuid), code=303)


@bp.post("/sheets/<uuid:uuid>/ratings")
@needs(PERMISSION)
def autosave(uuid: object) -> ResponseReturnValue:
    """The same by the script, after each change; answers whether the total shows, and never what it is."""
    return autosaved(own_sheet, str(uuid))


@bp.route("/sheets/<uuid:uuid>/reopen", methods=["GET", "POST"])
@needs(PERMISSION)
def open_again(uuid: object) -> ResponseReturnValue:
    """Open a sealed sheet again, with a reason, as long as the other one is open."""
    form = SheetReopenForm()
    if reopened(own_sheet, str(uuid), form):
        return redirect(url_for("sheets.one", uuid=uuid), code=303)
    page = marking_page(read_session(), viewer(), str(uuid), clock.now(), language())
    return form_page("sheets/reopen.html", form, page=page, uuid=uuid)
