"""The ways in and out: sign-in, sign-out, a lost password, the link of a letter, the code of a slip."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, public, viewer, viewer_or_none
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.people import labels, letters
from lms.people.authentication import login as entering
from lms.people.authentication import login_session
from lms.people.forms.people import CodeForm, ForgotForm, NewPasswordForm, SignInForm
from lms.people.models import Person
from lms.people.queries import people as queries
from lms.people.rules import SecretState, normal_login
from lms.people.services import rate_limits, secrets, sessions
from lms.people.views.blueprints import people as bp
from lms.people.views.responses import form_page
from lms.web.api import forget_choices, safe_next
from lms.web.forms import show, typed


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for user name and password, and go on to where the person wanted to be."""
    form = SignInForm(next=request.args.get("next"), login=request.args.get("who"))
    if request.method == "GET" and viewer_or_none() is not None:
        return redirect(safe_next(form.next.data), code=303)
    if form.validate_on_submit():
        if entering.by_password(typed(form.login), typed(form.password)):
            return redirect(safe_next(form.next.data), code=303)
        form.form_errors.append(
            _("Wrong user name or password. Check both and try again. Capital letters matter in the password.")
        )
    return form_page("people/sign_in.html", form)


@bp.post("/sign-out")
@needs(Permission.ACCOUNT_OWN)
def sign_out() -> ResponseReturnValue:
    """End the session of this device."""
    with transaction() as session:
        sessions.sign_out(session, viewer().session_id, now=clock.now())
    login_session.leave()
    flash(_("You are signed out."), "success")
    response = redirect(url_for("web.start"), code=303)
    response.headers["Clear-Site-Data"] = '"cache"'  # no page by the back button; answers kept on the device stay
    return response


@bp.post("/change-user")
@needs(Permission.ACCOUNT_OWN)
def change_user() -> ResponseReturnValue:
    """End the session of a shared device, take away what it kept of the person, and let the next one sign in.

    The script of the page has cleared its stores before; `cleared` says whether it did, and whether others wait there.
    """
    with transaction() as session:
        sessions.sign_out(session, viewer().session_id, now=clock.now())
    login_session.leave(forget_device=True)
    cleared = request.form.get("cleared")
    if cleared in {"own", "all"}:
        flash(_("All data of the last user is removed from this device. The next person can sign in."), "success")
    else:
        flash(
            _("You are signed out. Scripts do not run here, so check under “On this phone” what is still saved."),
            "warning",
        )
    return forget_choices(redirect(url_for("people.sign_in"), code=303), everything=cleared == "all")


@bp.route("/forgot", methods=["GET", "POST"])
@public
def forgot() -> ResponseReturnValue:
    """Ask for a letter with a link; the answer is the same whether there is such an account."""
    form = ForgotForm()
    if form.validate_on_submit():
        login, now = normal_login(typed(form.login)), clock.now()
        with transaction() as session:
            client, person = login_session.requesting_client(), queries.person_by_login(session, login)
            if rate_limits.count_letter(session, login, person, client, now=now):
                letters.send_link_to(session, login, now=now)
        return redirect(url_for("people.forgot_sent"), code=303)
    return form_page("people/forgot.html", form)


@bp.get("/forgot/sent")
@public
def forgot_sent() -> ResponseReturnValue:
    """What happens now, whoever asked."""
    return render_template("people/forgot_sent.html")


@bp.route("/link/<token>", methods=["GET", "POST"])
@public
def link(token: str) -> ResponseReturnValue:
    """Choose a password with the link of a letter; only sending the form uses the link up, since mail filters look."""
    secret = queries.secret_of_link(read_session(), token)
    if secret is None:
        return render_template("people/link_over.html", text=labels.LINK_UNKNOWN), 404
    state = secrets.state_of(secret, clock.now())
    if state is not SecretState.OPEN:
        return render_template("people/link_over.html", text=labels.LINK_OVER[state]), 410
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            entering.by_link(token, typed(form.password))
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Your password is set, and you are signed in."), "success")
            return redirect(url_for("web.start"), code=303)
    person = read_session().get_one(Person, secret.person_id)
    return form_page("people/link.html", form, person=person)


@bp.route("/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """Choose a password with the user name and the one-time code of a slip."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            entering.by_code(typed(form.login), typed(form.code), typed(form.password))
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Your password is set, and you are signed in."), "success")
            return redirect(url_for("web.start"), code=303)
    return form_page("people/code.html", form)
