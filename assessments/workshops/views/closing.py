"""Closing a workshop, with what is still open on the page."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.workshops.forms import ClosingForm
from assessments.workshops.queries.workshops import workshop_run
from assessments.workshops.services.closing import close_workshop, open_at
from assessments.workshops.views.blueprints import bp
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.web.api import form_page, show


@bp.route("/workshops/<uuid:uuid>/close", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
@step_up
def close(uuid: object) -> ResponseReturnValue:
    """Close a workshop; what is open is said first."""
    parts = workshop_run(read_session(), viewer(), str(uuid))
    if parts.row.closed_at is not None:
        raise RuleBroken(_("This workshop is closed already."))
    form, left = ClosingForm(), open_at(read_session(), parts.id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = workshop_run(session, viewer(), str(uuid))
                close_workshop(session, own, even_so=bool(form.even_so.data), by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The workshop is closed. Assessors can no longer read its dossiers."), "success")
            return redirect(url_for("workshops.one", uuid=uuid), code=303)
    return form_page("workshops/close.html", form, row=parts.row, left=left)
