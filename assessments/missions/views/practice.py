"""Practice in operations: recorded by whoever saw it, read by them and by the person who was seen."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from assessments.missions.forms import PracticeForm
from assessments.missions.pages import practice as pages
from assessments.missions.services.practice import record_practice
from assessments.missions.views.blueprints import bp
from assessments.permissions import PracticalPermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import form_page, options, show, typed


@bp.get("/missions/operations")
@needs(PracticalPermission.PRACTICAL_OWN)
def practice() -> ResponseReturnValue:
    """What one observed in operations, and what was observed of oneself."""
    return practice_page(PracticeForm(formdata=None))


@bp.post("/missions/operations")
@needs(PracticalPermission.MISSION_SUPERVISE)
def record() -> ResponseReturnValue:
    """Record what one saw of somebody in an operation."""
    form = PracticeForm()
    offered = {one.row.uuid: one for one in pages.operations_observed(read_session(), viewer())}
    form.activity.choices = options((uuid, one.row.title) for uuid, one in offered.items())
    if form.validate_on_submit():
        day, words = form.observed_on.data, typed(form.words)
        assert day is not None
        try:
            with transaction() as session:
                activity = offered[typed(form.activity)]
                record_practice(session, activity, typed(form.login), day, words, observer=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        except RuleBroken as fault:
            form.form_errors.append(fault.message)
        else:
            flash(_("The record is saved. It counts as evidence of practice."), "success")
            return redirect(url_for("missions.practice"), code=303)
    return practice_page(form)


def practice_page(form: PracticeForm) -> ResponseReturnValue:
    """The list, and the form for whoever may observe."""
    operations = pages.operations_observed(read_session(), viewer())
    form.activity.choices = options((one.row.uuid, one.row.title) for one in operations)
    lines = pages.practice_lines(read_session(), viewer())
    observes = viewer().may(PracticalPermission.MISSION_SUPERVISE)
    return form_page("missions/practice.html", form, lines=lines, observes=observes, operations=operations)


@bp.get("/missions/operations/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.PRACTICAL_OWN)
def export_practice(form: str) -> Response:
    """The same as a file."""
    listed = ListExport(
        name="operation-practice",
        title=_l("Practice in operations"),
        columns=pages.COLUMNS,
        rows=pages.practice_rows(pages.practice_lines(read_session(), viewer())),
        names_people=True,
    )
    return answer_export(listed, form)
