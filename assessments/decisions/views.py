"""Pages of decisions: for whom they concern, and for those who decide."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessments.decisions import queries
from assessments.decisions.forms import DecideForm, JudgeForm, ObjectionForm
from assessments.decisions.pages.exports import DECISION_COLUMNS, decision_rows
from assessments.decisions.pages.managed import decisions_page, managed_page, objection_page
from assessments.decisions.pages.told import subject_address, told_page
from assessments.decisions.rules import ObjectionOutcome
from assessments.decisions.services.deciding import confirm, refuse
from assessments.decisions.services.objecting import judge_objection, object_to
from assessments.permissions import ExamPermission
from lms import clock
from lms.access import Permission, needs, step_up, viewer
from lms.db import read_session, transaction
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.tables.exports import ASKED, ListExport, answer_export
from lms.web.api import typed

bp = Blueprint("decisions", __name__, template_folder="templates")


@bp.get("/decisions/<uuid:uuid>")
@needs(Permission.ACCOUNT_OWN)
def own(uuid: object) -> ResponseReturnValue:
    """A decision about oneself: why, from which day one may sit again, and how to object."""
    return own_page(str(uuid), ObjectionForm(formdata=None))


def own_page(uuid: str, form: ObjectionForm) -> ResponseReturnValue:
    """The page with its form, which may carry errors."""
    page = told_page(read_session(), viewer(), uuid, clock.now())
    where = subject_address(read_session(), viewer(), uuid)
    shown = render_template("decisions/own.html", page=page, subject_url=where, form=form)
    return make_response(shown, 422 if form.errors else 200)


@bp.post("/decisions/<uuid:uuid>")
@needs(Permission.ACCOUNT_OWN)
def objecting(uuid: object) -> ResponseReturnValue:
    """Object to a decision about oneself."""
    form = ObjectionForm()
    if not form.validate():
        return own_page(str(uuid), form)
    with transaction() as session:
        object_to(session, str(uuid), words=typed(form.words), actor=viewer(), now=clock.now())
    flash(_("Your objection is saved. People who had no part in the decision will decide on it."), "success")
    return redirect(url_for("decisions.own", uuid=uuid), code=303)


@bp.get("/manage/decisions")
@needs(ExamPermission.DECISION_REVIEW)
def all_of_them() -> ResponseReturnValue:
    """What waits for a second person, objections to judge, and what was decided."""
    page = decisions_page(read_session(), viewer(), clock.now())
    return render_template("decisions/managed.html", page=page, now=clock.now())


@bp.get("/manage/decisions/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.DECISION_REVIEW)
def export(form: str) -> Response:
    """The same as a file, with everything that was ever decided."""
    page = decisions_page(read_session(), viewer(), clock.now(), ASKED)
    return answer_export(
        ListExport(
            name="decisions",
            title=_l("Decisions about people"),
            columns=DECISION_COLUMNS,
            rows=decision_rows(page),
            names_people=True,
        ),
        form,
    )


@bp.get("/manage/decisions/<uuid:uuid>")
@needs(ExamPermission.DECISION_REVIEW)
def one(uuid: object) -> ResponseReturnValue:
    """One decision about somebody: who proposed what and why, and how it stands."""
    return one_page(str(uuid), DecideForm(formdata=None))


def one_page(uuid: str, form: DecideForm) -> ResponseReturnValue:
    """The page with its form, which may carry errors."""
    decision = queries.decision_managed(read_session(), viewer(), uuid)
    page = managed_page(read_session(), viewer(), decision, clock.now())
    return make_response(render_template("decisions/one.html", page=page, form=form), 422 if form.errors else 200)


@bp.post("/manage/decisions/<uuid:uuid>")
@needs(ExamPermission.DECISION_REVIEW)
@step_up
def decide(uuid: object) -> ResponseReturnValue:
    """Confirm or refuse as the second person, or take back what one proposed."""
    form = DecideForm()
    if not form.validate():
        return one_page(str(uuid), form)
    act = confirm if form.confirm.data else refuse
    with transaction() as session:
        act(session, str(uuid), words=typed(form.words), actor=viewer(), now=clock.now())
    if form.confirm.data:
        flash(_("The decision applies now. The person can read it, and may object."), "success")
    else:
        flash(_("The proposal is closed. The person is not told about it."), "success")
    return redirect(url_for("decisions.one", uuid=uuid), code=303)


@bp.get("/manage/objections/<uuid:uuid>")
@needs(ExamPermission.DECISION_REVIEW)
def objection(uuid: object) -> ResponseReturnValue:
    """An objection, beside the decision that it is about."""
    return judging_page(str(uuid), JudgeForm(formdata=None))


def judging_page(uuid: str, form: JudgeForm) -> ResponseReturnValue:
    """The page with its form, which may carry errors."""
    decision = queries.decision_objected_to(read_session(), viewer(), uuid)
    page = objection_page(read_session(), viewer(), decision, clock.now())
    shown = render_template("decisions/objection.html", page=page, form=form, uuid=uuid)
    return make_response(shown, 422 if form.errors else 200)


@bp.post("/manage/objections/<uuid:uuid>")
@needs(ExamPermission.DECISION_REVIEW)
@step_up
def judge(uuid: object) -> ResponseReturnValue:
    """Uphold or dismiss an objection."""
    form = JudgeForm()
    decision = queries.decision_objected_to(read_session(), viewer(), str(uuid))
    if not form.validate():
        return judging_page(str(uuid), form)
    uphold = bool(form.uphold.data)
    with transaction() as session:
        outcome = judge_objection(
            session, decision.uuid, uphold=uphold, reason=typed(form.reason), actor=viewer(), now=clock.now()
        )
    if outcome is None:
        flash(_("Your vote is saved. The person is told when there is a majority."), "success")
        return redirect(url_for("decisions.objection", uuid=uuid), code=303)
    if outcome is ObjectionOutcome.UPHELD:
        flash(_("The objection is accepted. The decision no longer applies, and the person is told."), "success")
    else:
        flash(_("The objection is rejected. The decision stays, and the person is told."), "success")
    return redirect(url_for("decisions.one", uuid=decision.uuid), code=303)
