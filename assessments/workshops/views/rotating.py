"""Rotations of a workshop: asked for, watched, put in use, planned anew; waivers of their rules."""

from secrets import randbelow

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.workshops.forms import DisruptionForm, WaiverForm, WorkshopButtonForm
from assessments.workshops.labels import RULES
from assessments.workshops.pages.choices import fill_disruption, slot_chosen
from assessments.workshops.pages.rotation import rotation_page, rotation_version
from assessments.workshops.queries.rotations import rotation_called, rotation_in_use, waivers_of
from assessments.workshops.queries.workshops import workshop_run
from assessments.workshops.rules.rotation import RotationRule
from assessments.workshops.services import rotating, waiving
from assessments.workshops.services.disruptions import Disrupted, say_disrupted
from assessments.workshops.services.using import use_rotation
from assessments.workshops.views.blueprints import bp
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.web.api import form_page, show, typed

SEEDS = 2**31 - 1


@bp.post("/workshops/<uuid:uuid>/rotations")
@needs(PracticalPermission.WORKSHOP_RUN)
def ask_rotation(uuid: object) -> ResponseReturnValue:
    """Have a rotation worked out."""
    WorkshopButtonForm().validate()
    with transaction() as session:
        own = workshop_run(session, viewer(), str(uuid))
        no = rotating.ask_rotation(session, own, seed=randbelow(SEEDS), by=viewer().id, now=clock.now()).no
    return redirect(url_for("workshops.rotation", uuid=uuid, no=no), code=303)


@bp.get("/workshops/<uuid:uuid>/rotations/<int:no>")
@needs(PracticalPermission.WORKSHOP_RUN)
def rotation(uuid: object, no: int) -> ResponseReturnValue:
    """A rotation: how its search goes, the plan, or why there is none."""
    session = read_session()
    parts = workshop_run(session, viewer(), str(uuid))
    row = rotation_called(session, parts.id, no)
    return render_template("workshops/rotation.html", page=rotation_page(session, parts, row))


@bp.get("/workshops/<uuid:uuid>/rotations/<int:no>/status")
@needs(PracticalPermission.WORKSHOP_RUN)
def rotation_status(uuid: object, no: int) -> ResponseReturnValue:
    """How a search goes, for the script of its page: the same tag as before means that nothing changed."""
    session = read_session()
    row = rotation_called(session, workshop_run(session, viewer(), str(uuid)).id, no)
    answer = jsonify(standing=row.standing, tried=row.tried, version=rotation_version(row))
    answer.set_etag(rotation_version(row))
    return answer.make_conditional(request)


@bp.post("/workshops/<uuid:uuid>/rotations/<int:no>/use")
@needs(PracticalPermission.WORKSHOP_RUN)
@step_up
def use(uuid: object, no: int) -> ResponseReturnValue:
    """Put a rotation in use: sheets are made, and everybody is told."""
    WorkshopButtonForm().validate()
    with transaction() as session:
        own = workshop_run(session, viewer(), str(uuid))
        use_rotation(session, own, rotation_called(session, own.id, no), by=viewer().id, now=clock.now())
    flash(_("The rotation is active. Everybody is told."), "success")
    return redirect(url_for("workshops.rotation", uuid=uuid, no=no), code=303)


@bp.post("/workshops/<uuid:uuid>/rotations/<int:no>/stop")
@needs(PracticalPermission.WORKSHOP_RUN)
def stop(uuid: object, no: int) -> ResponseReturnValue:
    """Stop a search."""
    WorkshopButtonForm().validate()
    with transaction() as session:
        own = workshop_run(session, viewer(), str(uuid))
        rotating.stop_search(session, own, rotation_called(session, own.id, no))
    flash(_("The search is stopped."), "success")
    return redirect(url_for("workshops.rotation", uuid=uuid, no=no), code=303)


@bp.route("/workshops/<uuid:uuid>/rotations/<int:no>/waivers/<rule>", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def ask_waiver(uuid: object, no: int, rule: str) -> ResponseReturnValue:
    """Ask another person that a rule need not be kept."""
    if rule not in set(RotationRule):
        raise NotFound
    parts = workshop_run(read_session(), viewer(), str(uuid))
    rotation_called(read_session(), parts.id, no)
    form = WaiverForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = workshop_run(session, viewer(), str(uuid))
                row, wanted = rotation_called(session, own.id, no), RotationRule(rule)
                waiving.ask_waiver(session, own, row, wanted, typed(form.reason), by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Requested. Another person who runs this workshop decides."), "success")
            return redirect(url_for("workshops.one", uuid=uuid), code=303)
    intro = _("The rule: %(rule)s", rule=RULES[RotationRule(rule)])
    title = _("Ask for an exception")
    return form_page("workshops/form.html", form, parts=parts, title=title, intro=intro, submit=_("Send"))


@bp.route("/workshops/<uuid:uuid>/waivers/<uuid:waiver>", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
@step_up
def decide_waiver(uuid: object, waiver: object) -> ResponseReturnValue:
    """Say yes or no to a waiver that somebody else asked for."""
    session = read_session()
    parts = workshop_run(session, viewer(), str(uuid))
    row = next((one for one in waivers_of(session, parts.id) if one.uuid == str(waiver)), None)
    if row is None:
        raise NotFound
    form = WaiverForm()
    if form.validate_on_submit():
        try:
            with transaction() as writing:
                own = workshop_run(writing, viewer(), str(uuid))
                granted = request.form.get("answer") == "yes"
                waiving.decide_waiver(
                    writing, own, str(waiver), granted=granted, reason=typed(form.reason), by=viewer().id,
                    now=clock.now(),
                )  # fmt: skip
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Decided. Make the rotation again."), "success")
            return redirect(url_for("workshops.one", uuid=uuid), code=303)
    return form_page(
        "workshops/waiver.html", form, parts=parts, waiver=row, rule=RULES[RotationRule(row.rule)],
        own=row.asked_by_id == viewer().id,
        pairs=[(parts.name(person), parts.name(other)) for person, other, _part, _tie in row.about
               if person in parts.people and other in parts.people],
    )  # fmt: skip


@bp.route("/workshops/<uuid:uuid>/changed", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def changed(uuid: object) -> ResponseReturnValue:
    """Something changed in mid-week: say what, and have the rest planned anew."""
    session = read_session()
    parts = workshop_run(session, viewer(), str(uuid))
    used = rotation_in_use(session, parts.id)
    form = DisruptionForm()
    now = clock.now()
    fill_disruption(parts, form, now)
    if form.validate_on_submit():
        what, _colon, who = typed(form.what).partition(":")
        said = Disrupted(what, who, slot_chosen(parts, form.from_at.data), slot_chosen(parts, form.until_at.data))
        try:
            with transaction() as writing:
                own = workshop_run(writing, viewer(), str(uuid))
                no = say_disrupted(writing, own, said, seed=randbelow(SEEDS), by=viewer().id, now=now).no
        except BadInput as fault:
            show(form, fault)
        else:
            return redirect(url_for("workshops.rotation", uuid=uuid, no=no), code=303)
    return form_page("workshops/changed.html", form, parts=parts, used=used)
