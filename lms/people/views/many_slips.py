"""Slips for many people in one PDF: of one administration, for those who have never signed in."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, step_up, viewer
from lms.db import read_session
from lms.errors import BadInput
from lms.people.pages.picking import picked_place
from lms.people.queries.officers import newcomers
from lms.people.views.blueprints import people as bp
from lms.people.views.responses import slips_file


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
    try:
        return slips_file(request.form.getlist("who"), by=viewer(), now=clock.now())
    except BadInput as fault:
        return slips_page(fault.message), 422


def slips_page(fault: str = "") -> str:
    """The page with the people to tick."""
    place = picked_place(read_session(), viewer(), request.values)
    rows = newcomers(read_session(), viewer(), place.administration.id, place.unit_id) if place.administration else []
    return render_template("people/many_slips.html", place=place, rows=rows, fault=fault)
