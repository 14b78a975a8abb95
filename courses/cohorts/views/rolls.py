"""A meeting for its trainers: who was there, taken on the list or from the printed sheet, decided, exported."""

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.cohorts.labels import PRESENCES
from courses.cohorts.pages.meeting_exports import ROLL_COLUMNS, roll_rows
from courses.cohorts.pages.roll_sheets import sheet_of
from courses.cohorts.pages.rolls import RollLineShown, choices_of, meeting_page, roll_lines
from courses.cohorts.ports import ROLL_SHEETS
from courses.cohorts.rules.rolls import LineSource, Presence
from courses.cohorts.services import roll_taking
from courses.cohorts.services.roll_taking import ListChoice
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.meetings import led_meeting, open_meeting
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import NotFound
from lms.i18n import _, ngettext
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export

NO_ENTRY = "none"
SHEET = "sheet"
EVERYBODY = "all"


def source_asked() -> LineSource:
    """Whether the list is keyed in from the printed sheet."""
    return LineSource.SHEET if request.values.get("source") == SHEET else LineSource.LIST


def presence_typed(value: str | None) -> Presence | None:
    """What a button of the list says; nothing where it says that there is no entry."""
    return next((one for one in Presence if one == value), None)


@bp.get("/cohorts/<uuid:uuid>/meetings/<uuid:meeting>")
@needs(CoursePermission.COHORT_LEAD)
def meeting(uuid: object, meeting: object) -> ResponseReturnValue:
    """A meeting: when and where it is, who was there, where trainers disagree, what was said of it."""
    cohort, found = led_meeting(read_session(), uuid, meeting)
    page = meeting_page(read_session(), viewer(), cohort, found, clock.now())
    return render_template("cohorts/meeting.html", cohort=cohort, page=page, presences=PRESENCES)


@bp.route("/cohorts/<uuid:uuid>/meetings/<uuid:meeting>/roll", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_LEAD)
def roll(uuid: object, meeting: object) -> ResponseReturnValue:
    """The roll as a list: one press each; or everybody at once, then the exceptions."""
    cohort, found = led_meeting(read_session(), uuid, meeting)
    if found.is_cancelled:
        raise NotFound
    if request.method == "POST":
        return save_roll(uuid, meeting)
    lines, now = roll_lines(read_session(), viewer(), cohort, found), clock.now()
    return render_template(
        "cohorts/roll.html", cohort=cohort, meeting=found, lines=lines, presences=PRESENCES, source=source_asked(),
        choices=choices_of(found, now), roll_open=found.roll_is_open(now), no_entry=NO_ENTRY,
    )  # fmt: skip


def save_roll(uuid: object, meeting: object) -> ResponseReturnValue:
    """Write down what was chosen; with the button for everybody, who has no entry is present."""
    with transaction() as session:
        cohort, found = led_meeting(session, uuid, meeting)
        lines = [one for one in roll_lines(session, viewer(), cohort, found) if not one.is_viewer]
        choices = {one.person.id: choice_of(one) for one in lines}
        count = roll_taking.take_list(session, found, choices, source_asked(), by=viewer(), now=clock.now())
    told = ngettext(
        "Attendance is saved: %(num)s entry is new.", "Attendance is saved: %(num)s entries are new.", count
    )
    flash(told if count else _("Nothing was changed."), "success")
    if EVERYBODY in request.form:
        return redirect(url_for("cohorts.roll", uuid=uuid, meeting=meeting, source=source_typed()), code=303)
    return redirect(url_for("cohorts.meeting", uuid=uuid, meeting=meeting), code=303)


def source_typed() -> str | None:
    """The source for an address; the usual one is left out."""
    return SHEET if source_asked() is LineSource.SHEET else None


def choice_of(line: RollLineShown) -> ListChoice:
    """What was chosen for somebody, beside what the page showed; who is not in the form stays as they are."""
    shown = presence_typed(request.form.get(f"was-{line.person.uuid}"))
    typed = request.form.get(f"presence-{line.person.uuid}")
    chosen = presence_typed(typed) if typed is not None else shown
    if chosen is None and EVERYBODY in request.form and not line.standing.in_conflict:
        chosen = Presence.PRESENT
    return ListChoice(shown, chosen)


@bp.post("/cohorts/<uuid:uuid>/meetings/<uuid:meeting>/roll/<uuid:person>")
@needs(CoursePermission.COHORT_LEAD)
def decide_presence(uuid: object, meeting: object, person: object) -> ResponseReturnValue:
    """Settle what trainers say differently of one officer."""
    with transaction() as session:
        cohort, found = led_meeting(session, uuid, meeting)
        line = line_about(roll_lines(session, viewer(), cohort, found), person)
        presence = presence_typed(request.form.get("presence"))
        if presence is None:
            flash(_("Choose the attendance of the officer."), "warning")
            return redirect(url_for("cohorts.meeting", uuid=uuid, meeting=meeting), code=303)
        roll_taking.decide_presence(session, found, line.person.id, presence, by=viewer(), now=clock.now())
    flash(_("Decided: %(name)s, %(presence)s.", name=line.person.name, presence=PRESENCES[presence][0]), "success")
    return redirect(url_for("cohorts.meeting", uuid=uuid, meeting=meeting), code=303)


def line_about(lines: Sequence[RollLineShown], person: object) -> RollLineShown:
    """The one about this person, if the viewer sees them on the roll."""
    for one in lines:
        if one.person.uuid == str(person):
            return one
    raise NotFound


@bp.get("/cohorts/<uuid:uuid>/meetings/<uuid:meeting>/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COHORT_LEAD)
def export_roll(uuid: object, meeting: object, form: str) -> Response:
    """The roll of a meeting as a file."""
    cohort, found = led_meeting(read_session(), uuid, meeting)
    listed = ListExport(
        name="roll",
        title=_l("Attendance list"),
        columns=ROLL_COLUMNS,
        rows=roll_rows(roll_lines(read_session(), viewer(), cohort, found)),
        names_people=True,
        filter={"cohort": cohort.row.uuid, "meeting": found.uuid},
    )
    return answer_export(listed, form)


@bp.get("/cohorts/<uuid:uuid>/meetings/<uuid:meeting>/sheet.pdf")
@needs(CoursePermission.COHORT_LEAD)
def roll_sheet(uuid: object, meeting: object) -> Response:
    """The roll on paper, with a line for each signature."""
    cohort, found = open_meeting(read_session(), uuid, meeting)
    lines, now = roll_lines(read_session(), viewer(), cohort, found), clock.now()
    content = ROLL_SHEETS.provider()(sheet_of(read_session(), cohort, found, lines, now))
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="roll-{found.starts:%Y-%m-%d}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
