"""The report as its team writes it: entries added, revised and taken out; on paper and on a phone; delivered."""

from collections.abc import Sequence
from typing import Any

from flask import Response, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from assessments.missions.forms import ENTRY_FORMS, DeliverForm, EntryFormBase
from assessments.missions.labels import ONE_OF
from assessments.missions.models import MissionPart
from assessments.missions.pages import report as pages
from assessments.missions.queries.entries import FoundEntry, entry_of
from assessments.missions.queries.missions import FoundMission, mission_of_team, mission_seen
from assessments.missions.queries.reports import reports_of
from assessments.missions.rules.entries import FIELDS, Section
from assessments.missions.services import delivering, writing
from assessments.missions.views.blueprints import bp, to_mission
from assessments.permissions import PracticalPermission
from assessments.ports import MISSION_SHEETS
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound, RuleBroken
from lms.i18n import _
from lms.web.api import form_page, show, typed

REPORT = "missions.report"


@bp.get("/missions/<uuid:uuid>/report")
@needs(PracticalPermission.PRACTICAL_OWN)
def report(uuid: object) -> ResponseReturnValue:
    """The report as it stands, for its team and its planners."""
    mission = mission_seen(read_session(), viewer(), str(uuid))
    page = pages.sections_of(read_session(), mission)
    return render_template("missions/report.html", mission=mission, sections=page, writes=writes(mission))


def writes(mission: FoundMission) -> bool:
    """Whether the reader is in the team of a mission that takes place."""
    if mission.row.cancelled_at is not None:
        return False
    try:
        mission_of_team(read_session(), viewer(), mission.row.uuid)
    except NotFound:
        return False
    return True


