"""Cut scores on the page of an exam: propose one, agree to another's, refuse it."""

from fractions import Fraction

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from assessments.exams.forms import AgreeForm, CutScoreForm, ExtraTimeForm, RefuseForm
from assessments.exams.policy import may_decide_content
from assessments.exams.queries import managing as queries
from assessments.exams.services import cuts
from assessments.exams.views.blueprints import bp
from assessments.exams.views.managing import exam_page
from assessments.permissions import ExamPermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _


def demand_everywhere() -> None:
    """A cut score holds for everybody: who decides in a part of the programme finds nothing here."""
    if not may_decide_content(viewer()):
        raise NotFound


@bp.post("/manage/exams/<uuid>/cut")
@needs(ExamPermission.EXAM_CONTENT)
@step_up
def set_cut(uuid: str) -> ResponseReturnValue:
    """Propose a cut score, or set that of a quiz, by which nothing is certified."""
    demand_everywhere()
    form = CutScoreForm()
    exam, _version = queries.exam_named(read_session(), uuid)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                in_force = cuts.propose_cut_score(
                    session,
                    exam_id=exam.id,
                    percent=Fraction(form.percent.data or 0),
                    set_by=form.set_by.data or "",
                    method=form.method.data or "",
                    provisional=form.provisional.data,
                    proposer_id=viewer().id,
                    now=clock.now(),
                )
        except BadInput as fault:
            form[fault.field].errors = [*form[fault.field].errors, fault.message]
        else:
            if in_force is None:
                flash(_("The pass mark is proposed. It becomes valid when somebody else has agreed."), "success")
            else:
                flash(_("The new pass mark is valid for attempts that start from now on."), "success")
            return redirect(url_for("exams.manage_exam", uuid=uuid), code=303)
    return exam_page(uuid, ExtraTimeForm(formdata=None), form), 422


@bp.post("/manage/exams/<uuid>/cut/<int:proposal>/agree")
@needs(ExamPermission.EXAM_CONTENT)
@step_up
def agree_cut(uuid: str, proposal: int) -> ResponseReturnValue:
    """Agree to a cut score that somebody else proposed."""
    demand_everywhere()
    exam, _version = queries.exam_named(read_session(), uuid)
    if AgreeForm().validate_on_submit():
        with transaction() as session:
            in_force = cuts.agree_to_cut_score(
                session, exam_id=exam.id, proposal_id=proposal, actor=viewer(), now=clock.now()
            )
        if in_force is None:
            flash(_("You have agreed. One more person has to agree."), "success")
        else:
            flash(_("The new pass mark is valid for attempts that start from now on."), "success")
    return redirect(url_for("exams.manage_exam", uuid=uuid), code=303)


@bp.post("/manage/exams/<uuid>/cut/<int:proposal>/refuse")
@needs(ExamPermission.EXAM_CONTENT)
@step_up
def refuse_cut(uuid: str, proposal: int) -> ResponseReturnValue:
    """Say no to a cut score that was proposed, or take back one's own."""
    demand_everywhere()
    form = RefuseForm()
    exam, _version = queries.exam_named(read_session(), uuid)
    if form.validate_on_submit():
        with transaction() as session:
            cuts.refuse_cut_score(
                session,
                exam_id=exam.id,
                proposal_id=proposal,
                reason=form.reason.data or "",
                actor=viewer(),
                now=clock.now(),
            )
        flash(_("The proposal is refused. The earlier pass mark stays valid."), "success")
        return redirect(url_for("exams.manage_exam", uuid=uuid), code=303)
    return exam_page(uuid, ExtraTimeForm(formdata=None), CutScoreForm(formdata=None), form), 422
