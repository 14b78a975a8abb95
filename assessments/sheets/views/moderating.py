"""The pages of a moderator: performances by workshop, one of them, and the release of feedback."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.sheets.forms import CopyForm, DiscussionForm, LookForm, PanelForm, ReviewForm, ThirdForm
from assessments.sheets.pages.moderating import COLUMNS, moderated_page, moderated_rows
from assessments.sheets.pages.performance import PerformancePage, performance_page
from assessments.sheets.pages.sampling import looks_side
from assessments.sheets.queries.performances import workshop_moderated
from assessments.sheets.queries.sheets import performance_moderated
from assessments.sheets.services.feedback import release_feedback
from assessments.sheets.views.blueprints import moderating_bp as bp
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import NotFound
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import PageForm, options

PERMISSION = PracticalPermission.SHEET_MODERATE
FORMS = {
    "third": ThirdForm,
    "panel": PanelForm,
    "discussion": DiscussionForm,
    "copy": CopyForm,
    "review": ReviewForm,
    "look": LookForm,
}


@bp.get("/performances")
@needs(PERMISSION)
def index() -> ResponseReturnValue:
    """What waits at the workshops that one moderates."""
    page = moderated_page(read_session(), viewer(), request.args.get("workshop"), language())
    if page.chosen is None and request.args.get("workshop"):
        raise NotFound
    return render_template("sheets/performances.html", page=page)


@bp.get("/performances/export.<any(csv,xlsx,json):form>")
@needs(PERMISSION)
def export(form: str) -> Response:
    """The list of a workshop as a file; file and rows name candidates as the page does."""
    page = moderated_page(read_session(), viewer(), request.args.get("workshop"), language())
    return answer_export(
        ListExport(
            name="performances",
            title=page.chosen.title if page.chosen else _l("Performances"),
            columns=COLUMNS,
            rows=moderated_rows(page.lines),
            names_people=True,
            filter={"workshop": page.chosen.uuid if page.chosen else None},
        ),
        form,
    )


@bp.post("/performances/<uuid:workshop>/feedback")
@needs(PERMISSION)
@step_up
def release(workshop: object) -> ResponseReturnValue:
    """Let all candidates of a workshop read their feedback."""
    with transaction() as session:
        row = workshop_moderated(session, viewer(), str(workshop))
        release_feedback(session, row, by_id=viewer().id, now=clock.now())
    flash(_("The feedback is released. Every candidate of the workshop can read it now."), "success")
    return redirect(url_for("performances.index", workshop=workshop), code=303)


@bp.get("/performances/<uuid:uuid>")
@needs(PERMISSION)
def one(uuid: object) -> ResponseReturnValue:
    """One performance: both sheets side by side, the result with its reasons, and what is to settle."""
    return one_page(str(uuid))


def one_page(uuid: str, wrong: PageForm | None = None, errors: dict[str, str] | None = None) -> ResponseReturnValue:
    """The page with its forms, of which one may carry errors."""
    found = performance_moderated(read_session(), viewer(), uuid)
    page = performance_page(read_session(), found, language())
    forms = {name: made(formdata=None, prefix=f"{name}-") for name, made in FORMS.items()}
    offer_thirds(forms["third"], page)
    for name, made in FORMS.items():
        if isinstance(wrong, made):
            forms[name] = wrong
    looks = looks_side(read_session(), found.row.id)
    shown = render_template(
        "sheets/performance.html", page=page, looks=looks, forms=forms, wrong=wrong, errors=errors or {},
        sent=request.form,
    )  # fmt: skip
    return shown, 422 if wrong is not None else 200


def offer_thirds(form: PageForm, page: PerformancePage) -> None:
    """Offer the assessors of the workshop who do not rate this performance."""
    form.assessor.choices = options(page.free)
