"""Photographs of candidates, given and removed by themselves and looked at by who runs a workshop; their dossiers."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.candidate_files import queries, services
from assessments.candidate_files.forms import PhotographForm
from assessments.candidate_files.pages import own_photograph, photograph_lines
from assessments.candidate_files.purposes import PHOTOGRAPHS
from assessments.evidence.api import dossier_sheet, note_dossier_read
from assessments.permissions import PracticalPermission
from assessments.ports import DOSSIERS
from assessments.sheets.rules.aliases import candidate_code
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.uploads.api import SentFiles, add_files, held_files, sent_files, takes_files
from lms.web.api import PageForm, not_kept

KEPT_MOST = 150_000  # bytes of the copy of a dossier that a device keeps

bp = Blueprint("candidate_files", __name__, template_folder="templates")


@bp.route("/workshops/<uuid:uuid>/photograph", methods=["GET", "POST"])
@needs(PracticalPermission.PRACTICAL_OWN)
@takes_files
def photograph(uuid: object) -> ResponseReturnValue:
    """One's own photograph for a workshop: give it, or another in its place."""
    queries.own_candidacy(read_session(), viewer(), str(uuid))
    form, sent, faults = PhotographForm(), SentFiles(), []
    if form.is_submitted():
        sent = sent_files(PHOTOGRAPHS.name)
        faults = list(sent.faults)
        if form.validate() and not faults:
            try:
                with transaction() as session:
                    candidate, workshop = queries.own_candidacy(session, viewer(), str(uuid))
                    services.give_photograph(session, candidate, workshop, sent.uuids, now=clock.now())
            except BadInput as fault:
                faults.append(fault.message)
            else:
                flash(_("Your photograph is here."), "success")
                return redirect(url_for("candidate_files.photograph", uuid=uuid), code=303)
    page = own_photograph(read_session(), viewer(), str(uuid))
    part, held = add_files(PHOTOGRAPHS), held_files(sent)
    shown = render_template(
        "candidate_files/photograph.html", page=page, form=form, part=part, held=held, faults=faults
    )  # fmt: skip
    return shown, 422 if form.errors or faults else 200


@bp.post("/workshops/<uuid:uuid>/photograph/remove")
@needs(PracticalPermission.PRACTICAL_OWN)
def remove(uuid: object) -> ResponseReturnValue:
    """Take one's photograph back."""
    PageForm().validate()
    with transaction() as session:
        candidate, _workshop = queries.own_candidacy(session, viewer(), str(uuid))
        services.remove_photograph(session, candidate, now=clock.now())
    flash(_("Your photograph is removed. Nobody sees it any more."), "success")
    return redirect(url_for("candidate_files.photograph", uuid=uuid), code=303)


@bp.get("/workshops/<uuid:uuid>/photographs")
@needs(PracticalPermission.PRACTICAL_OWN)
def photographs(uuid: object) -> ResponseReturnValue:
    """The candidates of a workshop that one runs or moderates, with their photographs."""
    workshop = queries.workshop_watched(read_session(), viewer(), str(uuid))
    lines = photograph_lines(read_session(), viewer(), workshop)
    return render_template("candidate_files/photographs.html", row=workshop, lines=lines)


@bp.get("/workshops/candidates/<uuid:uuid>/dossier.pdf")
@needs(PracticalPermission.SHEET_RATE)
def dossier(uuid: object) -> Response:
    """The dossier of a candidate whom one rates, under the code; the record says who read it.

    With `kept` it is the copy for a device: without pictures, and none at all (413) where it is too large even so.
    """
    session, now = read_session(), clock.now()
    candidate, workshop = queries.rated_candidate(session, viewer(), str(uuid))
    code, is_copy = candidate_code(candidate.number), "kept" in request.args
    sheet = dossier_sheet(session, candidate.person_id, now, alias=code, hidden=True, pictures=not is_copy)
    made = DOSSIERS.provider()(sheet)
    if is_copy and len(made) > KEPT_MOST:
        return not_kept(Response(_("This dossier is too large to be kept on a device."), 413, mimetype="text/plain"))
    with transaction() as writing:
        note_dossier_read(
            writing, candidate.person_id, by_id=viewer().id, names=False, place=f"workshop:{workshop.id}", now=now
        )
    answer = Response(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename=dossier-{code}.pdf"
    return not_kept(answer)
