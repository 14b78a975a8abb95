"""What a moderator does on the page of a performance: a third, a panel, a discussion, a choice, a review."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assessments.sheets.forms import (
    CopyForm,
    DiscussionForm,
    PanelForm,
    RecordingForm,
    ReviewForm,
    ThirdForm,
    read_levels,
)
from assessments.sheets.pages.performance import performance_page
from assessments.sheets.queries.performances import assessor_numbered, copy_of, review_of
from assessments.sheets.queries.sheets import FoundPerformance, performance_moderated
from assessments.sheets.rules.states import KeptContent, ThirdBasis
from assessments.sheets.services import settling
from assessments.sheets.services.recording import say_recorded
from assessments.sheets.views.blueprints import moderating_bp as bp
from assessments.sheets.views.moderating import PERMISSION, offer_thirds, one_page
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, language
from lms.web.api import PageForm, show, typed

Act = Callable[[Session, FoundPerformance], Any]


def done(uuid: object, form: PageForm, act: Act, said: str) -> ResponseReturnValue:
    """Do it in one transaction, or show the page with what is wrong."""
    if not form.validate():
        return one_page(str(uuid), form)
    try:
        with transaction() as session:
            act(session, performance_moderated(session, viewer(), str(uuid)))
    except BadInput as fault:
        show(form, fault)
        return one_page(str(uuid), form, {fault.field: fault.message})
    flash(said, "success")
    return redirect(url_for("performances.one", uuid=uuid), code=303)


@bp.post("/performances/<uuid:uuid>/third")
@needs(PERMISSION)
@step_up
def third(uuid: object) -> ResponseReturnValue:
    """Name who rates a third time."""
    found, form = performance_moderated(read_session(), viewer(), str(uuid)), ThirdForm(prefix="third-")
    offer_thirds(form, performance_page(read_session(), found, language()))

    def act(session: Session, own: FoundPerformance) -> None:
        assessor_id, basis = assessor_numbered(session, own.row, int(form.assessor.data)), ThirdBasis(form.basis.data)
        settling.name_third(session, own.row, assessor_id, basis, by_id=viewer().id, now=clock.now())

    return done(uuid, form, act, _("The third assessor is chosen. They see neither sheet."))


@bp.post("/performances/<uuid:uuid>/recording")
@needs(PERMISSION)
def recording(uuid: object) -> ResponseReturnValue:
    """Say that there is a recording of a performance, or none after all."""
    form = RecordingForm()

    def act(session: Session, own: FoundPerformance) -> None:
        say_recorded(session, own.row, form.says_so, by_id=viewer().id, now=clock.now())

    return done(uuid, form, act, _("Saved."))


@bp.post("/performances/<uuid:uuid>/fresh")
@needs(PERMISSION)
@step_up
def fresh(uuid: object) -> ResponseReturnValue:
    """Have the candidate do a fresh exercise."""

    def act(session: Session, own: FoundPerformance) -> None:
        settling.plan_fresh(session, own.row, by_id=viewer().id, now=clock.now())

    said = _("A repeat exercise is planned. The coordinator chooses its assessors and its time.")
    return done(uuid, PageForm(), act, said)


@bp.post("/performances/<uuid:uuid>/panel")
@needs(PERMISSION)
@step_up
def panel(uuid: object) -> ResponseReturnValue:
    """Keep what a panel decided, with its minutes."""
    form = PanelForm(prefix="panel-")

    def act(session: Session, own: FoundPerformance) -> None:
        decided = read_levels(own.definition, request.form)
        settling.settle(session, own.row, decided, typed(form.minutes), by_id=viewer().id, now=clock.now())

    return done(uuid, form, act, _("The decision of the panel is saved, with its minutes."))


@bp.post("/performances/<uuid:uuid>/discussion")
@needs(PERMISSION)
@step_up
def discussion(uuid: object) -> ResponseReturnValue:
    """Keep what a discussion of the assessors changed."""
    form = DiscussionForm(prefix="discussion-")

    def act(session: Session, own: FoundPerformance) -> None:
        decided = read_levels(own.definition, request.form)
        settling.settle_by_discussion(session, own.row, decided, typed(form.reason), by_id=viewer().id, now=clock.now())

    return done(uuid, form, act, _("The new result is saved. The first sheets stay the same."))


@bp.post("/performances/<uuid:uuid>/copies/<uuid:copy>")
@needs(PERMISSION)
@step_up
def choose_copy(uuid: object, copy: object) -> ResponseReturnValue:
    """Choose which of two contents of one sheet counts."""
    form = CopyForm(prefix="copy-")

    def act(session: Session, own: FoundPerformance) -> None:
        row = copy_of(session, own.row.id, str(copy))
        kept = KeptContent(form.kept.data)
        settling.settle_copy(session, row, kept, typed(form.reason), by_id=viewer().id, now=clock.now())

    return done(uuid, form, act, _("Your choice is saved. Both sheets stay in the record."))


@bp.post("/performances/<uuid:uuid>/reviews/<uuid:review>")
@needs(PERMISSION)
@step_up
def close_review(uuid: object, review: object) -> ResponseReturnValue:
    """Say what was found about a sheet that came late."""
    form = ReviewForm(prefix="review-")

    def act(session: Session, own: FoundPerformance) -> None:
        row, anew = review_of(session, own.row.id, str(review)), form.what.data == "anew"
        settling.close_review(session, row, typed(form.reason), anew=anew, by_id=viewer().id, now=clock.now())

    return done(uuid, form, act, _("Your finding is saved."))
