"""Pages of the roster: searching for authorised bodies, and one's own listing for holders."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from certificates.permissions import SchemePermission
from certificates.roster.forms import RosterLetterForm, RosterSearchForm
from certificates.roster.pages import (
    RosterChoices,
    asked_said,
    listing_form,
    listing_typed,
    own_listing_page,
    roster_choices,
    search_form,
    shown_holders,
)
from certificates.roster.queries.searches import hits_of, own_search, own_searches
from certificates.roster.rules import MOST_SHOWN
from certificates.roster.services import RosterDraft, change_listing, search_roster, write_to_holder
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.people.api import people_info
from lms.web.api import form_page, show, typed

bp = Blueprint("roster", __name__, template_folder="templates")


@bp.route("/roster", methods=["GET", "POST"])
@needs(SchemePermission.ROSTER_SEARCH)
def search() -> ResponseReturnValue:
    """Search the roster, with a purpose; and one's own searches so far."""
    choices = roster_choices(read_session(), clock.now())
    form = search_form(choices)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                row = search_roster(session, _draft(form, choices), choices.places, viewer=viewer(), now=clock.now())
                uuid = row.uuid
        except BadInput as fault:
            show(form, fault)
        else:
            return redirect(url_for("roster.found", uuid=uuid), code=303)
    searches = own_searches(read_session(), viewer())
    return form_page("roster/search.html", form, searches=searches)


def _draft(form: RosterSearchForm, choices: RosterChoices) -> RosterDraft:
    scheme = choices.schemes.get(typed(form.scheme))
    return RosterDraft(
        purpose=typed(form.purpose),
        scheme_id=scheme[0] if scheme else None,
        topic=typed(form.topic),
        language=typed(form.language),
        place=typed(form.place),
        first=form.first.data,
        last=form.last.data,
    )


@bp.get("/roster/searches/<uuid:uuid>")
@needs(SchemePermission.ROSTER_SEARCH)
def found(uuid: object) -> ResponseReturnValue:
    """Whom a search of one's own has shown, as far as they may still be found."""
    now = clock.now()
    row = own_search(read_session(), viewer(), str(uuid))
    hits = shown_holders(hits_of(read_session(), viewer(), row, now))
    asked = asked_said(row, roster_choices(read_session(), now))
    return form_page("roster/found.html", RosterLetterForm(formdata=None), search=row, hits=hits, asked=asked,
                     most=MOST_SHOWN)  # fmt: skip


@bp.route("/roster/searches/<uuid:uuid>/holders/<int:no>", methods=["GET", "POST"])
@needs(SchemePermission.ROSTER_SEARCH)
def write(uuid: object, no: int) -> ResponseReturnValue:
    """Write to somebody whom one's search has shown; the platform carries it, and the name stays untold."""
    row = own_search(read_session(), viewer(), str(uuid))
    hits = shown_holders(hits_of(read_session(), viewer(), row, clock.now()))
    hit = next((one for one in hits if one.no == no), None)
    if hit is None:
        raise NotFound
    form, body = RosterLetterForm(), _body()
    if form.validate_on_submit():
        with transaction() as session:
            own = own_search(session, viewer(), str(uuid))
            write_to_holder(session, own, no, typed(form.words), body=body, viewer=viewer(), now=clock.now())
        flash(_("It is sent. The holder answers if they want to."), "success")
        return redirect(url_for("roster.found", uuid=uuid), code=303)
    return form_page("roster/write.html", form, search=row, hit=hit)


def _body() -> str:
    """The body of the viewer as holders read it: the administration, else the name of the account."""
    return people_info(read_session(), [viewer().id])[viewer().id].administration or viewer().name


@bp.route("/roster/listing", methods=["GET", "POST"])
@needs(SchemePermission.CANDIDACY_OWN)
def listing() -> ResponseReturnValue:
    """Whether one may be found, when, in which languages; and who has looked."""
    page = own_listing_page(read_session(), viewer(), clock.now())
    form = listing_form(page.row)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                change_listing(session, listing_typed(form), person_id=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Your choice is saved. You may change it at any time."), "success")
            return redirect(url_for("roster.listing"), code=303)
    return form_page("roster/listing.html", form, page=page)