@bp.route("/missions/<uuid:uuid>/report/add/<section>", methods=["GET", "POST"])
@needs(PracticalPermission.PRACTICAL_OWN)
def add(uuid: object, section: str) -> ResponseReturnValue:
    """Write a new part of the report."""
    mission = mission_of_team(read_session(), viewer(), str(uuid))
    of = section_named(section)
    form = ENTRY_FORMS[of]()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = mission_of_team(session, viewer(), str(uuid))
                writing.add_entry(session, own, of, body_typed(form, of), by_id=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_mission(uuid, _("It is in the report now."), REPORT)
    return entry_page(form, mission, of)


@bp.route("/missions/<uuid:uuid>/report/<uuid:entry>", methods=["GET", "POST"])
@needs(PracticalPermission.PRACTICAL_OWN)
def revise(uuid: object, entry: object) -> ResponseReturnValue:
    """Revise a part of the report; who is second is shown both texts."""
    mission = mission_of_team(read_session(), viewer(), str(uuid))
    found = entry_of(read_session(), mission.id, str(entry))
    of = found.section
    form = ENTRY_FORMS[of](data={**pages.body_values(found.body, of), "base": found.revision.number})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = mission_of_team(session, viewer(), str(uuid))
                changed = writing.revise_entry(
                    session, own, str(entry), body_typed(form, of), base=form.base.data or 0, by_id=viewer().id,
                    now=clock.now(),
                )  # fmt: skip
        except writing.EntryRevised as fault:
            return both_shown(form, mission, found, fault)
        except BadInput as fault:
            show(form, fault)
        else:
            return to_mission(uuid, _("The change is saved.") if changed else _("Nothing was changed."), REPORT)
    return entry_page(form, mission, of, found)


def both_shown(
    form: EntryFormBase, mission: FoundMission, entry: FoundEntry, fault: writing.EntryRevised
) -> ResponseReturnValue:
    """What stands now beside what was typed; sending it again is the decision."""
    form.base.data = fault.number
    form.base.raw_data = None
    form.form_errors.append(fault.message)
    stands = [
        (form[one.name].label.text, pages.field_said(one.name, fault.body[one.name]))
        for one in FIELDS[entry.section]
        if fault.body[one.name]
    ]
    return entry_page(form, mission, entry.section, entry, stands)


def entry_page(
    form: EntryFormBase,
    mission: FoundMission,
    section: Section,
    entry: FoundEntry | None = None,
    stands: Sequence[tuple[Any, str]] = (),
) -> ResponseReturnValue:
    """The form of a part of the report; with what stands now where somebody else was faster."""
    return form_page(
        "missions/entry.html",
        form,
        mission=mission,
        one=ONE_OF[section],
        entry=entry,
        stands=stands,
        names=[one.name for one in FIELDS[section]],
    )


def section_named(name: str) -> Section:
    """The section of an address."""
    found = next((one for one in Section if one == name), None)
    if found is None:
        raise NotFound
    return found


def body_typed(form: EntryFormBase, section: Section) -> dict[str, Any]:
    """What was typed of an entry; days as they are kept."""
    values = {one.name: form[one.name].data for one in FIELDS[section]}
    days = {one.name for one in FIELDS[section] if one.is_day}
    return {name: value.isoformat() if name in days and value else value or "" for name, value in values.items()}


@bp.post("/missions/<uuid:uuid>/report/<uuid:entry>/remove")
@needs(PracticalPermission.PRACTICAL_OWN)
def remove(uuid: object, entry: object) -> ResponseReturnValue:
    """Take a part out of the report."""
    mission_of_team(read_session(), viewer(), str(uuid))
    form = EntryFormBase()
    if form.validate_on_submit():
        with transaction() as session:
            own = mission_of_team(session, viewer(), str(uuid))
            writing.remove_entry(session, own, str(entry), base=form.base.data or 0, by_id=viewer().id, now=clock.now())
    return to_mission(uuid, _("It is no longer in the report. The old text is saved."), REPORT)


@bp.get("/missions/<uuid:uuid>/report.pdf")
@needs(PracticalPermission.PRACTICAL_OWN)
def report_pdf(uuid: object) -> Response:
    """The report on paper: the newest that was delivered, else as it stands."""
    mission = mission_seen(read_session(), viewer(), str(uuid))
    delivered = reports_of(read_session(), [mission.id])[mission.id]
    if delivered:
        row = delivered[0].row
        sheet = pages.report_sheet(row.content, number=row.number, digest=row.digest, made_at=row.delivered_at)
    else:
        content = delivering.report_content(read_session(), mission)
        sheet = pages.report_sheet(content, number=0, digest="", made_at=clock.now())
    return pdf_answer(MISSION_SHEETS.provider()(sheet), str(uuid))


def pdf_answer(made: bytes, uuid: str) -> Response:
    """A PDF that no browser keeps."""
    answer = Response(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename=mission-report-{uuid[:8]}.pdf"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route("/missions/<uuid:uuid>/deliver", methods=["GET", "POST"])
@needs(PracticalPermission.PRACTICAL_OWN)
def deliver(uuid: object) -> ResponseReturnValue:
    """Freeze the report and send it to the host; its lead does."""
    mission = mission_of_team(read_session(), viewer(), str(uuid), part=MissionPart.LEAD)
    before = reports_of(read_session(), [mission.id])[mission.id]
    known = {"host_name": before[0].row.host_name, "host_email": before[0].row.host_email} if before else {}
    form = DeliverForm(data=known)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = mission_of_team(session, viewer(), str(uuid), part=MissionPart.LEAD)
                host = delivering.HostAddress(typed(form.host_name), typed(form.host_email))
                delivering.deliver_report(session, own, host, by_id=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        except RuleBroken as fault:
            form.form_errors.append(fault.message)
        else:
            return to_mission(uuid, _("The report is delivered. The host gets an e-mail with a link."))
    sections = pages.sections_of(read_session(), mission)
    return form_page("missions/deliver.html", form, mission=mission, sections=sections, delivered=len(before))


def notes_html(mission: FoundMission) -> str:
    """The page for notes as it is shown and weighed."""
    forms = [(section, ONE_OF[section], notes_form(section)) for section in Section]
    return render_template(
        "missions/notes.html", mission=mission, forms=forms, fields=FIELDS, words=pages.notes_words()
    )


def notes_form(section: Section) -> EntryFormBase:
    """A form that no server reads: it has no token, and ids of its own beside the others on the page."""
    form = ENTRY_FORMS[section](formdata=None, meta={"csrf": False})
    for one in FIELDS[section]:
        form[one.name].id = f"{section.value}-{one.name}"
    return form


@bp.get("/missions/<uuid:uuid>/phone")
@needs(PracticalPermission.PRACTICAL_OWN)
def on_phone(uuid: object) -> ResponseReturnValue:
    """Write parts of the report on a phone; kept there, the page works without a line."""
    return notes_html(mission_of_team(read_session(), viewer(), str(uuid)))


@bp.get("/missions/<uuid:uuid>/phone/plan")
@needs(PracticalPermission.PRACTICAL_OWN)
def on_phone_plan(uuid: object) -> ResponseReturnValue:
    """What a phone fetches to keep this page, and what that weighs."""
    mission = mission_of_team(read_session(), viewer(), str(uuid))
    return jsonify(pages.notes_plan(mission, url_for("missions.on_phone", uuid=uuid), notes_html(mission)))
