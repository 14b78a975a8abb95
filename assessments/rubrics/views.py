"""Pages of rubrics: the list, a version, the same as a sheet to try, files in and out."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.rubrics.forms import CriteriaFileForm, RubricFileForm
from assessments.rubrics.pages.listing import COLUMNS, rubric_lines, rubric_page, rubric_rows
from assessments.rubrics.pages.sheet_fields import GivenRatings, sheet_fields
from assessments.rubrics.queries import version_seen
from assessments.rubrics.rules.definition import RubricDefinition, in_language
from assessments.rubrics.rules.reading import read_rubric_text
from assessments.rubrics.services import RefusedRow, load_rubric, output_columns, output_rows, read_criteria
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.text.problems import Problem
from lms.web.api import form_page, show

bp = Blueprint("rubrics", __name__, template_folder="templates")
LARGEST = 1_000_000  # bytes


@bp.get("/rubrics")
@needs(PracticalPermission.RUBRIC_SEE)
def index() -> ResponseReturnValue:
    """Every rubric with its newest version."""
    lines = rubric_lines(read_session(), viewer(), language())
    may_load = viewer().may(PracticalPermission.RUBRIC_WRITE)
    return render_template("rubrics/index.html", lines=lines, may_load=may_load)


@bp.get("/rubrics/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.RUBRIC_SEE)
def export(form: str) -> Response:
    """The list as a file."""
    lines = rubric_lines(read_session(), viewer(), language())
    return answer_export(
        ListExport(name="rubrics", title=_l("Rubrics"), columns=COLUMNS, rows=rubric_rows(lines), names_people=False),
        form,
    )


@bp.route("/rubrics/load", methods=["GET", "POST"])
@needs(PracticalPermission.RUBRIC_WRITE)
def load() -> ResponseReturnValue:
    """Load a rubric from a file; every fault is told with its line."""
    form, problems = RubricFileForm(), list[Problem]()
    if form.validate_on_submit():
        content = form.file.data.read(LARGEST + 1)
        try:
            definition, problems = read_rubric_text(_text(content), form.file.data.filename or "")
        except BadInput as fault:
            show(form, fault)
        else:
            if definition is not None:
                return loaded(definition)
            show(form, BadInput("file", _("Nothing was loaded. Correct the lines below, then choose the file again.")))
    return form_page("rubrics/load.html", form, problems=problems)


@bp.get("/rubrics/<slug>")
@needs(PracticalPermission.RUBRIC_SEE)
def one(slug: str) -> ResponseReturnValue:
    """The newest version of a rubric, and all before it."""
    return version(slug, None)


@bp.get("/rubrics/<slug>/versions/<int:no>")
@needs(PracticalPermission.RUBRIC_SEE)
def version(slug: str, no: int | None) -> ResponseReturnValue:
    """One version of a rubric."""
    page = rubric_page(read_session(), viewer(), slug, no, language())
    return render_template("rubrics/one.html", page=page, may_load=viewer().may(PracticalPermission.RUBRIC_WRITE))


@bp.get("/rubrics/<slug>/versions/<int:no>/sheet")
@needs(PracticalPermission.RUBRIC_SEE)
def preview(slug: str, no: int) -> ResponseReturnValue:
    """The rubric as the sheet on which one marks; nothing of it is kept."""
    found = version_seen(read_session(), viewer(), slug, no)
    fields = sheet_fields(found.definition, GivenRatings(), language())
    return render_template("rubrics/preview.html", slug=slug, no=no, sheet=fields)


@bp.get("/rubrics/<slug>/criteria/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.RUBRIC_SEE)
def export_criteria(slug: str, form: str) -> Response:
    """The criteria as a table, one row for each criterion and level; it can be loaded again."""
    found = version_seen(read_session(), viewer(), slug)
    return answer_export(
        ListExport(
            name=f"rubric-{slug}",
            title=in_language(found.definition.title, language()),
            columns=output_columns(found.definition),
            rows=output_rows(found.definition),
            names_people=False,
        ),
        form,
    )


@bp.route("/rubrics/<slug>/criteria", methods=["GET", "POST"])
@needs(PracticalPermission.RUBRIC_WRITE)
def criteria(slug: str) -> ResponseReturnValue:
    """Load the criteria of a rubric from a table; every row that cannot be taken is told with its reasons."""
    found = version_seen(read_session(), viewer(), slug)
    form, refused = CriteriaFileForm(), list[RefusedRow]()
    if form.validate_on_submit():
        try:
            made, refused = read_criteria(form.file.data.read(), found.definition)
        except BadInput as fault:
            show(form, fault)
        else:
            if made is not None:
                return loaded(made)
            show(form, BadInput("file", _("Nothing was loaded. Correct the rows below, then choose the file again.")))
    title = in_language(found.definition.title, language())
    return form_page("rubrics/criteria.html", form, slug=slug, title=title, refused=refused)


def loaded(definition: RubricDefinition) -> ResponseReturnValue:
    """Keep what was read, say whether it is new, and show it."""
    with transaction() as session:
        found = load_rubric(session, definition, by_id=viewer().id, now=clock.now())
        no, fresh = found.version.no, found.fresh
    if fresh:
        flash(_("Version %(number)s is loaded. Sheets in progress keep their version.", number=no), "success")
    else:
        flash(_("Version %(number)s is the same. There is no new version.", number=no), "info")
    return redirect(url_for("rubrics.one", slug=definition.slug), code=303)


def _text(content: bytes) -> str:
    """The file as text; raises BadInput where it is none, or too long."""
    if len(content) > LARGEST:
        raise BadInput("file", _("The file is longer than 1 MB. A rubric has some pages."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadInput("file", _("The file is not a text in UTF-8. Save it again as UTF-8.")) from fault
