"""The pages of moves: officers of a place ticked and moved, and a move that is taken back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms import clock
from lms.access import Permission, needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, ngettext
from lms.people import labels
from lms.people.pages.picking import picked_place
from lms.people.queries import people as people_queries
from lms.people.queries.officers import officers
from lms.people.services import accounts
from lms.people.transfers import letters, queries
from lms.people.transfers.forms import TransferForm
from lms.people.transfers.pages import Destinations, destinations
from lms.people.transfers.rules import TransferOutcome
from lms.people.transfers.services import asking, moves
from lms.people.views.blueprints import people as bp
from lms.people.views.responses import form_page
from lms.web.forms import show, typed


@bp.route("/people/move", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
@step_up
def move() -> ResponseReturnValue:
    """Tick officers, choose where to: at once within one's own scope, else when the other side accepts."""
    place = picked_place(read_session(), viewer(), request.values)
    home = place.administration
    country = request.values.get("country", "").upper()
    country = country if labels.is_country(country) else home.country if home else ""
    offered = destinations(read_session(), viewer(), place, country)
    if request.method == "POST" and home is None:
        raise NotFound
    form, fault = TransferForm(), ""
    form.to.choices = offered.choices
    if form.validate_on_submit():
        try:
            with transaction() as session:
                said = moved(session, form, offered)
        except BadInput as found:
            fault = found.message if found.field == "who" else ""
            if not fault:
                show(form, found)
        else:
            flash(said, "success")
            back = url_for(
                "people.move", administration=home.uuid if home else None, unit=place.unit.uuid if place.unit else None
            )
            return redirect(back, code=303)
    rows = officers(read_session(), viewer(), home.id, place.unit_id) if home else []
    page = form_page(
        "transfers/move.html",
        form,
        place=place,
        rows=rows,
        open_moves=queries.open_of(read_session(), [row.id for row in rows]),
        ticked=set(request.form.getlist("who")),
        fault=fault,
        country=country,
        countries=labels.countries(),
    )
    page.status_code = 422 if fault else page.status_code
    return page


def moved(session: Session, form: TransferForm, offered: Destinations) -> str:
    """Do what was chosen, for all who were ticked or for none; says what became of it."""
    me, now, kind_and_uuid = viewer(), clock.now(), typed(form.to)
    people = moves.ticked(session, request.form.getlist("who"), by=me)
    for unit in offered.units:
        if kind_and_uuid == f"unit:{unit.uuid}":
            count = moves.move_to_unit(session, people, unit, by=me, now=now)
            return ngettext("%(num)s person moved.", "%(num)s people moved.", count)
    for receiving in offered.own:
        if kind_and_uuid == f"administration:{receiving.uuid}":
            count = moves.move_to_administration(session, people, receiving, by=me, now=now)
            return ngettext("%(num)s person moved.", "%(num)s people moved.", count)
    for receiving in offered.others:
        if kind_and_uuid == f"administration:{receiving.uuid}":
            asked = asking.ask_transfers(session, people, receiving, typed(form.words), by=me, now=now)
            for row in asked:
                letters.tell_asked(session, row, now=now)
            return ngettext("%(num)s move is requested.", "%(num)s moves are requested.", len(asked))
    raise BadInput("to", _("Choose from the list."))


@bp.post("/people/<uuid:uuid>/move/withdraw")
@needs(Permission.PEOPLE_MANAGE)
@step_up
def withdraw_move(uuid: object) -> ResponseReturnValue:
    """Take a move back that nobody has answered."""
    me, now = viewer(), clock.now()
    with transaction() as session:
        person = people_queries.person_seen(session, me, str(uuid))
        accounts.demand_may_act(session, me, person)
        found = queries.newest_of(session, person.id)
        if found is None:
            raise NotFound
        asking.withdraw(session, found.row, by=me, now=now)
        letters.tell_answered(session, found.row, TransferOutcome.WITHDRAWN, "", now=now)
    flash(_("The move is cancelled."), "success")
    return redirect(url_for("people.one", uuid=uuid), code=303)
