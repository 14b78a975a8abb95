"""What officers do: join by a code, see their cohort, let it take their run over."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courses.cohorts.forms import TAKE_OVER, JoinCodeForm, JoinForm
from courses.cohorts.labels import JOINED, PRESENCES
from courses.cohorts.pages.attended import own_confirmation
from courses.cohorts.pages.meetings import own_meetings
from courses.cohorts.pages.participant import history_lines, join_page, own_lines, own_page
from courses.cohorts.queries import cohorts as queries
from courses.cohorts.queries.participants import history_of, own_participant
from courses.cohorts.rules.codes import normal_join_code
from courses.cohorts.rules.joining import Fit
from courses.cohorts.rules.states import REACHED
from courses.cohorts.services import joining
from courses.cohorts.services.codes import cohort_of_code, count_wrong_code, refuse_code
from courses.cohorts.views.blueprints import bp
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.web.api import form_page, show, typed


@bp.route("/join", methods=["GET", "POST"])
@needs(CoursePermission.COURSE_TAKE)
def join() -> ResponseReturnValue:
    """Type the code that a trainer shows."""
    form = JoinCodeForm()
    if form.validate_on_submit():
        code = normal_join_code(typed(form.code))
        if cohort_of_code(read_session(), code, clock.now()) is not None:
            return redirect(url_for("cohorts.join_by", code=code), code=303)
        return wrong_code(form)
    return asking(form)


def asking(form: JoinCodeForm) -> ResponseReturnValue:
    """The page that asks for a code, with the cohorts of this person below it."""
    mine = own_lines(read_session(), viewer(), clock.now())
    return form_page("cohorts/join.html", form, mine=mine)


def wrong_code(form: JoinCodeForm) -> ResponseReturnValue:
    """The page that asks for a code again, after one that opens nothing; too many of these are answered no more."""
    with transaction() as session:
        count_wrong_code(session, viewer().uuid, now=clock.now())
    show(form, refuse_code())
    return asking(form)


@bp.route("/join/<code>", methods=["GET", "POST"])
@needs(CoursePermission.COURSE_TAKE)
def join_by(code: str) -> ResponseReturnValue:
    """What one joins by a code: course, days, trainers, and who sees what; joined by sending the form."""
    cohort = cohort_of_code(read_session(), code, clock.now())
    if cohort is None:
        return wrong_code(JoinCodeForm(formdata=None, data={"code": code[:64]}))
    form = JoinForm()
    if form.validate_on_submit():
        wish = form.run.data == TAKE_OVER if form.run.data else None
        try:
            with transaction() as session:
                own = queries.cohort_by_id(session, cohort.id)
                fit = joining.join(session, own, viewer().id, take_over=wish, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(str(JOINED[fit]), "success")
            return redirect(url_for("cohorts.own", uuid=cohort.row.uuid), code=303)
    page = join_page(read_session(), viewer(), cohort, clock.now())
    if page.fit is Fit.ALREADY_IN:
        return redirect(url_for("cohorts.own", uuid=cohort.row.uuid), code=303)
    return form_page("cohorts/join_by.html", form, page=page, cohort=cohort, code=code)


@bp.get("/my-cohorts/<uuid:uuid>")
@needs(CoursePermission.COURSE_TAKE)
def own(uuid: object) -> ResponseReturnValue:
    """A cohort as an officer in it sees it."""
    participant = own_participant(read_session(), viewer(), str(uuid))
    cohort = queries.cohort_by_id(read_session(), participant.cohort_id)
    page = own_page(read_session(), viewer(), cohort, participant, clock.now())
    history = history_of(read_session(), [participant.id])[participant.id]
    stayed, now = participant.status in REACHED, clock.now()
    return render_template(
        "cohorts/own.html", page=page, cohort=cohort, history=history_lines(read_session(), cohort, history),
        meetings=own_meetings(read_session(), viewer().id, cohort, now) if stayed else (), presences=PRESENCES, now=now,
        confirmation=own_confirmation(read_session(), viewer(), str(uuid), now),
    )  # fmt: skip


@bp.post("/my-cohorts/<uuid:uuid>/take-over")
@needs(CoursePermission.COURSE_TAKE)
def take_over(uuid: object) -> ResponseReturnValue:
    """Let the cohort take over the run for whose end one waits."""
    with transaction() as session:
        participant = own_participant(session, viewer(), str(uuid))
        cohort = queries.cohort_by_id(session, participant.cohort_id)
        joining.take_own_run_over(session, cohort, participant, by=viewer().id, now=clock.now())
    flash(_("What you did counts in the cohort now."), "success")
    return redirect(url_for("cohorts.own", uuid=uuid), code=303)
