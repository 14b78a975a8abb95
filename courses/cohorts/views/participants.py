"""An officer in a cohort: history, withdrawing, moving, a substitute; and who waits to join from elsewhere."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from courses.cohorts.forms import MoveForm, ReasonForm, SubstituteForm
from courses.cohorts.labels import BROUGHT
from courses.cohorts.pages.participant import participant_page, waiting_lines
from courses.cohorts.queries import cohorts as queries
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.participants import FoundParticipant, join_waiting, participant_seen
from courses.cohorts.services import joining, leaving
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.listing import to_cohort
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import Session, read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.people.api import person_by_uuid
from lms.web.api import form_page, options, show, typed


def found_in(session: Session, uuid: object, person: object) -> tuple[FoundCohort, FoundParticipant]:
    """A cohort that the viewer leads, and an officer whom they see in it."""
    cohort = queries.cohort_led(session, viewer(), str(uuid))
    known = person_by_uuid(session, str(person))
    if known is None:
        raise NotFound
    return cohort, participant_seen(session, viewer(), cohort.id, known.id)


@bp.get("/cohorts/<uuid:uuid>/participants/<uuid:person>")
@needs(CoursePermission.COHORT_LEAD)
def participant(uuid: object, person: object) -> ResponseReturnValue:
    """How an officer stands in the cohort, and stood before."""
    return officer_page(uuid, person)


def officer_page(uuid: object, person: object, **typed_forms: FlaskForm) -> ResponseReturnValue:
    """The page with its forms, one of which may carry errors."""
    cohort, found = found_in(read_session(), uuid, person)
    page = participant_page(read_session(), viewer(), cohort, found)
    forms = {
        "withdrawing": ReasonForm(formdata=None, prefix="withdraw-"),
        "moving": MoveForm(formdata=None, prefix="move-"),
        "substituting": SubstituteForm(formdata=None, prefix="substitute-"),
    } | typed_forms
    forms["moving"].cohort.choices = options((one.row.uuid, one.row.title) for one in page.others)
    wrong = next((one for one in forms.values() if one.errors), forms["withdrawing"])
    return form_page("cohorts/participant.html", wrong, page=page, cohort=cohort, **forms)


@bp.post("/cohorts/<uuid:uuid>/participants/<uuid:person>/withdraw")
@needs(CoursePermission.COHORT_LEAD)
def withdraw(uuid: object, person: object) -> ResponseReturnValue:
    """Take an officer out of the cohort."""
    form = ReasonForm(prefix="withdraw-")
    found_in(read_session(), uuid, person)
    if form.validate():
        try:
            with transaction() as session:
                cohort, found = found_in(session, uuid, person)
                leaving.withdraw(session, cohort, found, typed(form.reason), actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_cohort(uuid, _("The officer is withdrawn. Their progress is saved, and they can continue alone."))
    return officer_page(uuid, person, withdrawing=form)


@bp.post("/cohorts/<uuid:uuid>/participants/<uuid:person>/move")
@needs(CoursePermission.COHORT_LEAD)
def move(uuid: object, person: object) -> ResponseReturnValue:
    """Move an officer to another cohort of the course that one leads as well."""
    form = MoveForm(prefix="move-")
    cohort, _found = found_in(read_session(), uuid, person)
    others = queries.cohorts_to_move_to(read_session(), viewer(), cohort)
    form.cohort.choices = options((one.row.uuid, one.row.title) for one in others)
    if form.validate():
        try:
            with transaction() as session:
                cohort, found = found_in(session, uuid, person)
                other = queries.cohort_led(session, viewer(), typed(form.cohort))
                leaving.move(session, cohort, found, other, typed(form.reason), actor=viewer(), now=clock.now())
                title = other.row.title
        except BadInput as fault:
            show(form, fault)
        else:
            return to_cohort(uuid, _("The officer moved to “%(title)s”.", title=title))
    return officer_page(uuid, person, moving=form)


@bp.post("/cohorts/<uuid:uuid>/participants/<uuid:person>/substitute")
@needs(CoursePermission.COHORT_LEAD)
def substitute(uuid: object, person: object) -> ResponseReturnValue:
    """Let somebody else come in the place of an officer."""
    form = SubstituteForm(prefix="substitute-")
    found_in(read_session(), uuid, person)
    if form.validate():
        try:
            with transaction() as session:
                cohort, found = found_in(session, uuid, person)
                came = leaving.substitute(
                    session, cohort, found, typed(form.person), typed(form.reason), actor=viewer(), now=clock.now()
                )
        except BadInput as fault:
            show(form, fault)
        else:
            return to_cohort(uuid, str(BROUGHT[came]))
    return officer_page(uuid, person, substituting=form)


@bp.get("/cohorts/joins")
@needs(CoursePermission.COHORT_APPROVE)
def joins() -> ResponseReturnValue:
    """Who wants to join a cohort of another administration and waits for this person."""
    return joins_page(ReasonForm(formdata=None))


def joins_page(form: ReasonForm, wrong: object = None) -> ResponseReturnValue:
    """The page with a form for each, one of which may carry errors."""
    waiting = waiting_lines(read_session(), viewer(), clock.now())
    return form_page("cohorts/joins.html", form, waiting=waiting, wrong=str(wrong))


@bp.post("/cohorts/joins/<uuid:uuid>/approve")
@needs(CoursePermission.COHORT_APPROVE)
@step_up
def approve_join(uuid: object) -> ResponseReturnValue:
    """Let an officer join a cohort elsewhere."""
    with transaction() as session:
        waiting = join_waiting(session, viewer(), str(uuid))
        joining.decide_join(session, waiting, approve=True, reason="", actor=viewer(), now=clock.now())
    flash(_("The officer may join."), "success")
    return redirect(url_for("cohorts.joins"), code=303)


@bp.post("/cohorts/joins/<uuid:uuid>/refuse")
@needs(CoursePermission.COHORT_APPROVE)
@step_up
def refuse_join(uuid: object) -> ResponseReturnValue:
    """Do not let an officer join a cohort elsewhere."""
    form = ReasonForm()
    join_waiting(read_session(), viewer(), str(uuid))
    if form.validate():
        try:
            with transaction() as session:
                waiting, reason = join_waiting(session, viewer(), str(uuid)), typed(form.reason)
                joining.decide_join(session, waiting, approve=False, reason=reason, actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The officer does not join. They can read your reason."), "success")
            return redirect(url_for("cohorts.joins"), code=303)
    return joins_page(form, uuid)
