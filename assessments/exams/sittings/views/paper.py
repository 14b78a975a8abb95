"""The printed protocol: as a PDF, keyed in, and compared by a second person."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessments.exams.sittings.forms import DecidePaperForm, PaperForm
from assessments.exams.sittings.pages.sheet import protocol_sheet
from assessments.exams.sittings.queries import sittings as queries
from assessments.exams.sittings.queries.candidates import candidates_of
from assessments.exams.sittings.queries.sittings import FoundSitting
from assessments.exams.sittings.rules.local_times import shown
from assessments.exams.sittings.services import paper as services
from assessments.exams.sittings.views.blueprints import bp
from assessments.exams.sittings.views.typed_moments import moment_typed
from assessments.permissions import ExamPermission
from assessments.ports import PROTOCOL_SHEETS
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.web.api import form_page, options, show, typed


@bp.get("/sittings/<uuid:uuid>/protocol.pdf")
@needs(ExamPermission.SITTING_RUN)
def sheet(uuid: object) -> Response:
    """The protocol to print."""
    sitting = queries.sitting_run(read_session(), viewer(), str(uuid))
    made = PROTOCOL_SHEETS.provider()(protocol_sheet(read_session(), sitting, clock.now()))
    answer = Response(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename=protocol-{sitting.row.uuid[:8]}.pdf"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route("/sittings/<uuid:uuid>/paper", methods=["GET", "POST"])
@needs(ExamPermission.SITTING_RUN)
@step_up
def key_in(uuid: object) -> ResponseReturnValue:
    """Copy a protocol that was signed on paper."""
    form = PaperForm()
    sitting = queries.sitting_run(read_session(), viewer(), str(uuid))
    fill_paper(form, sitting)
    if request.method == "GET":
        form.begun.data = shown(sitting.row.begins_at, sitting.row.time_zone)
        form.ended.data = shown(sitting.row.ends_at, sitting.row.time_zone)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = queries.sitting_run(session, viewer(), str(uuid))
                services.key_in(
                    session, own, draft_typed(form, sitting.row.time_zone), viewer=viewer(), now=clock.now()
                )
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The record is entered. A second person compares it with the sheet."), "success")
            return redirect(url_for("sittings.one", uuid=uuid), code=303)
    return form_page("sittings/paper.html", form, sitting=sitting.row)


def fill_paper(form: PaperForm, sitting: FoundSitting) -> None:
    """Offer the candidates, and the supervisors who have not signed."""
    form.present.choices = options((one.uuid, one.name) for one in candidates_of(read_session(), sitting))
    form.signed.choices = options(
        (one.uuid, one.name) for one in sitting.watching if sitting.signature_of(one.id) is None
    )


def draft_typed(form: PaperForm, zone: str) -> services.PaperDraft:
    """What was typed, with its times as moments."""
    return services.PaperDraft(
        begun_at=moment_typed(form.begun, zone),
        ended_at=moment_typed(form.ended, zone),
        present=tuple(form.present.data or ()),
        signed=tuple(form.signed.data or ()),
        lines=typed(form.lines),
    )


@bp.post("/sittings/<uuid:uuid>/paper/decide")
@needs(ExamPermission.SITTING_RUN)
@step_up
def decide_paper(uuid: object) -> ResponseReturnValue:
    """Say whether what was keyed in is what stands on the sheet."""
    confirm = "confirm" in request.form
    if DecidePaperForm().validate_on_submit():
        with transaction() as session:
            sitting = queries.sitting_run(session, viewer(), str(uuid))
            services.decide_paper(session, sitting, confirm=confirm, viewer=viewer(), now=clock.now())
        flash(_("The record is accepted.") if confirm else _("The record was not accepted. Enter it again."), "success")
    return redirect(url_for("sittings.one", uuid=uuid), code=303)
