"""One activity: its page, how it stands, and the cohorts that belong to it."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from courses.cohorts.queries.cohorts import cohort_seen
from courses.permissions import CoursePermission
from courses.programme import labels
from courses.programme.forms import LinkForm, StateForm
from courses.programme.pages.activities import activity_page
from courses.programme.queries.activities import activity_run, activity_seen
from courses.programme.queries.activity_list import cohorts_to_link
from courses.programme.rules.activities import ActivityStatus, next_states
from courses.programme.services import states
from courses.programme.views.activities import to_activity
from courses.programme.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.web.api import options, show, typed


@bp.get("/programme/activities/<uuid:uuid>")
@needs(CoursePermission.PROGRAMME_SEE)
def one(uuid: object) -> ResponseReturnValue:
    """An activity: its facts, targets, cohorts and states."""
    return page_of(uuid, StateForm(formdata=None), LinkForm(formdata=None))


def page_of(uuid: object, state: StateForm, link: LinkForm) -> ResponseReturnValue:
    """The page with its two forms, which may carry errors."""
    activity = activity_seen(read_session(), viewer(), str(uuid))
    page = activity_page(read_session(), viewer(), activity, clock.now())
    state.status.choices = [(status.value, labels.STEPS[status]) for status in next_states(activity.status)]
    free = cohorts_to_link(read_session(), viewer(), activity) if page.runs else []
    link.cohort.choices = options((cohort.row.uuid, cohort.row.title) for cohort in free)
    shown = render_template("programme/activity.html", page=page, activity=activity, state=state, link=link)
    return make_response(shown, 422 if state.errors or link.errors else 200)


@bp.post("/programme/activities/<uuid:uuid>/state")
@needs(CoursePermission.PROGRAMME_RUN)
def restate(uuid: object) -> ResponseReturnValue:
    """Say how an activity stands from now on."""
    activity, form = activity_run(read_session(), viewer(), str(uuid)), StateForm()
    form.status.choices = [(status.value, labels.STEPS[status]) for status in ActivityStatus]
    if form.validate():
        status = ActivityStatus(typed(form.status))
        try:
            with transaction() as session:
                own = activity_run(session, viewer(), activity.row.uuid)
                states.set_state(session, own, status, typed(form.reason), by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_activity(uuid, _("The new status is saved."))
    return page_of(uuid, form, LinkForm(formdata=None))


@bp.post("/programme/activities/<uuid:uuid>/cohorts")
@needs(CoursePermission.PROGRAMME_RUN)
def link(uuid: object) -> ResponseReturnValue:
    """Let a cohort that one sees belong to an activity."""
    activity, form = activity_run(read_session(), viewer(), str(uuid)), LinkForm()
    free = cohorts_to_link(read_session(), viewer(), activity)
    form.cohort.choices = options((cohort.row.uuid, cohort.row.title) for cohort in free)
    if form.validate():
        try:
            with transaction() as session:
                own = activity_run(session, viewer(), activity.row.uuid)
                cohort = cohort_seen(session, viewer(), typed(form.cohort))
                states.link_cohort(session, own, cohort, by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_activity(uuid, _("The cohort now belongs to the activity."))
    return page_of(uuid, StateForm(formdata=None), form)


@bp.post("/programme/activities/<uuid:uuid>/cohorts/<uuid:cohort>/take-out")
@needs(CoursePermission.PROGRAMME_RUN)
def unlink(uuid: object, cohort: object) -> ResponseReturnValue:
    """Take a cohort that one sees out of an activity."""
    with transaction() as session:
        own = activity_run(session, viewer(), str(uuid))
        found = cohort_seen(session, viewer(), str(cohort))
        states.unlink_cohort(session, own, found.id, by=viewer().id, now=clock.now())
    return to_activity(uuid, _("The cohort is removed from the activity."))
