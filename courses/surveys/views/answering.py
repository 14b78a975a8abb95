"""A form that anybody answers by its code: without signing in, without a script, with no cookie but the form's own."""

from flask import redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from courses.surveys.forms import TokenForm
from courses.surveys.pages.sheets import raw_answers, sheet
from courses.surveys.queries.forms import OpenedForm, code_called
from courses.surveys.rules.codes import CodeState, normal_code
from courses.surveys.services.answering import FilledSheet, WrongSheet, answer_form, count_sheet, count_unknown
from courses.surveys.views.blueprints import bp
from lms import clock
from lms.access import public
from lms.db import read_session, transaction
from lms.i18n import language
from lms.web.api import asking_network

ANSWERED = "forms"  # in the cookie that carries the form token: the codes that were answered in this browser
REMEMBERED = 20
KEY_MOST = 36


@bp.route("/f/<code>", methods=["GET", "POST"])
@public
def answer(code: str) -> ResponseReturnValue:
    """Answer a form once a device; another person on the same device says so."""
    opened = code_called(read_session(), normal_code(code))
    if opened is None:
        return unknown()
    if opened.state(clock.now()) is not CodeState.OPEN:
        return shut(opened)
    raw, key = raw_answers(request.form), request.form.get("key", "")[:KEY_MOST]
    page = sheet(opened.content, language(), raw=raw, key=key)
    if not TokenForm().validate_on_submit():
        again = opened.row.code in form_session.get(ANSWERED, ()) and "another" not in request.args
        return render_template(
            "surveys/again.html" if again else "surveys/answer.html", page=page, code=opened.row.code
        )
    with transaction() as session:
        count_sheet(session, asking_network(), now=clock.now())
    try:
        with transaction() as session:
            answer_form(session, opened.row.code, FilledSheet(page.key, raw, page.language), now=clock.now())
    except WrongSheet as wrong:
        page = sheet(opened.content, language(), raw=raw, key=page.key, faults=wrong.faults)
        return render_template("surveys/answer.html", page=page, code=opened.row.code), 422
    form_session[ANSWERED] = [*form_session.get(ANSWERED, ()), opened.row.code][-REMEMBERED:]
    return redirect(url_for("surveys.thanks", code=opened.row.code), code=303)


@bp.get("/f/<code>/thanks")
@public
def thanks(code: str) -> ResponseReturnValue:
    """The answers are kept; the same for everybody."""
    opened = code_called(read_session(), normal_code(code))
    if opened is None:
        return unknown()
    return render_template("surveys/thanks.html", code=opened.row.code, state=opened.state(clock.now()))


def unknown() -> ResponseReturnValue:
    """There is no such code; guessing is slowed."""
    with transaction() as session:
        count_unknown(session, asking_network(), now=clock.now())
    return render_template("surveys/shut.html", state=None), 404


def shut(opened: OpenedForm) -> ResponseReturnValue:
    """The form cannot be answered now, and why."""
    state = opened.state(clock.now())
    return render_template("surveys/shut.html", state=state, opens_at=opened.row.opens_at), 410
