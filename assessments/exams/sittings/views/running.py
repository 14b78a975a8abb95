"""Pages of who opens rooms: the list, a new one, one of them, who supervises it, and that it is cancelled."""

import segno
from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.exams.sittings.forms import CancelForm, NameSupervisorForm, SittingForm
from assessments.exams.sittings.pages.plan import draft_typed, fill_new, sitting_lines, sitting_page
from assessments.exams.sittings.queries import sittings as queries
from assessments.exams.sittings.services import opening, supervisors
from assessments.exams.sittings.services.watching import supervisor_of
from assessments.exams.sittings.views.blueprints import bp
from assessments.permissions import ExamPermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.web.api import form_page, not_kept, show, typed
from lms.zones import zone_of_reader, zone_options

SHOWN_MOST = 500


@bp.get("/sittings")
@needs(ExamPermission.SITTING_RUN)
def index() -> ResponseReturnValue:
    """The rooms that one runs."""
    found = queries.sittings_run(read_session(), viewer(), SHOWN_MOST)
    return render_template("sittings/index.html", lines=sitting_lines(read_session(), found, clock.now()))


@bp.route("/sittings/new", methods=["GET", "POST"])
@needs(ExamPermission.SITTING_RUN)
@step_up
def new() -> ResponseReturnValue:
    """Open an exam for a room."""
    form = SittingForm()
    fill_new(read_session(), viewer(), form)
    if request.method == "GET":
        form.time_zone.data = zone_of_reader()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                made = opening.open_sitting(
                    session, draft_typed(session, viewer(), form), viewer=viewer(), now=clock.now()
                )
                uuid = made.row.uuid
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The session is planned. Now add the supervisors."), "success")
            return redirect(url_for("sittings.name_supervisor", uuid=uuid), code=303)
    return form_page("sittings/new.html", form, zones=list(zone_options(viewer().country)))


@bp.get("/sittings/<uuid:uuid>")
@needs(ExamPermission.SITTING_RUN)
def one(uuid: object) -> ResponseReturnValue:
    """A room: who supervises it, who sits in it, what its protocol says."""
    sitting = queries.sitting_run(read_session(), viewer(), str(uuid))
    now = clock.now()
    return render_template(
        "sittings/one.html",
        page=sitting_page(read_session(), viewer(), sitting, now),
        state=sitting.state(now),
        ended=now >= sitting.row.ends_at,
    )


@bp.route("/sittings/<uuid:uuid>/cancel", methods=["GET", "POST"])
@needs(ExamPermission.SITTING_RUN)
def cancel(uuid: object) -> ResponseReturnValue:
    """Say that a room does not open, and why."""
    form = CancelForm()
    sitting = queries.sitting_run(read_session(), viewer(), str(uuid))
    if form.validate_on_submit():
        with transaction() as session:
            own = queries.sitting_run(session, viewer(), str(uuid))
            opening.cancel_sitting(session, own, typed(form.reason), by=viewer().id, now=clock.now())
        flash(_("The session is cancelled."), "success")
        return redirect(url_for("sittings.one", uuid=uuid), code=303)
    return form_page("sittings/cancel.html", form, sitting=sitting.row)


@bp.route("/sittings/<uuid:uuid>/supervisors", methods=["GET", "POST"])
@needs(ExamPermission.SITTING_RUN)
@step_up
def name_supervisor(uuid: object) -> ResponseReturnValue:
    """Name who supervises a room."""
    form = NameSupervisorForm()
    sitting = queries.sitting_run(read_session(), viewer(), str(uuid))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = queries.sitting_run(session, viewer(), str(uuid))
                added = supervisors.name_supervisor(
                    session, own, login=typed(form.login), name=typed(form.name), by=viewer().id, now=clock.now()
                )
                name = added.name
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("%(name)s supervises this room.", name=name), "success")
            return redirect(url_for("sittings.one", uuid=uuid), code=303)
    return form_page("sittings/supervisors.html", form, sitting=sitting.row)


@bp.post("/sittings/<uuid:uuid>/supervisors/<uuid:supervisor>/remove")
@needs(ExamPermission.SITTING_RUN)
@step_up
def end_supervisor(uuid: object, supervisor: object) -> ResponseReturnValue:
    """Somebody supervises the room no more."""
    with transaction() as session:
        sitting = queries.sitting_run(session, viewer(), str(uuid))
        row = supervisor_of(session, sitting.id, str(supervisor))
        supervisors.end_supervisor(session, sitting, row, by=viewer().id, now=clock.now())
        name = row.name
    flash(_("%(name)s no longer supervises this room.", name=name), "success")
    return redirect(url_for("sittings.one", uuid=uuid), code=303)


@bp.post("/sittings/<uuid:uuid>/supervisors/<uuid:supervisor>/link")
@needs(ExamPermission.SITTING_RUN)
@step_up
def link(uuid: object, supervisor: object) -> ResponseReturnValue:
    """A link for a supervisor without an account, shown once."""
    with transaction() as session:
        sitting = queries.sitting_run(session, viewer(), str(uuid))
        row = supervisor_of(session, sitting.id, str(supervisor))
        token = supervisors.make_link(session, sitting, row, by=viewer().id, now=clock.now())
        name, title, until, zone = row.name, sitting.row.title, sitting.times.waits_until, sitting.row.time_zone
    address = f"{current_app.config['SITE_URL']}{url_for('sittings.room', key=token)}"
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=2, light="white")
    page = render_template(
        "sittings/link.html",
        uuid=uuid,
        name=name,
        title=title,
        until=until,
        zone=zone,
        address=address,
        picture=picture,
    )
    return not_kept(page)
