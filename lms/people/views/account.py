"""One's own account: name, language, password, and where one is signed in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.moments import said_clock
from lms.people import rules
from lms.people.authentication import login
from lms.people.authentication import step_up as authenticating
from lms.people.forms.people import ChangePasswordForm, LanguageForm, StepUpForm, TimeZoneForm
from lms.people.pages.person import profile_of, roles_shown
from lms.people.queries import people as queries
from lms.people.queries.facts import own_time_zone
from lms.people.services import accounts, sessions
from lms.people.transfers.pages import newest_move
from lms.people.views.blueprints import account as bp
from lms.people.views.responses import form_page
from lms.web.api import languages as known_languages
from lms.web.api import own_name, safe_next
from lms.web.forms import options, show, typed
from lms.zones import place_of, zone_of_reader, zone_options, zone_typed

DEVICE = "device"  # whatever each device asks for


def languages() -> list[tuple[str, str]]:
    """The languages that pages speak, each by its own name; first the choice of the device."""
    return [(DEVICE, _("The language of each device")), *((code, own_name(code)) for code in known_languages())]


@bp.route("/account", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def own() -> ResponseReturnValue:
    """Who one is here; the language is chosen on the spot."""
    me = viewer()
    form = LanguageForm(language=me.language or DEVICE)
    form.language.choices = options(languages())
    if form.validate_on_submit():
        with transaction() as session:
            chosen = typed(form.language)
            accounts.choose_language(session, me.id, None if chosen == DEVICE else chosen)
        flash(_("Your language is saved."), "success")
        return redirect(url_for("account.own"), code=303)
    roles = roles_shown(read_session(), queries.roles_held(read_session(), me.id))
    person, move = profile_of(read_session(), me.id), newest_move(read_session(), me.id)
    return form_page("people/account.html", form, person=person, roles=roles, move=move, **clock_of_reader())


@bp.route("/account/time-zone", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def time_zone() -> ResponseReturnValue:
    """Choose by whose clock the pages and letters speak; nothing chosen leaves it to the unit, then to the device."""
    me = viewer()
    form = TimeZoneForm(time_zone=own_time_zone(read_session(), me.id))
    if form.validate_on_submit():
        try:
            zone = zone_typed("time_zone", typed(form.time_zone))
        except BadInput as fault:
            show(form, fault)
        else:
            with transaction() as session:
                accounts.choose_time_zone(session, me.id, zone)
            flash(_("Your time zone is saved."), "success")
            return redirect(url_for("account.own"), code=303)
    return form_page("people/time_zone.html", form, zones=zone_options(me.country), **clock_of_reader())


def clock_of_reader() -> dict[str, str]:
    """The place after which the reader's zone is called, and what its clocks show now."""
    zone = zone_of_reader()
    return {"place": place_of(zone), "shown": said_clock(clock.now(), zone)}


@bp.route("/account/password", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def password() -> ResponseReturnValue:
    """Change the password."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            changed = login.change_password(viewer().id, typed(form.current), typed(form.password))
        except BadInput as fault:
            show(form, fault)
        else:
            if changed:
                flash(_("Your password is changed. Every other device was signed out."), "success")
                return redirect(url_for("account.own"), code=303)
            show(form, BadInput("current", _("This is not your current password.")))
    return form_page("people/password.html", form)


@bp.route("/account/step-up", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def step_up() -> ResponseReturnValue:
    """Type the password once more, and go on to the page that asked for it."""
    form = StepUpForm()
    target = request.args.get("next")
    if request.method == "POST" and authenticating.judged(form):
        return redirect(safe_next(target), code=303)
    return authenticating.asking(form, url_for("account.step_up", next=target), [])


@bp.get("/account/sessions")
@needs(Permission.ACCOUNT_OWN)
def signed_in() -> ResponseReturnValue:
    """Where one is signed in."""
    me = viewer()
    rows = queries.sessions_open(read_session(), me.id, clock.now())
    devices = [(row, *rules.device_names(row.device)) for row in rows]
    return render_template("people/sessions.html", devices=devices, own_id=me.session_id)


@bp.post("/account/sessions/<uuid:session_uuid>/end")
@needs(Permission.ACCOUNT_OWN)
def end_one(session_uuid: object) -> ResponseReturnValue:
    """End one of one's own sign-ins."""
    with transaction() as session:
        sessions.end_session(session, viewer().id, str(session_uuid), now=clock.now())
    flash(_("That device is signed out."), "success")
    return redirect(url_for("account.signed_in"), code=303)


@bp.post("/account/sessions/end-others")
@needs(Permission.ACCOUNT_OWN)
def end_others() -> ResponseReturnValue:
    """End every sign-in but this one."""
    me = viewer()
    with transaction() as session:
        sessions.end_sessions(session, me.id, actor_id=me.id, now=clock.now(), keep=me.session_id)
    flash(_("Every other device is signed out."), "success")
    return redirect(url_for("account.signed_in"), code=303)
