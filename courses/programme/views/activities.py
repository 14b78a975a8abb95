"""Activities in a list, one of them, and planning and changing them."""

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.permissions import CoursePermission
from courses.programme import labels, policy
from courses.programme.forms import ActivityForm
from courses.programme.pages import choices, exports
from courses.programme.pages.activities import activity_line
from courses.programme.queries.activities import activity_run
from courses.programme.queries.activity_list import ActivityFilter, activities_page
from courses.programme.queries.lists import all_funds
from courses.programme.rules.activities import ActivityKind, ActivityStatus
from courses.programme.services.activities import add_activity, change_activity
from courses.programme.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import country_name, is_country
from lms.tables.exports import ASKED, ListExport, answer_export
from lms.web.api import choice_asked, form_page, page_asked, show


@dataclass(frozen=True)
class ActivitiesWanted:
    """By what the list is narrowed, and the same as it stands in addresses."""

    narrowed: ActivityFilter
    asked: dict[str, str]


def wanted() -> ActivitiesWanted:
    """What the address asks for; what is no kind, state, fund or country narrows nothing."""
    funds = {one.uuid: one.id for one in all_funds(read_session())}
    kind, status = choice_asked(ActivityKind, "kind", None), choice_asked(ActivityStatus, "status", None)
    fund, country = request.args.get("fund", ""), request.args.get("country", "")
    country = country if is_country(country) else ""
    narrowed = ActivityFilter(kind=kind, status=status, fund_id=funds.get(fund), country=country or None)
    values = {"kind": kind, "status": status, "fund": fund if fund in funds else "", "country": country}
    return ActivitiesWanted(narrowed, {name: str(value) for name, value in values.items() if value})


@bp.get("/programme/activities")
@needs(CoursePermission.PROGRAMME_SEE)
def activities() -> ResponseReturnValue:
    """The activities that one sees, page by page; of one kind, state, fund or country."""
    asked = wanted()
    number = page_asked()
    found = activities_page(read_session(), viewer(), asked.narrowed, number=number)
    return render_template(
        "programme/activities.html",
        found=found,
        lines=[activity_line(one) for one in found.lines],
        asked=asked.asked,
        filters=filters(),
        may_run=viewer().may(CoursePermission.PROGRAMME_RUN),
        may_run_whole=policy.may_run_whole(viewer()),
    )


def filters() -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """The lists by which activities are narrowed: their name, their label and what they offer."""
    near = choices.near_countries(read_session())
    statuses = [(one.value, words) for one, (words, _tone) in labels.STATUSES.items()]
    return [
        ("kind", _("Kind"), [(one.value, words) for one, words in labels.ACTIVITY_KINDS.items()]),
        ("status", _("Status"), statuses),
        ("fund", _("Fund"), [(one.uuid, one.code) for one in all_funds(read_session())]),
        ("country", _("Country"), [(code, country_name(code)) for code in near]),
    ]


@bp.get("/programme/activities/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.PROGRAMME_SEE)
def export_activities(form: str) -> Response:
    """The activities that one sees, narrowed as on their page, as a file."""
    asked = wanted()
    found = activities_page(read_session(), viewer(), asked.narrowed, number=1, size=ASKED)
    return answer_export(
        ListExport(
            name="activities",
            title=_l("Activities"),
            columns=exports.ACTIVITY_COLUMNS,
            rows=exports.activity_rows(found.lines),
            names_people=False,
        ),
        form,
    )


@bp.route("/programme/activities/new", methods=["GET", "POST"])
@needs(CoursePermission.PROGRAMME_RUN)
def new_activity() -> ResponseReturnValue:
    """Plan an activity."""
    form = ActivityForm()
    choices.fill_activity(read_session(), viewer(), form)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                draft = choices.activity_typed(session, form)
                uuid = add_activity(session, draft, actor=viewer(), now=clock.now()).row.uuid
        except BadInput as fault:
            show(form, fault)
        else:
            return to_activity(uuid, _("The activity is planned."))
    return form_page("programme/activity_form.html", form, activity=None)


@bp.route("/programme/activities/<uuid:uuid>/change", methods=["GET", "POST"])
@needs(CoursePermission.PROGRAMME_RUN)
def change(uuid: object) -> ResponseReturnValue:
    """Change what is said of an activity."""
    activity = activity_run(read_session(), viewer(), str(uuid))
    form = ActivityForm(data=choices.activity_values(activity))
    choices.fill_activity(read_session(), viewer(), form, activity)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own, draft = activity_run(session, viewer(), str(uuid)), choices.activity_typed(session, form)
                changed = change_activity(session, own, draft, actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_activity(uuid, _("The change is saved.") if changed else _("Nothing was changed."))
    return form_page("programme/activity_form.html", form, activity=activity)


def to_activity(uuid: object, text: str) -> ResponseReturnValue:
    """To the page of an activity, with word of what was done."""
    flash(text, "success")
    return redirect(url_for("programme.one", uuid=uuid), code=303)
