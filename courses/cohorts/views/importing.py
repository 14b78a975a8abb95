"""A file of officers is checked, answered, applied and undone."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.cohorts.forms import ImportForm
from courses.cohorts.labels import IMPORT_STATES, ROW_STATES
from courses.cohorts.pages.imports import choices_of, import_page, report_of, written_languages
from courses.cohorts.queries import cohorts, imports
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.services import import_judging, import_reading, import_undo, importing
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.leading import led_and_open
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.tables.verdicts import REPORT_COLUMNS
from lms.web.api import form_page, page_asked, show

LARGEST_FILE = 5 * 1024 * 1024 + 64 * 1024  # bytes, with what a form sends round it
ANSWER = "row-"  # the names of answers, before the number of the row


@bp.url_value_preprocessor
def allow_large_file(endpoint: str | None, _values: object) -> None:
    """Take larger forms on the page that takes files; set before anything reads the form."""
    if endpoint == "cohorts.import_file":
        request.max_content_length = LARGEST_FILE


@bp.get("/cohorts/<uuid:uuid>/import")
@needs(CoursePermission.COHORT_LEAD)
def import_form(uuid: object) -> ResponseReturnValue:
    """Send a file, and see those that were sent."""
    return upload_page(uuid, ImportForm(formdata=None))


@bp.post("/cohorts/<uuid:uuid>/import")
@needs(CoursePermission.COHORT_LEAD)
def import_file(uuid: object) -> ResponseReturnValue:
    """Check a file: its rows are kept as a proposal, and nothing else changes."""
    form = ImportForm()
    led_and_open(read_session(), uuid)
    if form.validate_on_submit():
        sent = import_reading.SentFile(form.file.data.filename or "", form.file.data.read())
        try:
            with transaction() as session:
                cohort = led_and_open(session, uuid)
                row = import_reading.keep_import(session, cohort, sent, by=viewer().id, now=clock.now())
                made = row.uuid
        except BadInput as fault:
            show(form, fault)
        else:
            return to_import(uuid, made)
    return upload_page(uuid, form)


def upload_page(uuid: object, form: ImportForm) -> ResponseReturnValue:
    """The page with the form, which may carry errors."""
    cohort = led_and_open(read_session(), uuid)
    rows = imports.imports_of(read_session(), cohort)
    columns = import_reading.COLUMNS
    return form_page("cohorts/import_file.html", form, cohort=cohort, rows=rows, states=IMPORT_STATES, columns=columns)


def to_import(uuid: object, import_uuid: object) -> ResponseReturnValue:
    """The page of an import."""
    return redirect(url_for("cohorts.import_one", uuid=uuid, file=import_uuid), code=303)


@bp.get("/cohorts/<uuid:uuid>/imports/<uuid:file>")
@needs(CoursePermission.COHORT_LEAD)
def import_one(uuid: object, file: object) -> ResponseReturnValue:
    """What becomes of each row, how far the work is, or what was done."""
    return one_page(uuid, file)


def one_page(uuid: object, file: object, fault: str = "") -> ResponseReturnValue:
    """The page, with what was wrong."""
    cohort = led(uuid)
    row = imports.import_of(read_session(), cohort, str(file))
    shown, number = request.args.get("state", ""), page_asked()
    page = import_page(
        read_session(), viewer(), cohort, row, shown if shown in ROW_STATES else "", number, now=clock.now()
    )
    words = {"states": ROW_STATES, "import_states": IMPORT_STATES}
    return render_template("cohorts/import.html", cohort=cohort, page=page, fault=fault, **words), 422 if fault else 200


def led(uuid: object) -> FoundCohort:
    """A cohort that the viewer leads, open or ended."""
    return cohorts.cohort_led(read_session(), viewer(), str(uuid))


@bp.get("/cohorts/<uuid:uuid>/imports/<uuid:file>/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COHORT_LEAD)
def export_import(uuid: object, file: object, form: str) -> Response:
    """The report of a file, row by row."""
    cohort = led(uuid)
    row = imports.import_of(read_session(), cohort, str(file))
    judged = import_judging.judge_import(read_session(), cohort, row, languages=written_languages(), now=clock.now())
    title = _l("Report of an import")
    return answer_export(
        ListExport(
            name="import", title=title, columns=REPORT_COLUMNS, rows=report_of(judged).rows(), names_people=True
        ),
        form,
    )


@bp.post("/cohorts/<uuid:uuid>/imports/<uuid:file>/answers")
@needs(CoursePermission.COHORT_LEAD)
def import_answers(uuid: object, file: object) -> ResponseReturnValue:
    """Say who has a similar name, and which addresses are right."""
    said = {
        int(name.removeprefix(ANSWER)): value
        for name, value in request.form.items()
        if name.startswith(ANSWER) and name.removeprefix(ANSWER).isdecimal() and value
    }
    try:
        with transaction() as session:
            cohort = led_and_open(session, uuid)
            row = imports.import_of(session, cohort, str(file), lock=True)
            judged = import_judging.judge_import(session, cohort, row, languages=written_languages(), now=clock.now())
            known = import_judging.answers_of(row)
            allowed = {
                one.row.number: [value for value, _words in choices_of(one, known.get(one.row.number, ""))]
                + [known.get(one.row.number, "")]
                for one in judged
                if one.row.number in said
            }
            import_judging.answer(session, row, said, allowed)
    except BadInput as fault:
        return one_page(uuid, file, fault.message)
    return redirect(
        url_for(
            "cohorts.import_one", uuid=uuid, file=file, state=request.args.get("state"), page=request.args.get("page")
        ),
        code=303,
    )


@bp.post("/cohorts/<uuid:uuid>/imports/<uuid:file>/apply")
@needs(CoursePermission.COHORT_LEAD)
def import_apply(uuid: object, file: object) -> ResponseReturnValue:
    """Let a worker apply it."""
    with transaction() as session:
        cohort = led_and_open(session, uuid)
        row = imports.import_of(session, cohort, str(file), lock=True)
        importing.begin_import(session, cohort, row, by=viewer().id, now=clock.now())
    return to_import(uuid, file)


@bp.post("/cohorts/<uuid:uuid>/imports/<uuid:file>/undo")
@needs(CoursePermission.COHORT_LEAD)
@step_up
def import_undone(uuid: object, file: object) -> ResponseReturnValue:
    """Undo it, save what somebody has used since."""
    with transaction() as session:
        cohort = led_and_open(session, uuid)
        row = imports.import_of(session, cohort, str(file), lock=True)
        import_undo.undo_import(session, cohort, row, by=viewer(), now=clock.now())
    return to_import(uuid, file)


@bp.post("/cohorts/<uuid:uuid>/imports/<uuid:file>/discard")
@needs(CoursePermission.COHORT_LEAD)
def import_discard(uuid: object, file: object) -> ResponseReturnValue:
    """Forget a file that is not applied."""
    with transaction() as session:
        cohort = led_and_open(session, uuid)
        import_reading.discard(session, imports.import_of(session, cohort, str(file), lock=True))
    return redirect(url_for("cohorts.import_form", uuid=uuid), code=303)
