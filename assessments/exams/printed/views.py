"""Printed quizzes of a cohort: print, key in by the code of a sheet, check, give a sheet up."""

from secrets import choice

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.exams.printed import queries
from assessments.exams.printed.forms import DecideLossForm, KeyForm, LossForm, PrintForm, SheetCodeForm
from assessments.exams.printed.pages.keying import key_page
from assessments.exams.printed.pages.listing import COLUMNS, printed_list, quiz_page, sheet_lines, sheet_rows
from assessments.exams.printed.pages.named_fields import forms_of
from assessments.exams.printed.pages.sheets import sheets_of
from assessments.exams.printed.policy import PERMISSION, may_print
from assessments.exams.printed.ports import PRINTED_PAPERS
from assessments.exams.printed.queries import FoundSheet
from assessments.exams.printed.rules.codes import is_sheet_code, normal_sheet_code
from assessments.exams.printed.rules.sheets import LossReason, SheetState
from assessments.exams.printed.services import giving_up, keying
from assessments.exams.printed.services.printing import Chance, PrintOrder, print_quiz
from assessments.exams.services.grading import grade_attempt
from courses.api import FoundCohort, cohort_led
from lms import clock, ids
from lms.access import needs, step_up, viewer
from lms.db import Session, read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, decimal_sign, language, ngettext
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import form_page, options, show, typed

bp = Blueprint("printed", "assessments.exams.printed", template_folder="templates")


def led(session: Session, uuid: object) -> FoundCohort:
    """This cohort, if the viewer leads it and it was opened."""
    cohort = cohort_led(session, viewer(), str(uuid))
    if cohort.decision is None or not cohort.decision.approved:
        raise NotFound
    return cohort


@bp.get("/cohorts/<uuid:uuid>/printed-quizzes")
@needs(PERMISSION)
def of_cohort(uuid: object) -> ResponseReturnValue:
    """The quizzes that can be printed, and the sheets that were."""
    cohort = led(read_session(), uuid)
    page = printed_list(read_session(), viewer(), cohort)
    return render_template("printed/of_cohort.html", cohort=cohort, page=page, may_print=may_print(cohort))


@bp.get("/cohorts/<uuid:uuid>/printed-quizzes/export.<any(csv,xlsx,json):form>")
@needs(PERMISSION)
def export(uuid: object, form: str) -> Response:
    """The sheets of a cohort as a file."""
    cohort = led(read_session(), uuid)
    listed = ListExport(
        name="printed-sheets",
        title=_l("Sheets"),
        columns=COLUMNS,
        rows=sheet_rows(sheet_lines(read_session(), viewer(), cohort)),
        names_people=True,
        filter={"cohort": cohort.row.uuid},
    )
    return answer_export(listed, form)


