"""The calibration of a workshop: reference performances, their agreed levels, and who qualified."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.rubrics.rules.definition import in_language
from assessments.sheets.forms import ReferenceForm, read_levels
from assessments.sheets.pages.calibrating import calibration_page
from assessments.sheets.queries.calibration import rubric_at
from assessments.sheets.queries.performances import workshop_moderated
from assessments.sheets.services.calibrating import add_reference, hand_out
from assessments.sheets.views.blueprints import moderating_bp as bp
from assessments.sheets.views.moderating import PERMISSION
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, language
from lms.web.api import form_page, show, typed


@bp.get("/calibration/<uuid:workshop>")
@needs(PERMISSION)
def calibration(workshop: object) -> ResponseReturnValue:
    """What is agreed, and how near each assessor was."""
    row = workshop_moderated(read_session(), viewer(), str(workshop))
    return render_template("sheets/calibration.html", page=calibration_page(read_session(), row, language()))


@bp.post("/calibration/<uuid:workshop>")
@needs(PERMISSION)
@step_up
def hand_out_sheets(workshop: object) -> ResponseReturnValue:
    """Give assessors who came later their sheets."""
    with transaction() as session:
        row = workshop_moderated(session, viewer(), str(workshop))
        hand_out(session, row, by_id=viewer().id, now=clock.now())
    flash(_("Every assessor of the workshop has a sheet of each reference performance now."), "success")
    return redirect(url_for("performances.calibration", workshop=workshop), code=303)


@bp.route("/calibration/<uuid:workshop>/new/<slug>", methods=["GET", "POST"])
@needs(PERMISSION)
@step_up
def new_reference(workshop: object, slug: str) -> ResponseReturnValue:
    """One more reference performance, with the levels on which the leads agreed."""
    row = workshop_moderated(read_session(), viewer(), str(workshop))
    _version, definition = rubric_at(read_session(), row.id, slug)
    form, errors = ReferenceForm(), dict[str, str]()
    if form.validate_on_submit():
        levels = read_levels(definition, request.form)
        try:
            with transaction() as session:
                own = workshop_moderated(session, viewer(), str(workshop))
                add_reference(session, own, slug, typed(form.title), levels, by_id=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
            errors[fault.field] = fault.message
        else:
            flash(_("The reference performance is added, with a sheet for every assessor."), "success")
            return redirect(url_for("performances.calibration", workshop=workshop), code=303)
    levels_offered = [(one.value, f"{one.value} {in_language(one.title, language())}") for one in definition.levels]
    return form_page(
        "sheets/reference.html",
        form,
        workshop=row,
        slug=slug,
        errors=errors,
        sent=request.form,
        levels=levels_offered,
        criteria=[(one.code, in_language(one.title, language())) for one in definition.criteria],
    )
