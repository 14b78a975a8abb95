"""Observation sheets of trainers: the trainees of a meeting, a sheet for each, released to all at one moment."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.rubrics.pages.sheet_fields import GivenRatings
from assessments.rubrics.queries import observation_rubrics
from assessments.sheets.forms import ObservationBeginForm, RatingSheetForm, SheetReopenForm
from assessments.sheets.pages.observing import COLUMNS, observation_page, observation_rows, observing_page
from assessments.sheets.queries.observations import own_observation
from assessments.sheets.services.observing import begin_observation, release_observations
from assessments.sheets.services.performances import withdraw_sheet
from assessments.sheets.views.blueprints import observing_bp as bp
from assessments.sheets.views.filling import autosaved, filled, reopened
from courses.api import FoundMeeting, meeting_within, meetings_by_id, trainees_of
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import Session, read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.people.api import people_info
from lms.tables.exports import ListExport, answer_export
from lms.web.api import PageForm, form_page, show, typed

PERMISSION = PracticalPermission.OBSERVATION_WRITE


def taught(session: Session, uuid: object) -> FoundMeeting:
    """This meeting, of a cohort of which the viewer is a trainer."""
    return meeting_within(session, viewer().scopes(PERMISSION), str(uuid))


def meeting_of(uuid: str) -> str:
    """The meeting of an own sheet, by its uuid."""
    session = read_session()
    meeting_id = own_observation(session, viewer(), uuid).performance.occasion_id
    return meetings_by_id(session, [meeting_id])[meeting_id].uuid


def after_seal(uuid: str) -> str:
    """Where a sealed sheet leads: the trainees of its meeting, by the same rubric."""
    slug = own_observation(read_session(), viewer(), uuid).definition.slug
    return url_for("observations.meeting", uuid=meeting_of(uuid), rubric=slug)


@bp.get("/observations/meetings/<uuid:uuid>")
@needs(PERMISSION)
def meeting(uuid: object) -> ResponseReturnValue:
    """The trainees of a meeting, each with the own sheet by the rubric that was chosen."""
    return trainees_page(uuid, ObservationBeginForm(formdata=None), request.args.get("rubric", ""))


def trainees_page(uuid: object, form: ObservationBeginForm, slug: str) -> Response:
    """The same, which may carry why a sheet could not be begun."""
    found = taught(read_session(), uuid)
    page = observing_page(read_session(), viewer(), found, slug, clock.now(), language())
    return form_page("sheets/observing.html", form, page=page)


@bp.post("/observations/meetings/<uuid:uuid>")
@needs(PERMISSION)
def begin(uuid: object) -> ResponseReturnValue:
    """Begin the sheet about one trainee, or go on in it."""
    form = ObservationBeginForm()
    if form.validate():
        try:
            with transaction() as session:
                found = taught(session, uuid)
                people = people_info(session, trainees_of(session, found.cohort_id)).values()
                person = next((one.id for one in people if one.uuid == typed(form.person)), None)
                offered = observation_rubrics(session)
                rubric = next((one for one in offered if one.rubric.slug == typed(form.rubric)), None)
                if person is None or rubric is None:
                    raise NotFound
                sheet = begin_observation(session, found, person, rubric, by_id=viewer().id, now=clock.now())
                sheet_uuid = sheet.uuid
        except BadInput as fault:
            show(form, BadInput("person", fault.message))
        else:
            return redirect(url_for("observations.one", uuid=sheet_uuid), code=303)
    return trainees_page(uuid, form, typed(form.rubric))


@bp.get("/observations/meetings/<uuid:uuid>/export.<any(csv,xlsx,json):form>")
@needs(PERMISSION)
def export(uuid: object, form: str) -> Response:
    """The own sheets of a meeting as a file, a row for each criterion."""
    found = taught(read_session(), uuid)
    return answer_export(
        ListExport(
            name="observations",
            title=_l("Observation sheets"),
            columns=COLUMNS,
            rows=observation_rows(read_session(), viewer(), found, language()),
            names_people=True,
            filter={"meeting": found.uuid},
        ),
        form,
    )


@bp.post("/observations/meetings/<uuid:uuid>/release")
@needs(PERMISSION)
@step_up
def release(uuid: object) -> ResponseReturnValue:
    """Let the trainees read what is sealed about them."""
    if PageForm().validate():
        with transaction() as session:
            release_observations(session, taught(session, uuid), by_id=viewer().id, now=clock.now())
        flash(_("The trainees may read their sheets now."), "success")
    return redirect(url_for("observations.meeting", uuid=uuid), code=303)


@bp.get("/observations/<uuid:uuid>")
@needs(PERMISSION)
def one(uuid: object) -> ResponseReturnValue:
    """The sheet on which one marks; sealed, it is there to be read."""
    return sheet_page(str(uuid), RatingSheetForm(formdata=None))


def sheet_page(
    uuid: str, form: RatingSheetForm, given: GivenRatings | None = None, errors: dict[str, str] | None = None
) -> Response:
    """The page of a sheet, which may carry what was typed and what is wrong with it."""
    page = observation_page(read_session(), viewer(), uuid, language(), given)
    shown = render_template("sheets/observation.html", page=page, form=form, uuid=uuid, errors=errors or {})
    return make_response(shown, 422 if errors or form.errors else 200)


@bp.post("/observations/<uuid:uuid>")
@needs(PERMISSION)
def fill(uuid: object) -> ResponseReturnValue:
    """Save what was marked; with the button for it, seal the sheet too."""
    return filled(
        own_observation, str(uuid), sheet_page, url_for("observations.one", uuid=uuid), lambda: after_seal(str(uuid))
    )


@bp.post("/observations/<uuid:uuid>/ratings")
@needs(PERMISSION)
def autosave(uuid: object) -> ResponseReturnValue:
    """The same by the script, after each change; answers whether the total shows, and never what it is."""
    return autosaved(own_observation, str(uuid))


@bp.route("/observations/<uuid:uuid>/reopen", methods=["GET", "POST"])
@needs(PERMISSION)
def open_again(uuid: object) -> ResponseReturnValue:
    """Open a sealed sheet again, with a reason, until its trainee may read it."""
    form = SheetReopenForm()
    if reopened(own_observation, str(uuid), form):
        return redirect(url_for("observations.one", uuid=uuid), code=303)
    page = observation_page(read_session(), viewer(), str(uuid), language())
    return form_page("sheets/reopen_observation.html", form, page=page, uuid=uuid)


@bp.post("/observations/<uuid:uuid>/remove")
@needs(PERMISSION)
def remove(uuid: object) -> ResponseReturnValue:
    """Take back a sheet on which nothing is marked."""
    where = meeting_of(str(uuid))
    if PageForm().validate():
        with transaction() as session:
            own = own_observation(session, viewer(), str(uuid))
            withdraw_sheet(session, own.row, by_id=viewer().id, now=clock.now())
        flash(_("The empty sheet is removed."), "success")
    return redirect(url_for("observations.meeting", uuid=where), code=303)
