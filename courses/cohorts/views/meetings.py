"""Meetings of a cohort for its trainers: listed, planned, moved and cancelled."""

from collections.abc import Sequence
from datetime import date

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.cohorts.forms import CancelMeetingForm, ChangeMeetingForm, MeetingForm, PlanForm
from courses.cohorts.pages.meeting_choices import (
    days_typed,
    facts_typed,
    offer_weekdays,
    values_for_new,
    values_of,
)
from courses.cohorts.pages.meeting_exports import MEETING_COLUMNS, meeting_rows
from courses.cohorts.pages.meetings import PlannedLine, meetings_page, planned_lines, when_said
from courses.cohorts.queries import cohorts as queries
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.meetings import FoundMeeting, meeting_in, meetings_of
from courses.cohorts.services import meetings as services
from courses.cohorts.services.meetings import MeetingFacts
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.board import with_a_board
from courses.cohorts.views.leading import led_and_open
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import Session, read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, ngettext
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import form_page, show, typed


def led_meeting(session: Session, uuid: object, meeting: object) -> tuple[FoundCohort, FoundMeeting]:
    """A meeting of a cohort that the viewer leads, also after the cohort has ended."""
    cohort = queries.cohort_led(session, viewer(), str(uuid))
    return cohort, meeting_in(session, cohort.id, str(meeting))


def open_meeting(session: Session, uuid: object, meeting: object) -> tuple[FoundCohort, FoundMeeting]:
    """The same of a cohort that is open."""
    cohort = led_and_open(session, uuid)
    return cohort, meeting_in(session, cohort.id, str(meeting))


def to_meetings(uuid: object, text: str) -> ResponseReturnValue:
    """To the list of meetings, with word of what was done."""
    flash(text, "success")
    return redirect(url_for("cohorts.meetings", uuid=uuid), code=303)


@bp.get("/cohorts/<uuid:uuid>/meetings")
@needs(CoursePermission.COHORT_LEAD)
def meetings(uuid: object) -> ResponseReturnValue:
    """The meetings of a cohort by week: those to come, or those that are over."""
    cohort, past = with_a_board(uuid), request.args.get("show") == "past"
    page = meetings_page(read_session(), cohort, clock.now(), past=past)
    return render_template("cohorts/meetings.html", cohort=cohort, page=page, past=past)


@bp.get("/cohorts/<uuid:uuid>/meetings/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COHORT_LEAD)
def export_meetings(uuid: object, form: str) -> Response:
    """Every meeting of a cohort as a file, with the numbers of its roll."""
    cohort = with_a_board(uuid)
    listed = ListExport(
        name="meetings",
        title=_l("Meetings"),
        columns=MEETING_COLUMNS,
        rows=meeting_rows(read_session(), cohort),
        names_people=False,
        filter={"cohort": cohort.row.uuid},
    )
    return answer_export(listed, form)


@bp.route("/cohorts/<uuid:uuid>/meetings/new", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_LEAD)
def new_meeting(uuid: object) -> ResponseReturnValue:
    """Plan a meeting or a series; what is typed is shown with its dates before it is saved."""
    cohort, now = led_and_open(read_session(), uuid), clock.now()
    form = PlanForm(data=values_for_new(cohort, cohort.today(now)))
    offer_weekdays(form)
    if form.validate_on_submit() and "change" not in request.form:
        try:
            facts = services.checked_facts(facts_typed(form, cohort.row.time_zone))
            days = days_typed(form, facts)
            if "save" in request.form:
                with transaction() as session:
                    own = led_and_open(session, uuid)
                    made = services.plan_meetings(session, own, facts, days, by=viewer().id, now=now)
                return to_meetings(uuid, planned_said(len(made)))
            return asked_once_more(form, cohort, None, previewed(cohort, facts, days))
        except BadInput as fault:
            show(form, fault)
    return asked_once_more(form, cohort, None, ())


def planned_said(count: int) -> str:
    """What is said after planning."""
    return ngettext("%(num)s meeting is planned.", "%(num)s meetings are planned.", count)


def previewed(
    cohort: FoundCohort, facts: MeetingFacts, days: Sequence[date], but: Sequence[int] = ()
) -> list[PlannedLine]:
    """The meetings as they would be held, beside those that are planned already."""
    others = [one for one in meetings_of(read_session(), [cohort.id])[cohort.id] if one.id not in but]
    return planned_lines(cohort, facts, days, clock.now(), others)


def asked_once_more(
    form: MeetingForm, cohort: FoundCohort, meeting: FoundMeeting | None, lines: Sequence[PlannedLine]
) -> ResponseReturnValue:
    """The form, or what would be saved by it."""
    return form_page("cohorts/meeting_form.html", form, cohort=cohort, meeting=meeting, lines=lines, sent=request.form)


@bp.route("/cohorts/<uuid:uuid>/meetings/<uuid:meeting>/change", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_LEAD)
def change_meeting(uuid: object, meeting: object) -> ResponseReturnValue:
    """Move or change a meeting, or all that follow it; shown before it is saved."""
    cohort, found = open_meeting(read_session(), uuid, meeting)
    form = ChangeMeetingForm(data=values_of(found))
    if found.series is None:
        del form.following
    if form.validate_on_submit() and "change" not in request.form:
        following = found.series is not None and bool(form.following.data)
        try:
            facts, day = services.checked_facts(facts_typed(form, found.zone)), form.day.data
            assert day is not None
            if "save" in request.form:
                return save_change(uuid, meeting, facts, day, following)
            would = services.would_change(read_session(), found, facts, day, following=following, now=clock.now())
            days = [one.day for one in would]
            return asked_once_more(form, cohort, found, previewed(cohort, facts, days, [one.id for one in would]))
        except BadInput as fault:
            show(form, fault)
    return asked_once_more(form, cohort, found, ())


def save_change(uuid: object, meeting: object, facts: MeetingFacts, day: date, following: bool) -> ResponseReturnValue:
    """Save a change that was shown."""
    with transaction() as session:
        _cohort, own = open_meeting(session, uuid, meeting)
        changed = services.change_meetings(
            session, own, facts, day, following=following, by=viewer().id, now=clock.now()
        )
    count = len(changed)
    told = ngettext(
        "%(num)s meeting is changed. Everybody is told.", "%(num)s meetings are changed. Everybody is told.", count
    )
    flash(told if count else _("Nothing was changed."), "success")
    return redirect(url_for("cohorts.meeting", uuid=uuid, meeting=meeting), code=303)


@bp.route("/cohorts/<uuid:uuid>/meetings/<uuid:meeting>/cancel", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_LEAD)
def cancel_meeting(uuid: object, meeting: object) -> ResponseReturnValue:
    """Call off a meeting, or all that follow it, with the reason that everybody reads."""
    cohort, found = open_meeting(read_session(), uuid, meeting)
    form = CancelMeetingForm()
    if found.series is None:
        del form.following
    if form.validate_on_submit():
        following = found.series is not None and bool(form.following.data)
        try:
            with transaction() as session:
                _cohort, own = open_meeting(session, uuid, meeting)
                off = services.cancel_meetings(
                    session, own, typed(form.reason), following=following, by=viewer().id, now=clock.now()
                )
        except BadInput as fault:
            show(form, fault)
        else:
            told = ngettext(
                "%(num)s meeting is cancelled. Everybody is told.",
                "%(num)s meetings are cancelled. Everybody is told.",
                len(off),
            )
            return to_meetings(uuid, told)
    return form_page("cohorts/meeting_cancel.html", form, cohort=cohort, meeting=found, when=when_said(found))
