"""Exercises and rooms of a workshop."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.workshops.forms import ExerciseForm, WorkshopButtonForm, WorkshopRoomForm
from assessments.workshops.pages.choices import exercise_typed, fill_exercise, fill_room
from assessments.workshops.queries.workshops import workshop_run
from assessments.workshops.services import furnishing
from assessments.workshops.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.web.api import form_page, show, typed


@bp.route("/workshops/<uuid:uuid>/exercises/new", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def new_exercise(uuid: object) -> ResponseReturnValue:
    """Add an exercise."""
    return _exercise(str(uuid), None)


@bp.route("/workshops/<uuid:uuid>/exercises/<uuid:exercise>", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def change_exercise(uuid: object, exercise: object) -> ResponseReturnValue:
    """Change an exercise."""
    return _exercise(str(uuid), str(exercise))


def _exercise(uuid: str, exercise: str | None) -> ResponseReturnValue:
    parts = workshop_run(read_session(), viewer(), uuid)
    row = next((one for one in parts.exercises if one.uuid == exercise), None)
    if exercise is not None and row is None:
        raise NotFound
    form = ExerciseForm(obj=row)
    if request.method == "GET" and row is not None:
        form.rubric.data, form.topic.data = str(row.rubric_version_id), row.topic or ""
    fill_exercise(read_session(), form)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = workshop_run(session, viewer(), uuid)
                furnishing.set_exercise(session, own, exercise_typed(form), exercise, by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("workshops.one", uuid=uuid), code=303)
    title = _("Change the exercise") if exercise else _("Add an exercise")
    return form_page("workshops/form.html", form, parts=parts, title=title, intro="", submit=_("Save"))


@bp.post("/workshops/<uuid:uuid>/exercises/<uuid:exercise>/remove")
@needs(PracticalPermission.WORKSHOP_RUN)
def end_exercise(uuid: object, exercise: object) -> ResponseReturnValue:
    """Take an exercise out."""
    WorkshopButtonForm().validate()
    with transaction() as session:
        own = workshop_run(session, viewer(), str(uuid))
        furnishing.end_exercise(session, own, str(exercise), by=viewer().id, now=clock.now())
    flash(_("The exercise is removed."), "success")
    return redirect(url_for("workshops.one", uuid=uuid), code=303)


@bp.route("/workshops/<uuid:uuid>/rooms/new", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def new_room(uuid: object) -> ResponseReturnValue:
    """Add a room."""
    return _room(str(uuid), None)


@bp.route("/workshops/<uuid:uuid>/rooms/<uuid:room>", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def change_room(uuid: object, room: object) -> ResponseReturnValue:
    """Change a room."""
    return _room(str(uuid), str(room))


def _room(uuid: str, room: str | None) -> ResponseReturnValue:
    parts = workshop_run(read_session(), viewer(), uuid)
    row = next((one for one in parts.rooms if one.uuid == room), None)
    if room is not None and row is None:
        raise NotFound
    form = WorkshopRoomForm(obj=row)
    if request.method == "GET" and row is not None:
        form.exercise.data = next((one.uuid for one in parts.live if one.id == row.exercise_id), "")
    fill_room(parts, form)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = workshop_run(session, viewer(), uuid)
                name, exercise = typed(form.name), typed(form.exercise)
                furnishing.set_room(session, own, name, exercise, room, by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("workshops.one", uuid=uuid), code=303)
    title = _("Change the room") if room else _("Add a room")
    intro = _("A room is for one candidate at a time, and for one exercise.")
    return form_page("workshops/form.html", form, parts=parts, title=title, intro=intro, submit=_("Save"))


@bp.post("/workshops/<uuid:uuid>/rooms/<uuid:room>/remove")
@needs(PracticalPermission.WORKSHOP_RUN)
def end_room(uuid: object, room: object) -> ResponseReturnValue:
    """Take a room out."""
    WorkshopButtonForm().validate()
    with transaction() as session:
        own = workshop_run(session, viewer(), str(uuid))
        furnishing.end_room(session, own, str(room), by=viewer().id, now=clock.now())
    flash(_("The room is removed."), "success")
    return redirect(url_for("workshops.one", uuid=uuid), code=303)
