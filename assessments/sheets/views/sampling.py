"""The sampling plan of a workshop, and whether a moderator agrees with a result."""

import secrets
from fractions import Fraction

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assessments.sheets.forms import LookForm, SamplingForm
from assessments.sheets.queries.performances import workshop_moderated
from assessments.sheets.queries.samples import newest_plan
from assessments.sheets.queries.sheets import FoundPerformance
from assessments.sheets.rules.sampled import plan_from_data
from assessments.sheets.services.sampling import look_at, set_plan
from assessments.sheets.views.blueprints import moderating_bp as bp
from assessments.sheets.views.moderating import PERMISSION
from assessments.sheets.views.settling import done
from assessments.statistics.sampling import SamplingPlan
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.i18n import _
from lms.web.api import form_page, typed

SEED = 16  # bytes


@bp.route("/performances/sampling/<uuid:workshop>", methods=["GET", "POST"])
@needs(PERMISSION)
@step_up
def sampling(workshop: object) -> ResponseReturnValue:
    """How much of a workshop is looked at."""
    row = workshop_moderated(read_session(), viewer(), str(workshop))
    form = SamplingForm()
    if form.validate_on_submit():
        with transaction() as session:
            own = workshop_moderated(session, viewer(), str(workshop))
            seed = secrets.token_hex(SEED)
            set_plan(session, own, plan_typed(form), seed=seed, by_id=viewer().id, now=clock.now())
        flash(_("The sampling plan is saved. The board shows what to review."), "success")
        return redirect(url_for("performances.board", workshop=workshop), code=303)
    known = newest_plan(read_session(), row.id)
    if request.method == "GET":
        fill(form, plan_from_data(known.plan) if known else SamplingPlan())
    return form_page("sheets/sampling.html", form, workshop=row, known=known)


def plan_typed(form: SamplingForm) -> SamplingPlan:
    """The plan as it was typed."""
    return SamplingPlan(
        share=Fraction(form.share.data or 0, 100),
        least=form.least.data or 0,
        near_cut=Fraction(1) if form.near_cut.data else None,
        critical=bool(form.critical.data),
        new_assessors=bool(form.new_assessors.data),
        outliers=bool(form.outliers.data),
    )


def fill(form: SamplingForm, plan: SamplingPlan) -> None:
    """Show a plan in the form."""
    form.share.data, form.least.data = round(plan.share * 100), plan.least
    form.near_cut.data, form.critical.data = plan.near_cut is not None, plan.critical
    form.new_assessors.data, form.outliers.data = plan.new_assessors, plan.outliers


@bp.post("/performances/<uuid:uuid>/look")
@needs(PERMISSION)
@step_up
def look(uuid: object) -> ResponseReturnValue:
    """Say whether one agrees with the result of a performance."""
    form = LookForm(prefix="look-")

    def act(session: Session, own: FoundPerformance) -> None:
        look_at(
            session, own.row, str(form.result.data), typed(form.reason), agrees=form.agrees.data == "yes",
            by_id=viewer().id, now=clock.now(),
        )  # fmt: skip

    return done(uuid, form, act, _("Your opinion is saved."))
