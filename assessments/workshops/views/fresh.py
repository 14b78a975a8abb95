"""Performances of a workshop for who runs it: which were recorded, and fresh exercises after a disagreement."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.sheets.services.recording import say_recorded
from assessments.workshops.forms import FreshForm, WorkshopButtonForm
from assessments.workshops.pages.fresh import (
    candidate_in_words,
    fill_fresh,
    fresh_typed,
    performed_page,
    show_fresh,
    titled,
)
from assessments.workshops.queries.fresh import fresh_exercise
from assessments.workshops.queries.performed import performed_called
from assessments.workshops.queries.workshops import workshop_run
from assessments.workshops.services.fresh import place_fresh
from assessments.workshops.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, ngettext
from lms.web.api import form_page, show


@bp.get("/workshops/<uuid:uuid>/performances")
@needs(PracticalPermission.WORKSHOP_RUN)
def performances(uuid: object) -> ResponseReturnValue:
    """What was recorded, and fresh exercises with or without a time."""
    parts = workshop_run(read_session(), viewer(), str(uuid))
    page = performed_page(read_session(), parts, viewer().id, clock.now())
    return render_template("workshops/performances.html", page=page, row=parts.row)


@bp.post("/workshops/<uuid:uuid>/recordings")
@needs(PracticalPermission.WORKSHOP_RUN)
def recordings(uuid: object) -> ResponseReturnValue:
    """Say of which performances there is a recording."""
    WorkshopButtonForm().validate()
    with transaction() as session:
        parts = workshop_run(session, viewer(), str(uuid))
        rows = performed_called(session, parts.id, set(request.form.getlist("performance")), viewer().id)
        for row in rows:
            say_recorded(session, row, recorded=True, by_id=viewer().id, now=clock.now())
    if rows:
        flash(ngettext("%(num)s recording is saved.", "%(num)s recordings are saved.", len(rows)), "success")
    else:
        flash(_("Nothing was ticked, so nothing was saved."), "warning")
    return redirect(url_for("workshops.performances", uuid=uuid), code=303)


@bp.route("/workshops/<uuid:uuid>/fresh/<uuid:performance>", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def fresh(uuid: object, performance: object) -> ResponseReturnValue:
    """Give a fresh exercise its two assessors, a time and a room."""
    session, now = read_session(), clock.now()
    parts = workshop_run(session, viewer(), str(uuid))
    one = fresh_exercise(session, parts.id, str(performance), viewer().id)
    form = FreshForm()
    if request.method == "GET":
        show_fresh(parts, one, form)
    fill_fresh(session, parts, one, form, now)
    if form.validate_on_submit():
        draft = fresh_typed(form, written=one.row.written)
        try:
            with transaction() as writing:
                own = workshop_run(writing, viewer(), str(uuid))
                place_fresh(writing, own, str(performance), draft, by=viewer().id, now=now)
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Saved. Everybody who is there was told."), "success")
            return redirect(url_for("workshops.performances", uuid=uuid), code=303)
    exercise = titled({each.id: each.title for each in parts.every_exercise}, one.row.exercise_id, one.row.no)
    who = candidate_in_words(parts, one.row.person_id or 0, written=one.row.written)
    return form_page("workshops/fresh.html", form, row=parts.row, exercise=exercise, candidate=who)
