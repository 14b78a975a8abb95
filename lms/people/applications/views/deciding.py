"""The pages of who decides on applications: the list, several at once, and one alone."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound, RuleBroken
from lms.i18n import _
from lms.people.applications import queries
from lms.people.applications.forms import ApplicationForm
from lms.people.applications.kinds import account_row, decide_account_at, kind_called, warnings_of
from lms.people.applications.pages import applications_page
from lms.people.applications.queries import AccountApplicationFacts
from lms.people.applications.rules import ApplicationFilter
from lms.people.applications.services import WorkPlace
from lms.people.applications.views.blueprint import bp
from lms.people.models import Administration, Unit
from lms.people.pages.choices import unit_options
from lms.people.queries.administrations import administrations_peopled, units_of
from lms.people.views.responses import form_page
from lms.ports import ApplicationVerdict
from lms.web.forms import options, show, typed

DECIDED = "decided"  # the tab of what was decided


@bp.get("/applications")
@needs(Permission.APPLICATION_DECIDE)
def all_of_them() -> ResponseReturnValue:
    """What waits for one, or what was decided; of a kind, of a place, by words."""
    return list_page()


def filter_wanted() -> ApplicationFilter:
    """Which applications are asked for."""
    asked = request.values
    return ApplicationFilter(asked.get("kind", ""), asked.get("place", ""), asked.get("words", "")[:100])


def list_page(fault: str = "", outcomes: list[tuple[str, str, bool]] | None = None) -> str:
    """The list as it stands now, with what became of those that were just decided."""
    asked, shown = request.values, filter_wanted()
    decided = asked.get("tab") == DECIDED
    page = applications_page(read_session(), viewer(), shown, decided=decided, number=asked.get("page", 1, type=int))
    return render_template(
        "applications/all_of_them.html",
        page=page,
        shown=shown,
        decided=decided,
        fault=fault,
        outcomes=outcomes or [],
        reason=asked.get("reason", ""),
        ticked=request.form.getlist("which"),
    )


@bp.post("/applications/decide")
@needs(Permission.APPLICATION_DECIDE)
@step_up
def decide() -> ResponseReturnValue:
    """Approve or refuse what was ticked, each for itself; what became of each is told."""
    which, reason = request.form.getlist("which"), request.form.get("reason", "").strip()
    verdict = ApplicationVerdict("approve" in request.form, reason)
    if not which:
        return list_page(_("Tick the applications that you want to decide.")), 422
    if not verdict.approves and not reason:
        return list_page(_("Write the reason. The applicant reads it.")), 422
    return list_page(outcomes=[became(one, verdict) for one in which])


def became(which: str, verdict: ApplicationVerdict) -> tuple[str, str, bool]:
    """Decide on one, in a transaction of its own; answers who it was, what became of it, and whether it was done."""
    kind_name, uuid, applicant = (*which.split(" ", 2), "", "")[:3]
    try:
        with transaction() as session:
            return applicant, kind_called(kind_name).decide(session, uuid, verdict, viewer(), clock.now()), True
    except RuleBroken as fault:
        return applicant, fault.message, False
    except NotFound:
        return applicant, _("You can no longer decide this application."), False


@bp.route("/applications/account/<uuid:uuid>", methods=["GET", "POST"])
@needs(Permission.APPLICATION_DECIDE)
@step_up
def one(uuid: object) -> ResponseReturnValue:
    """One application for an account: everything in it, and where the account is to be made."""
    found = queries.application_seen(read_session(), viewer(), str(uuid))
    rows = administrations_peopled(read_session(), viewer())
    units = units_of(read_session(), [row.id for row in rows])
    form = decide_form(found, rows, units)
    if form.validate_on_submit():
        verdict = ApplicationVerdict("approve" in request.form, typed(form.reason))
        try:
            place = place_chosen(form, rows, units) if verdict.approves else None
            with transaction() as session:
                said = decide_account_at(session, str(uuid), verdict, place, by=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(said, "success")
            return redirect(url_for("applications.all_of_them"), code=303)
    warnings = warnings_of(read_session(), [found])[found.row.id]
    return form_page("applications/one.html", form, one=account_row(found, warnings))


def decide_form(
    found: AccountApplicationFacts, rows: Sequence[Administration], units: Sequence[Unit]
) -> ApplicationForm:
    """The form with the places that one may choose; first as the applicant wished."""
    form = ApplicationForm(
        administration=found.administration.uuid if found.administration else "",
        unit=found.unit.uuid if found.unit else "",
    )
    first = [("", _("Choose the administration."))]
    form.administration.choices = options([*first, *((row.uuid, row.name) for row in rows)])
    form.unit.choices = unit_options(rows, units)
    return form


def place_chosen(form: ApplicationForm, rows: Sequence[Administration], units: Sequence[Unit]) -> WorkPlace:
    """Where the account is to be made."""
    home = next((row for row in rows if row.uuid == form.administration.data), None)
    unit = next((row for row in units if row.uuid == form.unit.data), None)
    if home is None:
        raise BadInput("administration", _("Choose the administration."))
    if unit is not None and unit.administration_id != home.id:
        raise BadInput("unit", _("This unit belongs to another administration. Choose one of the same."))
    return WorkPlace(home.id, unit.id if unit else None)
