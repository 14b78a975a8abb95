"""The code of a meeting: on the trainer's screen, and typed by who is in the room."""

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.cohorts.forms import MeetingCodeForm
from courses.cohorts.labels import CODE_REFUSALS
from courses.cohorts.pages.meetings import when_said
from courses.cohorts.queries import cohorts as queries
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.meetings import FoundMeeting, meeting_in
from courses.cohorts.queries.participants import own_participant
from courses.cohorts.queries.rolls import own_standings
from courses.cohorts.rules.meeting_codes import DIGITS, STEP, CodeVerdict, code_at, grouped
from courses.cohorts.rules.meeting_qr import code_pictures, drawn
from courses.cohorts.rules.states import IN
from courses.cohorts.services import meeting_codes as services
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.meetings import open_meeting
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import Session, read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.web.api import form_page, show, typed


@bp.get("/cohorts/<uuid:uuid>/meetings/<uuid:meeting>/code")
@needs(CoursePermission.COHORT_LEAD)
def meeting_code(uuid: object, meeting: object) -> ResponseReturnValue:
    """The code for the screen, which this device computes from now on; a picture to scan beside it."""
    cohort, found = open_meeting(read_session(), uuid, meeting)
    secret = services.secret_of(read_session(), found)
    if secret is None or found.is_cancelled:
        raise NotFound
    code, path = code_at(secret, clock.now()), url_for("cohorts.here", uuid=uuid, meeting=meeting)
    address = f"{current_app.config['SITE_URL']}{path}"
    pictures = code_pictures(f"{address}?code=")
    answer = make_response(
        render_template(
            "cohorts/meeting_code.html", cohort=cohort, meeting=found, secret=secret, code=grouped(code), step=STEP,
            digits=DIGITS, clock_address=url_for("web.healthz"), pictures=pictures, drawn=drawn(pictures, code),
            is_open=found.code_is_open(clock.now()), when=when_said(found),
        )
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"  # whoever has the secret makes every code
    return answer


def own_meeting(session: Session, uuid: object, meeting: object) -> tuple[FoundCohort, FoundMeeting]:
    """A meeting of a cohort in which the viewer is now."""
    participant = own_participant(session, viewer(), str(uuid))
    if participant.status not in IN:
        raise NotFound
    found = meeting_in(session, participant.cohort_id, str(meeting))
    return queries.cohort_by_id(session, participant.cohort_id), found


@bp.route("/my-cohorts/<uuid:uuid>/meetings/<uuid:meeting>/here", methods=["GET", "POST"])
@needs(CoursePermission.COURSE_TAKE)
def here(uuid: object, meeting: object) -> ResponseReturnValue:
    """Type the code that is on the screen of the room; a picture that was scanned has typed it already."""
    cohort, found = own_meeting(read_session(), uuid, meeting)
    form = MeetingCodeForm(data={"code": request.args.get("code", "")[:64]})
    if form.validate_on_submit():
        try:
            said = try_code(uuid, meeting, typed(form.code))
        except BadInput as fault:
            show(form, fault)
        else:
            flash(said, "success")
            return redirect(url_for("cohorts.own", uuid=uuid), code=303)
    own = own_standings(read_session(), viewer().id, [found.id]).get(found.id)
    return form_page(
        "cohorts/here.html", form, cohort=cohort, meeting=found, when=when_said(found), own=own,
        is_open=found.code_is_open(clock.now()),
    )  # fmt: skip


def try_code(uuid: object, meeting: object, code: str) -> str:
    """Judge a code; its try is counted before, and stays counted unless it was right."""
    now = clock.now()
    with transaction() as session:
        _cohort, found = own_meeting(session, uuid, meeting)
        tried = services.count_code_try(session, found, by=viewer(), now=now)
    with transaction() as session:
        _cohort, found = own_meeting(session, uuid, meeting)
        verdict = services.take_code(session, found, code, tried, by=viewer(), now=now)
        own = own_standings(session, viewer().id, [found.id]).get(found.id)
    if verdict is not CodeVerdict.TAKEN:
        raise BadInput("code", str(CODE_REFUSALS[verdict]))
    if own is not None and own.was_there:
        return _("Your attendance is recorded.")
    return _("The code is right and is saved. A trainer has written something else about you: speak with them.")
