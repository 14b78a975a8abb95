"""Paper sheets: printed for a workshop, keyed in by their code, and checked by another person."""

from secrets import choice

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.exams.printed.rules.codes import is_sheet_code, normal_sheet_code
from assessments.permissions import PracticalPermission
from assessments.ports import MARKING_SHEETS
from assessments.rubrics.pages.sheet_fields import GivenRatings
from assessments.sheets.forms import RatingCodeForm, RatingSheetForm, read_sheet
from assessments.sheets.pages.paper import COLUMNS, keying_page, paper_page, paper_rows, printed_sheets, runs
from assessments.sheets.queries.paper import paper_by_code, papers_of, workshop_run
from assessments.sheets.queries.performances import workshops_by_id
from assessments.sheets.rules.paper import PaperState
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.services.arriving import Arrival
from assessments.sheets.services.paper import key_in_sheet, print_sheets
from assessments.sheets.views.blueprints import papers_bp as bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, language, ngettext
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import form_page, show, typed

PERMISSION = PracticalPermission.WORKSHOP_RUN


@bp.route("/paper-sheets", methods=["GET", "POST"])
@needs(PERMISSION)
def index() -> ResponseReturnValue:
    """Type the code of a sheet, or go to the sheets of a workshop."""
    form = RatingCodeForm()
    if form.validate_on_submit():
        code = normal_sheet_code(typed(form.code))
        try:
            if not is_sheet_code(code):
                raise BadInput("code", _("No sheet has this code. Compare it with the paper, character by character."))
            paper_by_code(read_session(), viewer(), code)
        except BadInput as fault:
            show(form, fault)
        except NotFound:
            show(form, BadInput("code", _("None of your workshops has a sheet with this code that you may enter.")))
        else:
            return redirect(url_for("papers.key", code=code), code=303)
    return form_page("sheets/papers.html", form, workshops=runs(read_session(), viewer()))


@bp.get("/paper-sheets/<uuid:workshop>")
@needs(PERMISSION)
def of_workshop(workshop: object) -> ResponseReturnValue:
    """The sheets of a workshop, with what was printed and keyed in."""
    row = workshop_run(read_session(), viewer(), str(workshop))
    page = paper_page(read_session(), viewer(), row, clock.now(), language())
    return render_template("sheets/papers_of_workshop.html", page=page)


@bp.get("/paper-sheets/<uuid:workshop>/export.<any(csv,xlsx,json):form>")
@needs(PERMISSION)
def export(workshop: object, form: str) -> Response:
    """The list as a file; it holds no ratings."""
    row = workshop_run(read_session(), viewer(), str(workshop))
    page = paper_page(read_session(), viewer(), row, clock.now(), language())
    return answer_export(
        ListExport(
            name="paper-sheets",
            title=_l("Paper sheets"),
            columns=COLUMNS,
            rows=paper_rows(page),
            names_people=True,
            filter={"workshop": row.uuid},
        ),
        form,
    )


@bp.post("/paper-sheets/<uuid:workshop>")
@needs(PERMISSION)
def print_all(workshop: object) -> ResponseReturnValue:
    """Make a paper for every open sheet that has none."""
    with transaction() as session:
        row = workshop_run(session, viewer(), str(workshop))
        found = papers_of(session, viewer(), row.id)
        many = len(print_sheets(session, found, choose=choice, by_id=viewer().id, now=clock.now()))
    flash(ngettext("%(num)s sheet is ready to print.", "%(num)s sheets are ready to print.", many), "success")
    return redirect(url_for("papers.of_workshop", workshop=workshop), code=303)


@bp.get("/paper-sheets/<uuid:workshop>/sheets.pdf")
@needs(PERMISSION)
def file(workshop: object) -> ResponseReturnValue:
    """The papers that are still to be filled in, as one PDF."""
    row = workshop_run(read_session(), viewer(), str(workshop))
    sheets = printed_sheets(read_session(), viewer(), row, clock.now())
    if not sheets:
        raise NotFound
    answer = Response(MARKING_SHEETS.provider()(sheets), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="marking-sheets.pdf"'
    return answer


@bp.get("/paper-sheets/code/<code>")
@needs(PERMISSION)
def key(code: str) -> ResponseReturnValue:
    """The sheet to key in; whoever does so a second time sees nothing of the first."""
    return key_page(code, RatingSheetForm(formdata=None))


def key_page(
    code: str, form: RatingSheetForm, given: GivenRatings | None = None, errors: dict[str, str] | None = None
) -> Response:
    """The page, which may carry what was typed and what is wrong with it."""
    found = paper_by_code(read_session(), viewer(), normal_sheet_code(code))
    workshop = workshops_by_id(read_session(), [found.sheet.performance.occasion_id])
    row = workshop[found.sheet.performance.occasion_id]
    page = keying_page(read_session(), viewer(), found, row, clock.now(), given)
    shown = render_template("sheets/key_paper.html", page=page, form=form, errors=errors or {})
    return make_response(shown, 422 if errors or form.errors else 200)


@bp.post("/paper-sheets/code/<code>")
@needs(PERMISSION)
def key_in(code: str) -> ResponseReturnValue:
    """Key a sheet in: first, a second time, or what the paper says where the two differ."""
    form = RatingSheetForm()
    found = paper_by_code(read_session(), viewer(), normal_sheet_code(code))
    sent = read_sheet(found.sheet.definition, request.form)
    if not form.validate() or sent.faults:
        return key_page(code, form, sent.given, {one: _("Choose one of the levels.") for one in sent.faults})
    given = sent.given
    said = {about: words for about, words in given.comments.items() if words}
    content = SheetContent(given.ratings, said, given.grade, given.flagged)
    try:
        with transaction() as session:
            own = paper_by_code(session, viewer(), normal_sheet_code(code))
            came = key_in_sheet(session, own, content, by_id=viewer().id, now=clock.now())
            workshop_id = own.sheet.performance.occasion_id
    except BadInput as fault:
        return key_page(code, form, given, {fault.field: fault.message})
    if came is PaperState.DIFFERS:
        flash(_("Your entry is different from the first one. Look at the paper, and decide."), "warning")
        return redirect(url_for("papers.key", code=code), code=303)
    if came is PaperState.KEYED:
        flash(_("The sheet is entered. Somebody else enters it a second time."), "success")
    elif came is Arrival.DIFFERS:
        flash(
            _("An earlier sealed version of this sheet is different. Both are saved: the moderator chooses."), "warning"
        )
    else:
        flash(_("The sheet is checked and sealed."), "success")
    uuid = workshops_by_id(read_session(), [workshop_id])[workshop_id].uuid
    return redirect(url_for("papers.of_workshop", workshop=uuid), code=303)
