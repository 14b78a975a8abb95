"""Missions in a list and one of them; planned, changed and cancelled; one's own."""

from datetime import date
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from assessments.missions.forms import MemberForm, MissionCancelForm, MissionForm
from assessments.missions.labels import FOLLOWED, HOST_SAID, TOPICS
from assessments.missions.pages import choices
from assessments.missions.pages import mission as pages
from assessments.missions.queries.missions import (
    FoundMission,
    MissionFilter,
    mission_planned,
    mission_seen,
    missions_page,
)
from assessments.missions.services.planning import cancel_mission, change_mission, plan_mission
from assessments.missions.views.blueprints import bp, to_mission
from assessments.permissions import PracticalPermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import all_administrations, country_name, is_country
from lms.tables.exports import ASKED, ListExport, answer_export
from lms.web.api import form_page, page_asked, show, typed
from lms.zones import zone_options


def today() -> date:
    """The day by the clock of the server."""
    return clock.now().date()


def wanted() -> tuple[MissionFilter, dict[str, str]]:
    """What the address asks for, and the same as it stands in addresses; what is unknown narrows nothing."""
    country, state = request.args.get("country", ""), request.args.get("state", "")
    asked = {
        "country": country if is_country(country) else "",
        "state": state if state in pages.STATES else "",
    }
    asked = {name: value for name, value in asked.items() if value}
    return MissionFilter(asked.get("country"), asked.get("state")), asked


@bp.get("/missions")
@needs(PracticalPermission.MISSION_PLAN)
def index() -> ResponseReturnValue:
    """The missions that one plans, page by page."""
    narrowed, asked = wanted()
    number = page_asked()
    found = missions_page(read_session(), viewer(), narrowed, today=today(), number=number)
    return render_template(
        "missions/index.html",
        found=found,
        lines=pages.lines_of(read_session(), found.lines, today(), viewer()),
        asked=asked,
        filters=filters(),
    )


def filters() -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """The lists by which missions are narrowed: name, label, and what they offer."""
    near = sorted({one.country for one in all_administrations(read_session())}, key=country_name)
    return [
        ("country", _("Country"), [(code, country_name(code)) for code in near]),
        ("state", _("Status"), list(pages.STATES.items())),
    ]


@bp.get("/missions/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.MISSION_PLAN)
def export(form: str) -> Response:
    """The missions that one plans, narrowed as on their page, as a file."""
    narrowed, _asked = wanted()
    found = missions_page(read_session(), viewer(), narrowed, today=today(), number=1, size=ASKED)
    lines = pages.lines_of(read_session(), found.lines, today(), viewer())
    listed = ListExport(
        name="missions", title=_l("Missions"), columns=pages.COLUMNS, rows=pages.rows(lines), names_people=False
    )
    return answer_export(listed, form)


@bp.get("/missions/mine")
@needs(PracticalPermission.PRACTICAL_OWN)
def mine() -> ResponseReturnValue:
    """The missions in whose team one is."""
    return render_template("missions/mine.html", lines=pages.own_lines(read_session(), viewer(), today()))


@bp.get("/missions/mine/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.PRACTICAL_OWN)
def export_mine(form: str) -> Response:
    """One's own missions as a file."""
    lines = pages.own_lines(read_session(), viewer(), today())
    listed = ListExport(
        name="my-missions",
        title=_l("My missions"),
        columns=pages.OWN_COLUMNS,
        rows=pages.own_rows(lines),
        names_people=False,
    )
    return answer_export(listed, form)


@bp.route("/missions/new", methods=["GET", "POST"])
@needs(PracticalPermission.MISSION_PLAN)
def new() -> ResponseReturnValue:
    """Plan a mission."""
    form = MissionForm()
    choices.fill_mission(read_session(), viewer(), form)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                draft = choices.mission_typed(session, form)
                uuid = plan_mission(session, draft, actor=viewer(), now=clock.now()).uuid
        except BadInput as fault:
            show(form, fault)
        else:
            return to_mission(uuid, _("The mission is planned. Now add its team."))
    return form_page("missions/form.html", form, mission=None, zones=list(zone_options(form.country.data)))


@bp.route("/missions/<uuid:uuid>/change", methods=["GET", "POST"])
@needs(PracticalPermission.MISSION_PLAN)
def change(uuid: object) -> ResponseReturnValue:
    """Change what is planned."""
    mission = mission_planned(read_session(), viewer(), str(uuid))
    form = MissionForm(data=choices.mission_values(mission))
    choices.fill_mission(read_session(), viewer(), form, mission)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own, draft = mission_planned(session, viewer(), str(uuid)), choices.mission_typed(session, form)
                changed = change_mission(session, own, draft, actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_mission(uuid, _("The change is saved.") if changed else _("Nothing was changed."))
    return form_page("missions/form.html", form, mission=mission, zones=list(zone_options(mission.row.country)))


@bp.get("/missions/<uuid:uuid>")
@needs(PracticalPermission.PRACTICAL_OWN)
def one(uuid: object) -> ResponseReturnValue:
    """A mission, for its planners and its team."""
    return mission_shown(mission_seen(read_session(), viewer(), str(uuid)), MemberForm(), MissionCancelForm())


def mission_shown(mission: FoundMission, member: MemberForm, cancel: MissionCancelForm) -> ResponseReturnValue:
    """The page of a mission with its forms, as somebody filled them in."""
    page = pages.mission_page(read_session(), viewer(), mission, clock.now())
    choices.fill_member(read_session(), member, mission)
    shown = render_template(
        "missions/one.html",
        mission=mission,
        page=page,
        member=member,
        cancel=cancel,
        said_labels=HOST_SAID,
        states=FOLLOWED,
        topics=TOPICS,
    )
    return shown, 422 if member.errors or cancel.errors else 200


@bp.post("/missions/<uuid:uuid>/cancel")
@needs(PracticalPermission.MISSION_PLAN)
def cancel(uuid: object) -> ResponseReturnValue:
    """Say that a mission does not take place."""
    mission = mission_planned(read_session(), viewer(), str(uuid))
    form = MissionCancelForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = mission_planned(session, viewer(), str(uuid))
                cancel_mission(session, own, typed(form.reason), actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_mission(uuid, _("The mission is cancelled. The team is told."))
    return mission_shown(mission, MemberForm(formdata=None), form)