@bp.route("/cohorts/<uuid:uuid>/printed-quizzes/new/<slug>", methods=["GET", "POST"])
@needs(PERMISSION)
def print_one(uuid: object, slug: str) -> ResponseReturnValue:
    """Choose the officers of a cohort for whom a quiz is printed, and make their sheets."""
    cohort, form = led(read_session(), uuid), PrintForm()
    if not may_print(cohort):
        raise NotFound
    page = quiz_page(read_session(), viewer(), cohort, slug, clock.now())
    form.who.choices = options((one.person.uuid, one.person.name) for one in page.ready)
    if form.validate_on_submit():
        wanted = set(form.who.data or ())
        runs = [one.run for one in page.ready if one.person.uuid in wanted]
        order = PrintOrder(cohort.id, page.quiz, runs, language(), ids.new_uuid())
        try:
            with transaction() as session:
                chance = Chance(ids.new_seed, choice)
                many = print_quiz(session, order, chance, actor_id=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(ngettext("%(num)s sheet is ready to print.", "%(num)s sheets are ready to print.", many), "success")
            return redirect(url_for("printed.batch", uuid=uuid, batch=order.batch), code=303)
    return form_page("printed/print_one.html", form, cohort=cohort, page=page, chosen=form.who.data)


@bp.get("/cohorts/<uuid:uuid>/printed-quizzes/<uuid:batch>")
@needs(PERMISSION)
def batch(uuid: object, batch: object) -> ResponseReturnValue:
    """The sheets that were made in one step, and their file."""
    cohort = led(read_session(), uuid)
    wanted = {one.row.id for one in queries.sheets_of_batch(read_session(), viewer(), cohort.id, str(batch))}
    page = printed_list(read_session(), viewer(), cohort)
    lines = [one for one in page.sheets if one.sheet.row.id in wanted]
    return render_template("printed/batch.html", cohort=cohort, lines=lines, batch=batch)


@bp.get("/cohorts/<uuid:uuid>/printed-quizzes/<uuid:batch>.pdf")
@needs(PERMISSION)
def file(uuid: object, batch: object) -> ResponseReturnValue:
    """The same as a PDF: the frozen papers, the same however often it is asked for."""
    cohort = led(read_session(), uuid)
    found = queries.sheets_of_batch(read_session(), viewer(), cohort.id, str(batch))
    if not found:
        raise NotFound
    sheets = sheets_of(read_session(), found, current_app.config["SITE_URL"], clock.now())
    answer = Response(PRINTED_PAPERS.provider().pdf(sheets), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="printed-quiz.pdf"'
    return answer


@bp.route("/printed-quizzes", methods=["GET", "POST"])
@needs(PERMISSION)
def by_code() -> ResponseReturnValue:
    """Type the code of a sheet."""
    form = SheetCodeForm()
    if form.validate_on_submit():
        code = normal_sheet_code(typed(form.code))
        try:
            if not is_sheet_code(code):
                raise BadInput("code", _("No sheet has this code. Compare it with the paper, character by character."))
            queries.sheet_by_code(read_session(), viewer(), code)
        except BadInput as fault:
            show(form, fault)
        except NotFound:
            show(form, BadInput("code", _("None of your cohorts has a sheet with this code.")))
        else:
            return redirect(url_for("printed.key", code=code), code=303)
    return form_page("printed/by_code.html", form)


def found(session: Session, code: str, *, lock: bool = False) -> FoundSheet:
    """The sheet of this code among those of the viewer's cohorts."""
    return queries.sheet_by_code(session, viewer(), normal_sheet_code(code), lock=lock)


@bp.route("/printed-quizzes/<code>", methods=["GET", "POST"])
@needs(PERMISSION)
def key(code: str) -> ResponseReturnValue:
    """Key a sheet in: first, a second time, or what differed."""
    sheet, form = found(read_session(), code), KeyForm()
    sent = forms_of(dict(request.form.lists())) if request.method == "POST" else None
    faults: dict[int, str] = {}
    if sent is not None and form.validate_on_submit():
        with transaction() as session:
            own = found(session, code, lock=True)
            keying.demand_may_key(session, own, viewer())
            paper, stored = keying.asked_of(session, own, own.row.language)
            read = keying.read_answers(paper, stored, sent, decimal_sign())
            faults = dict(read.faults)
            if not faults:
                state = keying.key_in(session, own, read.answers, actor=viewer(), now=clock.now())
                attempt_id = own.attempt.id
        if not faults:
            return keyed(code, sheet, state, attempt_id)
    page = key_page(read_session(), viewer(), sheet, sent, faults)
    answer = render_template(
        "printed/key.html", form=form, page=page, faults=faults, losing=LossForm(formdata=None, prefix="loss-")
    )
    return answer, 422 if faults else 200


def keyed(code: str, sheet: FoundSheet, state: SheetState, attempt_id: int) -> ResponseReturnValue:
    """Score what was handed in, in a transaction of its own, and say where the sheet is."""
    if state is SheetState.DIFFERS:
        flash(_("Your entry is different from the first one. Look at the paper, and decide each question."), "warning")
        return redirect(url_for("printed.key", code=code), code=303)
    if state is SheetState.HANDED_IN:
        with transaction() as session:
            grade_attempt(session, attempt_id, now=clock.now())
        flash(_("The answers are checked and submitted. The officer sees the result."), "success")
    else:
        flash(_("The answers are saved. Somebody else enters the sheet a second time."), "success")
    return to_list(sheet)


def to_list(sheet: FoundSheet) -> ResponseReturnValue:
    """Back to the sheets of the cohort."""
    page = key_page(read_session(), viewer(), sheet)
    return redirect(url_for("printed.of_cohort", uuid=page.cohort.row.uuid), code=303)


@bp.post("/printed-quizzes/<code>/lost")
@needs(PERMISSION)
def lost(code: str) -> ResponseReturnValue:
    """Say that a sheet cannot be keyed in."""
    form = LossForm(prefix="loss-")
    sheet = found(read_session(), code)
    if form.validate():
        try:
            with transaction() as session:
                own, reason = found(session, code, lock=True), LossReason(form.reason.data)
                giving_up.say_lost(session, own, reason, typed(form.words), actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("It is saved. Somebody else must agree or disagree."), "success")
            return to_list(sheet)
    page = key_page(read_session(), viewer(), sheet)
    return render_template("printed/key.html", form=form, page=page, faults={}, losing=form), 422


@bp.post("/printed-quizzes/<code>/lost/decide")
@needs(PERMISSION)
@step_up
def decide_lost(code: str) -> ResponseReturnValue:
    """Agree that a sheet is given up, or say that it is there."""
    form = DecideLossForm()
    sheet = found(read_session(), code)
    decision = request.form.get("decision")
    if not form.validate() or decision not in {"agree", "refuse"}:
        raise NotFound
    agreed = decision == "agree"
    with transaction() as session:
        own = found(session, code, lock=True)
        giving_up.decide_lost(session, own, agreed=agreed, actor=viewer(), now=clock.now())
    said = _("The sheet is cancelled. The attempt does not count, and the officer may start another.")
    flash(said if agreed else _("The sheet is there. Enter it."), "success")
    return to_list(sheet)
