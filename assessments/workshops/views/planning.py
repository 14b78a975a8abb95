"""Pages of who runs workshops: the list, a new one, one of them, what is said of it, the frame of its days."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.workshops import policy
from assessments.workshops.forms import FrameForm, WorkshopForm
from assessments.workshops.pages.choices import fill_workshop, workshop_typed
from assessments.workshops.pages.workshop import workshop_lines, workshop_page
from assessments.workshops.queries.workshops import workshop_run, workshops_run
from assessments.workshops.rules.settings import frame_typed
from assessments.workshops.services import planning
from assessments.workshops.views.blueprints import bp
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.web.api import form_page, show, typed
from lms.zones import zone_options

SHOWN_MOST = 500


@bp.get("/workshops")
@needs(PracticalPermission.WORKSHOP_RUN)
def index() -> ResponseReturnValue:
    """The workshops that one runs."""
    found = workshops_run(read_session(), viewer(), SHOWN_MOST)
    return render_template("workshops/index.html", lines=workshop_lines(found), may_plan=policy.may_plan(viewer()))


@bp.route("/workshops/new", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
@step_up
def new() -> ResponseReturnValue:
    """Plan a workshop."""
    if not policy.may_plan(viewer()):
        raise NotFound
    form = WorkshopForm()
    fill_workshop(read_session(), viewer(), form)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                row = planning.plan_workshop(session, workshop_typed(form), viewer=viewer(), now=clock.now())
                uuid = row.uuid
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The workshop is planned. Add exercises, rooms and people."), "success")
            return redirect(url_for("workshops.one", uuid=uuid), code=303)
    return form_page("workshops/edit.html", form, parts=None, zones=list(zone_options(viewer().country)))


@bp.get("/workshops/<uuid:uuid>")
@needs(PracticalPermission.WORKSHOP_RUN)
def one(uuid: object) -> ResponseReturnValue:
    """A workshop with all that belongs to it."""
    parts = workshop_run(read_session(), viewer(), str(uuid))
    return render_template("workshops/one.html", page=workshop_page(read_session(), parts, viewer().id))


@bp.route("/workshops/<uuid:uuid>/edit", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def change(uuid: object) -> ResponseReturnValue:
    """Change what is said of a workshop."""
    parts = workshop_run(read_session(), viewer(), str(uuid))
    form = WorkshopForm(obj=parts.row)
    if request.method == "GET":
        form.activity.data = str(parts.row.activity_id or "")
    fill_workshop(read_session(), viewer(), form)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = workshop_run(session, viewer(), str(uuid))
                planning.change_workshop(session, own, workshop_typed(form), viewer=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("workshops.one", uuid=uuid), code=303)
    return form_page("workshops/edit.html", form, parts=parts, zones=list(zone_options(parts.row.country)))


@bp.route("/workshops/<uuid:uuid>/frame", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def frame(uuid: object) -> ResponseReturnValue:
    """Say when exercises are held."""
    parts = workshop_run(read_session(), viewer(), str(uuid))
    form = FrameForm()
    if request.method == "GET":
        form.half_days.data = frame_typed(parts.frame.half_days)
        form.change.data, form.spare.data = parts.frame.change, parts.frame.spare
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = workshop_run(session, viewer(), str(uuid))
                lines, minutes, free = typed(form.half_days), form.change.data or 0, form.spare.data or 0
                planning.set_frame(session, own, lines, minutes, free, by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("workshops.one", uuid=uuid), code=303)
    return form_page("workshops/frame.html", form, parts=parts)
