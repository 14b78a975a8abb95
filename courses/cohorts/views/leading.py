"""Who leads a cohort, to whom it goes, and its join code."""

import segno
from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courses.cohorts.forms import HandOverForm, TrainerForm
from courses.cohorts.pages.cohort import code_shown, cohort_page
from courses.cohorts.pages.participant import trainer_names
from courses.cohorts.queries import cohorts as queries
from courses.cohorts.queries.codes import code_of
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.hand_overs import hand_over_of, hand_over_offered
from courses.cohorts.rules.states import CohortState
from courses.cohorts.services import codes, handing_over, trainers
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.listing import to_cohort
from courses.permissions import CoursePermission
from lms import clock
from lms.access import Permission, needs, step_up, viewer
from lms.db import Session, read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.people.api import people_info, person_by_uuid, person_of
from lms.web.api import form_page, options, show, typed


def led_and_open(session: Session, uuid: object) -> FoundCohort:
    """This cohort, if the viewer leads it and it is open."""
    cohort = queries.cohort_led(session, viewer(), str(uuid))
    if cohort.state is not CohortState.OPEN:
        raise NotFound
    return cohort


@bp.route("/cohorts/<uuid:uuid>/trainers", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_LEAD)
@step_up
def co_trainers(uuid: object) -> ResponseReturnValue:
    """Who leads the cohort; add another trainer."""
    cohort, form = led_and_open(read_session(), uuid), TrainerForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = led_and_open(session, uuid)
                added = trainers.add_trainer(session, own, typed(form.person), by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("%(name)s leads the cohort too.", name=added.name), "success")
            return redirect(url_for("cohorts.co_trainers", uuid=uuid), code=303)
    leading = queries.trainers_of_one(read_session(), cohort.id)
    people = people_info(read_session(), leading)
    return form_page("cohorts/trainers.html", form, cohort=cohort, leading=[people[number] for number in leading])


@bp.post("/cohorts/<uuid:uuid>/trainers/<uuid:person>/remove")
@needs(CoursePermission.COHORT_LEAD)
@step_up
def remove_trainer(uuid: object, person: object) -> ResponseReturnValue:
    """Take the cohort from one of its trainers."""
    with transaction() as session:
        cohort = led_and_open(session, uuid)
        found = person_by_uuid(session, str(person))
        if found is None or found.id not in queries.trainers_of_one(session, cohort.id):
            raise NotFound
        trainers.remove_trainer(session, cohort, found.id, by=viewer().id, now=clock.now())
    flash(_("%(name)s no longer leads the cohort.", name=found.name), "success")
    if found.id == viewer().id:
        return redirect(url_for("cohorts.index"), code=303)
    return redirect(url_for("cohorts.co_trainers", uuid=uuid), code=303)


@bp.route("/cohorts/<uuid:uuid>/hand-over", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_LEAD)
@step_up
def hand_over(uuid: object) -> ResponseReturnValue:
    """Offer the cohort to another trainer, with a note of what is open."""
    cohort, form = led_and_open(read_session(), uuid), HandOverForm()
    page = cohort_page(read_session(), viewer(), cohort, clock.now())
    form.trainer.choices = options((one.uuid, one.name) for one in page.trainers)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                giver = next(one.id for one in page.trainers if one.uuid == form.trainer.data)
                draft = handing_over.HandOverDraft(giver, typed(form.person), typed(form.note))
                own = led_and_open(session, uuid)
                handing_over.offer(session, own, draft, by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_cohort(uuid, _("The cohort is offered. The other trainer has to accept it."))
    return form_page("cohorts/hand_over.html", form, cohort=cohort, page=page)


@bp.post("/cohorts/<uuid:uuid>/hand-over/call-back")
@needs(CoursePermission.COHORT_LEAD)
def call_back(uuid: object) -> ResponseReturnValue:
    """Call the offer back before anybody took the cohort."""
    with transaction() as session:
        cohort = led_and_open(session, uuid)
        row = hand_over_of(session, cohort.id)
        if row is None:
            raise NotFound
        handing_over.end_offer(session, row, by=viewer().id, now=clock.now())
    return to_cohort(uuid, _("The offer is cancelled. The cohort stays with its trainer."))


@bp.get("/hand-overs/<uuid:uuid>")
@needs(Permission.ACCOUNT_OWN)
def offered(uuid: object) -> ResponseReturnValue:
    """A cohort that is offered to oneself: what it is, and the note."""
    row = hand_over_offered(read_session(), viewer(), str(uuid))
    cohort = queries.cohort_by_id(read_session(), row.cohort_id)
    page = cohort_page(read_session(), viewer(), cohort, clock.now())
    giver = person_of(read_session(), row.from_id).name
    return render_template("cohorts/offered.html", offer=row, cohort=cohort, page=page, giver=giver)


@bp.post("/hand-overs/<uuid:uuid>/take")
@needs(Permission.ACCOUNT_OWN)
def take(uuid: object) -> ResponseReturnValue:
    """Take the cohort."""
    with transaction() as session:
        row = hand_over_offered(session, viewer(), str(uuid))
        handing_over.take(session, row, now=clock.now())
        cohort = queries.cohort_by_id(session, row.cohort_id).row.uuid
    return to_cohort(cohort, _("You lead the cohort now."))


@bp.post("/hand-overs/<uuid:uuid>/decline")
@needs(Permission.ACCOUNT_OWN)
def decline(uuid: object) -> ResponseReturnValue:
    """Leave the cohort where it is."""
    with transaction() as session:
        row = hand_over_offered(session, viewer(), str(uuid))
        handing_over.end_offer(session, row, by=viewer().id, now=clock.now())
    flash(_("You declined. The cohort stays with its trainer."), "success")
    return redirect(url_for("web.start"), code=303)


@bp.get("/cohorts/<uuid:uuid>/code")
@needs(CoursePermission.COHORT_LEAD)
def code(uuid: object) -> ResponseReturnValue:
    """The join code for a projector: large, and as a picture to scan."""
    cohort = led_and_open(read_session(), uuid)
    shown = code_shown(cohort, code_of(read_session(), cohort.id), clock.now())
    site = current_app.config["SITE_URL"]
    picture = None
    if shown is not None:
        address = f"{site}{url_for('cohorts.join_by', code=shown.shown)}"
        picture = segno.make(address, error="m").svg_data_uri(scale=8, border=4, light="white")
    return render_template(
        "cohorts/code.html", cohort=cohort, shown=shown, picture=picture, address=f"{site}{url_for('cohorts.join')}",
        trainers=trainer_names(read_session(), cohort),
    )  # fmt: skip


@bp.post("/cohorts/<uuid:uuid>/code/new")
@needs(CoursePermission.COHORT_LEAD)
def new_code(uuid: object) -> ResponseReturnValue:
    """Make a new join code; the one before works no more."""
    with transaction() as session:
        codes.make_code(session, led_and_open(session, uuid), by=viewer().id, now=clock.now())
    return redirect(url_for("cohorts.code", uuid=uuid), code=303)


@bp.post("/cohorts/<uuid:uuid>/code/stop")
@needs(CoursePermission.COHORT_LEAD)
def stop_code(uuid: object) -> ResponseReturnValue:
    """Let the join code work no more."""
    with transaction() as session:
        codes.end_code(session, led_and_open(session, uuid).id, by=viewer().id, now=clock.now())
    return to_cohort(uuid, _("The code no longer works. People who have joined stay in the cohort."))
