"""The calendar of a person: its file for calendar programs, and the page on which its address is made."""

import hashlib

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from lms import clock
from lms.access import Permission, needs, public, viewer
from lms.calendar_feeds import queries, services
from lms.calendars import calendar_file
from lms.db import read_session, transaction
from lms.errors import NotFound
from lms.i18n import _
from lms.manifest import composition
from lms.rate_limits import network_of
from lms.web.forms import PageForm

bp = Blueprint("calendar_feeds", __name__, template_folder="templates")


@bp.get("/calendar/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """The file itself; whoever has the address reads it, so the address is as private as a password."""
    now, network = clock.now(), network_of(request.remote_addr or "")
    with transaction() as session:
        person = queries.owner_of(session, token)
        owner = (person.id, person.language or "en") if person is not None else None
        services.count_fetch(session, token, known=owner is not None, network=network, now=now)
    if owner is None:
        raise NotFound
    person_id, language = owner
    with force_locale(language):
        events = queries.events_of(read_session(), composition().calendar_sources, person_id, now)
        name = _("%(site)s: meetings", site=current_app.config["SITE_NAME"])
        made = calendar_file(events, name=name, now=now)
    answer = Response(made, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = "inline; filename=calendar.ics"
    answer.set_etag(hashlib.sha256(made).hexdigest()[:32])
    return answer.make_conditional(request)


@bp.get("/account/calendar")
@needs(Permission.ACCOUNT_OWN)
def own() -> ResponseReturnValue:
    """Whether one has an address, and how to get one."""
    since = queries.address_made_at(read_session(), viewer().id)
    return render_template("calendar_feeds/own.html", form=PageForm(), since=since, address=None)


@bp.post("/account/calendar")
@needs(Permission.ACCOUNT_OWN)
def renew() -> ResponseReturnValue:
    """Make a new address and show it, this once: only its digest is kept."""
    now = clock.now()
    with transaction() as session:
        token = services.renew_address(session, viewer().id, now=now)
    path = url_for("calendar_feeds.feed", token=token)
    address = f"{current_app.config['SITE_URL']}{path}"
    return render_template("calendar_feeds/own.html", form=PageForm(), since=now, address=address)


@bp.post("/account/calendar/end")
@needs(Permission.ACCOUNT_OWN)
def end() -> ResponseReturnValue:
    """Take the address away."""
    with transaction() as session:
        services.end_address(session, viewer().id)
    flash(_("The address of your calendar is deleted."), "success")
    return redirect(url_for("calendar_feeds.own"), code=303)
