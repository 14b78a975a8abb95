"""Slips for many people in one PDF: of one administration, for those who have never signed in."""

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime

from lms import clock
from lms.access import Permission, needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, language
from lms.people.pages.picking import picked_place
from lms.people.ports import SLIP_SHEETS, PrintedSlip, SlipSheet
from lms.people.queries.officers import newcomers
from lms.people.rules import shown_code
from lms.people.services.many_slips import DrawnSlip, draw_slips, keep_slips
from lms.people.views.blueprints import people as bp


@bp.get("/people/slips")
@needs(Permission.PEOPLE_MANAGE)
@step_up
def many_slips() -> ResponseReturnValue:
    """Tick who gets a slip; those who have signed in before are not in the list."""
    return slips_page()


@bp.post("/people/slips")
@needs(Permission.PEOPLE_MANAGE)
@step_up
def print_slips() -> ResponseReturnValue:
    """The slips as one PDF, which is kept nowhere: if it is lost, new slips are made."""
    me, now = viewer(), clock.now()
    try:
        drawn = draw_slips(read_session(), request.form.getlist("who"), by=me, now=now)
    except BadInput as fault:
        return slips_page(fault.message), 422
    content = SLIP_SHEETS.provider()(sheet_of(drawn))
    with transaction() as session:
        keep_slips(session, drawn, by=me, now=now)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="slips-{now:%Y-%m-%d-%H%M}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def slips_page(fault: str = "") -> str:
    """The page with the people to tick."""
    place = picked_place(read_session(), viewer(), request.values)
    rows = newcomers(read_session(), viewer(), place.administration.id, place.unit_id) if place.administration else []
    return render_template("people/many_slips.html", place=place, rows=rows, fault=fault)


def sheet_of(drawn: list[DrawnSlip]) -> SlipSheet:
    """What the file holds, in the language of the page."""
    slips = [
        PrintedSlip(
            name=one.person.name,
            place=", ".join(filter(None, (one.person.unit, one.person.administration))),
            username=one.person.username,
            code=shown_code(one.code),
            until=f"{format_datetime(one.expires_at, 'd MMMM y', rebase=False)}",
        )
        for one in drawn
    ]
    words = {
        "way_in": _("Your way in"),
        "open": _("Open this address, or scan the picture:"),
        "type": _("Type your user name and the code."),
        "choose": _("Choose a password. Only you know it."),
        "username": _("User name"),
        "code": _("One-time code"),
        "until": _("Works until"),
        "once": _("The code works once. Keep this slip to yourself until you have used it; then tear it up."),
        "picture": _("Code to scan: opens %(address)s", address=address()),
    }
    return SlipSheet(_("Slips to sign in"), language(), words, address(), slips, clock.now())


def address() -> str:
    """Where a code is typed."""
    return f"{current_app.config['SITE_URL']}/code"
