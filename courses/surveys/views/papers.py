"""Paper keyed in by one person, and keyed in again by a second, who has the sheet and its code before them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.permissions import CoursePermission
from courses.surveys.forms import PaperCodeForm, TokenForm
from courses.surveys.pages.papers import differences, paper_lines
from courses.surveys.pages.sheets import FormSheet, raw_answers, sheet
from courses.surveys.queries.forms import OpenedForm, code_run
from courses.surveys.queries.papers import code_on_paper, paper_waiting
from courses.surveys.rules.codes import CodeState, normal_code
from courses.surveys.rules.paper import as_typed
from courses.surveys.services import papers
from courses.surveys.services.answering import FilledSheet, WrongSheet, count_unknown
from courses.surveys.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, language
from lms.web.api import asking_network, show, typed


@bp.route("/forms/codes/<uuid:uuid>/key-in", methods=["GET", "POST"])
@needs(CoursePermission.SURVEY_RUN)
def copy(uuid: object) -> ResponseReturnValue:
    """Key in one sheet of paper after the other."""
    opened = code_run(read_session(), viewer(), str(uuid))
    papers.demand_outside(read_session(), opened, viewer())
    if opened.state(clock.now()) is not CodeState.OPEN:
        flash(_("This form is not open, so no paper forms can be entered. Open a new one."), "warning")
        return redirect(url_for("surveys.one", uuid=uuid), code=303)
    raw = raw_answers(request.form)
    page = sheet(opened.content, language(), raw=raw, key=request.form.get("key", "")[:36])
    if TokenForm().validate_on_submit():
        try:
            with transaction() as session:
                filled = FilledSheet(page.key, raw, page.language)
                no = papers.key_in(session, str(uuid), filled, viewer=viewer(), now=clock.now())
        except WrongSheet as wrong:
            page = sheet(opened.content, language(), raw=raw, key=page.key, faults=wrong.faults)
        else:
            said = _("Write number %(no)s on the sheet. It counts when a second person has checked it.", no=no)
            flash(said, "success")
            return redirect(url_for("surveys.copy", uuid=uuid), code=303)
    return render_template("surveys/key_in.html", page=page, code=opened.row), 422 if page.is_wrong else 200


@bp.route("/forms/check", methods=["GET", "POST"])
@needs(CoursePermission.SURVEY_RUN)
def check() -> ResponseReturnValue:
    """Say of which form one has sheets to check, by the code on them."""
    form = PaperCodeForm()
    if form.validate_on_submit():
        try:
            return redirect(url_for("surveys.check_list", code=known_code(typed(form.code))), code=303)
        except BadInput as fault:
            show(form, fault)
    return render_template("surveys/check.html", form=form), 422 if form.errors else 200


def known_code(said: str) -> str:
    """The code that was typed, of a form that there is; guessing is slowed."""
    try:
        return code_on_paper(read_session(), said).row.code
    except NotFound:
        with transaction() as session:
            count_unknown(session, asking_network(), now=clock.now())
        raise BadInput("code", _("No form has this code. Look at the sheet again.")) from None


@bp.get("/forms/check/<code>")
@needs(CoursePermission.SURVEY_RUN)
def check_list(code: str) -> ResponseReturnValue:
    """The sheets of a form that wait for a second person."""
    opened = code_on_paper(read_session(), code)
    papers.demand_outside(read_session(), opened, viewer())
    return render_template(
        "surveys/check_list.html", code=opened.row, lines=paper_lines(read_session(), viewer(), opened)
    )


@bp.route("/forms/check/<code>/<int(max=9999):no>", methods=["GET", "POST"])
@needs(CoursePermission.SURVEY_RUN)
def check_one(code: str, no: int) -> ResponseReturnValue:
    """Key a sheet in again; where both differ, look once more at the sheet and settle it."""
    opened = code_on_paper(read_session(), code)
    papers.demand_outside(read_session(), opened, viewer())
    paper = paper_waiting(read_session(), opened.row.id, no)
    if paper.keyed_by_id == viewer().id:
        return redirect(url_for("surveys.check_list", code=code), code=303)
    settles = paper.second_by_id == viewer().id
    raw = raw_answers(request.form) if request.method == "POST" else as_typed((paper.second or {}) if settles else {})
    page = sheet(opened.content, paper.language, raw=raw)
    if TokenForm().validate_on_submit():
        try:
            return checked(opened, no, page, settles)
        except WrongSheet as wrong:
            page = sheet(opened.content, paper.language, raw=raw, faults=wrong.faults)
    shown = differences(opened, paper, paper.language) if settles else ()
    values = {"code": opened.row, "no": no, "page": page, "settles": settles, "differences": shown}
    return render_template("surveys/check_one.html", **values), 422 if page.is_wrong else 200


def checked(opened: OpenedForm, no: int, page: FormSheet, settles: bool) -> ResponseReturnValue:
    """Compare or settle a sheet, and go on with the next one, or with where both differ."""
    filled = FilledSheet(page.key, raw_answers(request.form), page.language)
    with transaction() as session:
        if settles:
            papers.settle_paper(session, opened, no, filled, viewer=viewer(), now=clock.now())
        elif not papers.check_paper(session, opened, no, filled, viewer=viewer(), now=clock.now()):
            return redirect(url_for("surveys.check_one", code=opened.row.code, no=no), code=303)
    flash(_("Sheet %(no)s counts now.", no=no), "success")
    return redirect(url_for("surveys.check_list", code=opened.row.code), code=303)


@bp.post("/forms/check/<code>/<int(max=9999):no>/set-aside")
@needs(CoursePermission.SURVEY_RUN)
def set_aside(code: str, no: int) -> ResponseReturnValue:
    """Leave a sheet uncounted."""
    if TokenForm().validate_on_submit():
        with transaction() as session:
            papers.set_aside(session, code_on_paper(session, code), no, viewer=viewer(), now=clock.now())
        flash(_("Sheet %(no)s is put aside. It does not count.", no=no), "success")
    return redirect(url_for("surveys.check_list", code=normal_code(code)), code=303)
