"""Reporting a mistake, and one's own reports."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.mistakes.forms import ReportForm
from courses.mistakes.models import NAME_LENGTH
from courses.mistakes.pages.reports import OWN_COLUMNS, own_list, own_rows
from courses.mistakes.queries.pieces import NamedPiece, find_piece
from courses.mistakes.rules import MistakeSort
from courses.mistakes.services.reporting import MistakeDraft, report_mistake
from courses.mistakes.views.blueprint import bp
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.tables.exports import ASKED, ListExport, answer_export
from lms.web.api import form_page, show, typed

OWN_SHOWN = 200


def piece_asked() -> NamedPiece:
    """What the address names."""
    known = NamedPiece.__dataclass_fields__
    named = {name: request.args.get(name, "").replace("\0", "")[:NAME_LENGTH] for name in known}
    return NamedPiece(**named)


@bp.route("/mistakes/new", methods=["GET", "POST"])
@needs(CoursePermission.COURSE_TAKE)
def new() -> ResponseReturnValue:
    """Say what is wrong in a lesson, a question that was answered, or a word."""
    asked, form = piece_asked(), ReportForm()
    found = find_piece(read_session(), viewer(), asked, language())
    if form.validate_on_submit():
        draft = MistakeDraft(MistakeSort(form.sort.data), typed(form.text), typed(form.sentence))
        try:
            with transaction() as session:
                here = find_piece(session, viewer(), asked, language())
                done = report_mistake(session, viewer(), here, draft, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            told = _("Your report is sent. You will get a message about what becomes of it.")
            flash(told if done.is_new else _("You reported this already. It is below."), "success")
            return redirect(url_for("mistakes.mine") + f"#report-{done.uuid}", code=303)
    return form_page("mistakes/new.html", form, found=found, here=request.full_path)


@bp.get("/mistakes/mine")
@needs(CoursePermission.COURSE_TAKE)
def mine() -> ResponseReturnValue:
    """What one reported, and what became of it."""
    return render_template("mistakes/mine.html", lines=own_list(read_session(), viewer(), most=OWN_SHOWN))


@bp.get("/mistakes/mine/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COURSE_TAKE)
def export_mine(form: str) -> Response:
    """One's own reports as a file."""
    listed = ListExport(
        name="my-reports-of-mistakes",
        title=_l("Your reports of mistakes"),
        columns=OWN_COLUMNS,
        rows=own_rows(own_list(read_session(), viewer(), most=ASKED)),
        names_people=False,
    )
    return answer_export(listed, form)
