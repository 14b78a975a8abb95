"""Recommendations: the candidates of a workshop, and one of them, signed by a moderator."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.sheets.forms import RecommendationForm, recommendation_form
from assessments.sheets.pages.recommending import (
    COLUMNS,
    recommendation_lines,
    recommendation_page,
    recommendation_rows,
)
from assessments.sheets.queries.performances import workshop_moderated
from assessments.sheets.queries.recommendations import candidate_summed_up, versions_of
from assessments.sheets.services.recommending import RecommendationDraft, sign_recommendation
from assessments.sheets.views.blueprints import moderating_bp as bp
from assessments.sheets.views.moderating import PERMISSION
from assessments.workshops.models import Workshop, WorkshopCandidate
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import show, typed


@bp.get("/performances/recommendations/<uuid:workshop>")
@needs(PERMISSION)
def recommendations(workshop: object) -> ResponseReturnValue:
    """The candidates of a workshop, and for whom a recommendation is signed."""
    row = workshop_moderated(read_session(), viewer(), str(workshop))
    lines = recommendation_lines(read_session(), viewer(), row)
    return render_template("sheets/recommendations.html", workshop=row, lines=lines)


@bp.get("/performances/recommendations/<uuid:workshop>/export.<any(csv,xlsx,json):form>")
@needs(PERMISSION)
def export_recommendations(workshop: object, form: str) -> Response:
    """The same as a file."""
    row = workshop_moderated(read_session(), viewer(), str(workshop))
    return answer_export(
        ListExport(
            name="recommendations",
            title=_l("Recommendations"),
            columns=COLUMNS,
            rows=recommendation_rows(recommendation_lines(read_session(), viewer(), row)),
            names_people=True,
            filter={"workshop": row.uuid},
        ),
        form,
    )


@bp.get("/performances/recommendations/<uuid:workshop>/<uuid:candidate>")
@needs(PERMISSION)
def recommendation(workshop: object, candidate: object) -> ResponseReturnValue:
    """Everything that came out for a candidate, what was signed, and the form to sign."""
    row = workshop_moderated(read_session(), viewer(), str(workshop))
    return one_page(row, candidate_summed_up(read_session(), viewer(), row.id, str(candidate)))


@bp.post("/performances/recommendations/<uuid:workshop>/<uuid:candidate>")
@needs(PERMISSION)
@step_up
def sign(workshop: object, candidate: object) -> ResponseReturnValue:
    """Sign a recommendation."""
    row = workshop_moderated(read_session(), viewer(), str(workshop))
    found, form = candidate_summed_up(read_session(), viewer(), row.id, str(candidate)), recommendation_form()
    if not form.validate():
        return one_page(row, found, form)
    draft = RecommendationDraft(form.proposals, typed(form.summary), typed(form.minority), str(form.seen.data))
    try:
        with transaction() as session:
            own = workshop_moderated(session, viewer(), str(workshop))
            theirs = candidate_summed_up(session, viewer(), own.id, str(candidate))
            sign_recommendation(session, own, theirs, draft, by_id=viewer().id, now=clock.now())
    except BadInput as fault:
        show(form, fault)
        return one_page(row, found, form)
    flash(_("Your recommendation is signed. The panel reads it."), "success")
    return redirect(url_for("performances.recommendation", workshop=workshop, candidate=candidate), code=303)


def one_page(
    workshop: Workshop, candidate: WorkshopCandidate, wrong: RecommendationForm | None = None
) -> ResponseReturnValue:
    """The page with its form; what was signed last stands in it."""
    page = recommendation_page(read_session(), workshop, candidate)
    form = wrong or recommendation_form(formdata=None)
    versions = versions_of(read_session(), workshop.id, candidate.person_id)
    if wrong is None and versions:
        last = versions[0]
        form.summary.data, form.minority.data = last.summary, last.minority
        for name, chosen in last.proposals.items():
            form[f"topic-{name}"].data = chosen
    shown = render_template("sheets/recommendation.html", page=page, form=form, sent=request.method == "POST")
    return shown, 422 if wrong is not None else 200
