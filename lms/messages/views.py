"""The inbox, the choice of what comes by letter, and the link in letters that stops them."""

from flask import Blueprint, Flask, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, public, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.messages.forms import channels_of, form_for, quiet_of
from lms.messages.kinds import MessageKind
from lms.messages.pages import inbox as inbox_shown
from lms.messages.pages import one_message
from lms.messages.queries.readers import UTC_ZONE, choices_of, quiet_hours_of, zones_of
from lms.messages.registry import kind_named, kinds_offered, message_kinds
from lms.messages.rules.delivery import QUIET
from lms.messages.rules.unsubscribe_links import DIGEST, wish_of
from lms.messages.services import choosing, reading
from lms.people.api import PersonInfo, person_by_uuid
from lms.web.api import from_anywhere, show

bp = Blueprint("messages", __name__, template_folder="templates")


@bp.get("/inbox")
@needs(Permission.ACCOUNT_OWN)
def inbox() -> ResponseReturnValue:
    """One's messages, newest first, or those that are not read."""
    unread = "unread" in request.args
    found = inbox_shown(read_session(), viewer(), unread=unread, before=request.args.get("before", "")[:36])
    return render_template("messages/inbox.html", found=found, unread=unread)


@bp.get("/inbox/<uuid:uuid>")
@needs(Permission.ACCOUNT_OWN)
def one(uuid: object) -> ResponseReturnValue:
    """One message."""
    return render_template("messages/message.html", message=one_message(read_session(), viewer(), str(uuid)))


@bp.post("/inbox/<uuid:uuid>/open")
@needs(Permission.ACCOUNT_OWN)
def open_one(uuid: object) -> ResponseReturnValue:
    """Open a message, which is then read."""
    with transaction() as session:
        reading.open_message(session, viewer(), str(uuid), now=clock.now())
    return redirect(url_for("messages.one", uuid=uuid), code=303)


@bp.post("/inbox/<uuid:uuid>/read-all")
@needs(Permission.ACCOUNT_OWN)
def read_all(uuid: object) -> ResponseReturnValue:
    """Everything up to this message, the newest of the page, is read."""
    with transaction() as session:
        reading.read_all(session, viewer(), str(uuid), now=clock.now())
    flash(_("All messages are read."), "success")
    return redirect(url_for("messages.inbox"), code=303)


@bp.route("/account/messages", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def choices() -> ResponseReturnValue:
    """Choose what comes by letter, and the quiet hours."""
    me, kinds = viewer(), kinds_offered(viewer())
    quiet = quiet_hours_of(read_session(), [me.id]).get(me.id, QUIET)
    zone = zones_of(read_session(), [me.id]).get(me.id, UTC_ZONE).key
    form = form_for(kinds, choices_of(read_session(), me.id), quiet)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                choosing.choose(session, me.id, channels_of(form, kinds), quiet_of(form), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Your choices are saved."), "success")
            return redirect(url_for("messages.choices"), code=303)
    response = make_response(
        render_template("messages/choices.html", form=form, kinds=kinds, zone=zone), 422 if form.errors else 200
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@public
@from_anywhere
def unsubscribe(token: str) -> ResponseReturnValue:
    """Stop letters of one kind, or all digests, by the link in a letter; a mail program may press for its owner.

    Looking changes nothing: filters of mail open links before people do.
    """
    person, kind = _wished(token)
    if request.method == "POST":
        with transaction() as session:
            if kind is None:
                choosing.unsubscribe_digests(session, person.id, message_kinds(), now=clock.now())
            else:
                choosing.unsubscribe(session, person.id, kind, now=clock.now())
    return render_template("messages/unsubscribe.html", kind=kind, stopped=request.method == "POST")


def _wished(token: str) -> tuple[PersonInfo, MessageKind | None]:
    """Whose letters of which kind are to stop, none for digests; what we did not sign is not found."""
    wish = wish_of(token, current_app.config["SECRET_KEY"])
    person = person_by_uuid(read_session(), wish.person_uuid) if wish else None
    kind = kind_named(wish.kind) if wish else None
    if wish is None or person is None or person.closed:
        raise NotFound
    if wish.kind != DIGEST and (kind is None or not kind.may_be_switched_off):
        raise NotFound
    return person, kind


def init(app: Flask) -> None:
    """Let mail programs press the link of a letter: they send no token of a form. The signed address is the proof."""
    app.extensions["csrf"].exempt(unsubscribe)
