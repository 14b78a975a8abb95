"""Withdrawing a question from new papers: one person does it at once, a second one makes it last."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from assessments.exams.forms import AgreeForm, RefuseForm, WithdrawForm
from assessments.exams.queries import managing as queries
from assessments.exams.queries.exam_items import exam_item
from assessments.exams.services import withdrawing
from assessments.exams.views.blueprints import bp
from assessments.exams.views.cuts import demand_everywhere
from assessments.exams.views.questions import shown_question
from assessments.permissions import ExamPermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.i18n import _

ADDRESS = "/manage/exams/<uuid>/questions/<key>"


@bp.post(f"{ADDRESS}/withdraw")
@needs(ExamPermission.EXAM_CONTENT)
@step_up
def withdraw(uuid: str, key: str) -> ResponseReturnValue:
    """Take a question out of papers that are drawn from now on."""
    demand_everywhere()
    exam, _version = queries.exam_named(read_session(), uuid)
    item = exam_item(read_session(), exam, key)
    form = WithdrawForm()
    if not form.validate_on_submit():
        return shown_question(uuid, key, withdraw_form=form), 422
    with transaction() as session:
        withdrawing.withdraw_item(
            session,
            item_id=item.item_id,
            reason=form.reason.data or "",
            key=form.key.data or "",
            actor=viewer(),
            now=clock.now(),
        )
    flash(_("New attempts will not include this question. Within 7 days somebody else has to confirm this."), "success")
    return redirect(url_for("exams.question", uuid=uuid, key=key), code=303)


@bp.post(f"{ADDRESS}/withdrawals/<withdrawal>/confirm")
@needs(ExamPermission.EXAM_CONTENT)
@step_up
def confirm_withdrawal(uuid: str, key: str, withdrawal: str) -> ResponseReturnValue:
    """Agree that it stays out."""
    return agreed(uuid, key, withdrawal, withdrawing.confirm_withdrawal, _("The question stays out of new attempts."))


@bp.post(f"{ADDRESS}/withdrawals/<withdrawal>/refuse")
@needs(ExamPermission.EXAM_CONTENT)
@step_up
def refuse_withdrawal(uuid: str, key: str, withdrawal: str) -> ResponseReturnValue:
    """Say that it is right, or take one's own withdrawal back."""
    return reasoned(
        uuid, key, withdrawal, withdrawing.refuse_withdrawal, _("New attempts include this question again.")
    )


@bp.post(f"{ADDRESS}/withdrawals/<withdrawal>/return")
@needs(ExamPermission.EXAM_CONTENT)
@step_up
def propose_return(uuid: str, key: str, withdrawal: str) -> ResponseReturnValue:
    """Propose that it is asked again."""
    words = _("The return is proposed. New attempts include the question when somebody else has agreed.")
    return reasoned(uuid, key, withdrawal, withdrawing.propose_return, words)


@bp.post(f"{ADDRESS}/withdrawals/<withdrawal>/return/confirm")
@needs(ExamPermission.EXAM_CONTENT)
@step_up
def confirm_return(uuid: str, key: str, withdrawal: str) -> ResponseReturnValue:
    """Agree that it is asked again."""
    return agreed(uuid, key, withdrawal, withdrawing.confirm_return, _("New attempts include this question again."))


@bp.post(f"{ADDRESS}/withdrawals/<withdrawal>/return/refuse")
@needs(ExamPermission.EXAM_CONTENT)
@step_up
def refuse_return(uuid: str, key: str, withdrawal: str) -> ResponseReturnValue:
    """Say no to having it back, or take one's own proposal back."""
    return reasoned(uuid, key, withdrawal, withdrawing.refuse_return, _("The question stays out of new attempts."))


Act = Callable[..., Any]  # of the services, told the session, the withdrawal, who acts and when


def agreed(uuid: str, key: str, withdrawal: str, act: Act, words: str) -> ResponseReturnValue:
    """One step that needs no reason."""
    demand_everywhere()
    demand_question(uuid, key)
    if AgreeForm().validate_on_submit():
        done(act, withdrawal, words)
    return redirect(url_for("exams.question", uuid=uuid, key=key), code=303)


def reasoned(uuid: str, key: str, withdrawal: str, act: Act, words: str) -> ResponseReturnValue:
    """One step with its reason."""
    demand_everywhere()
    demand_question(uuid, key)
    form = RefuseForm()
    if not form.validate_on_submit():
        return shown_question(uuid, key, reason_form=form), 422
    done(act, withdrawal, words, reason=form.reason.data or "")
    return redirect(url_for("exams.question", uuid=uuid, key=key), code=303)


def demand_question(uuid: str, key: str) -> None:
    """Whatever this exam does not ask is not found."""
    exam, _version = queries.exam_named(read_session(), uuid)
    exam_item(read_session(), exam, key)


def done(act: Act, withdrawal: str, words: str, **said: str) -> None:
    """Do it in a transaction, and say so."""
    now: datetime = clock.now()
    with transaction() as session:
        act(session, uuid=withdrawal, actor=viewer(), now=now, **said)
    flash(words, "success")
