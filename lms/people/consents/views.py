"""The notice: what is kept, why, who sees it and for how long; and what the person says to it."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, viewer
from lms.db import read_session, transaction
from lms.errors import RuleBroken
from lms.i18n import _
from lms.people.consents.letters import tell_keepers
from lms.people.consents.queries import keepers_of, newest_consent
from lms.people.consents.rules import ConsentAnswer
from lms.people.consents.services import answer_consent
from lms.people.views.blueprints import account as bp
from lms.web.api import safe_next


@bp.get("/account/notice")
@needs(Permission.ACCOUNT_OWN)
def consent() -> ResponseReturnValue:
    """The notice, for everybody to read; with the question for who was asked and has not agreed."""
    me = viewer()
    response = make_response(
        render_template(
            "consents/notice.html",
            is_due=me.consent_due,
            newest=newest_consent(read_session(), me.id),
            keepers=keepers_of(read_session(), me.id),
            target=request.args.get("next", ""),
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/account/notice")
@needs(Permission.ACCOUNT_OWN)
def say() -> ResponseReturnValue:
    """Keep the answer; a yes goes on to where the person wanted to be."""
    me, now = viewer(), clock.now()
    if request.form.get("answer") not in set(ConsentAnswer):
        raise RuleBroken(_("Say yes or no."))
    answer = ConsentAnswer(request.form["answer"])
    with transaction() as session:
        answer_consent(session, me.id, answer, now=now)
        if answer is ConsentAnswer.NO:
            tell_keepers(session, me.id, now=now)
    if answer is ConsentAnswer.YES:
        flash(_("Thank you. You can read this notice again on the page of your account."), "success")
        return redirect(safe_next(request.form.get("next")), code=303)
    return redirect(url_for("account.consent"), code=303)
