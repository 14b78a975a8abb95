"""The pages of quality officers: the list, its file, one complaint, and what is done about it."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certificates.complaints import queries, services, tasks
from certificates.complaints.forms import ComplaintConcernForm, ComplaintHandleForm
from certificates.complaints.labels import FINDINGS, STATES, TOPICS
from certificates.complaints.pages import COMPLAINT_COLUMNS, complaint_rows, complaints_page, handled_page
from certificates.complaints.rules import ComplaintFinding
from certificates.complaints.services import ComplaintAnswer
from certificates.complaints.views.blueprint import bp
from certificates.permissions import SchemePermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import person_by_login
from lms.tables.exports import ASKED, ListExport, answer_export
from lms.web.api import page_asked, show, typed

CLOSED = "closed"  # the tab of what was closed


@bp.get("/manage/complaints")
@needs(SchemePermission.COMPLAINT_HANDLE)
def all_of_them() -> ResponseReturnValue:
    """Complaints that are open, or those that are closed."""
    closed, number = request.args.get("tab") == CLOSED, page_asked()
    page = complaints_page(read_session(), viewer(), closed=closed, number=number)
    return render_template(
        "complaints/all_of_them.html",
        page=page,
        closed=closed,
        topics=TOPICS,
        states=STATES,
        findings=FINDINGS,
        now=clock.now(),
    )


@bp.get("/manage/complaints/export.<any(csv,xlsx,json):form>")
@needs(SchemePermission.COMPLAINT_HANDLE)
def export(form: str) -> Response:
    """The same as a file: what it was about and how it ended, never what was said nor by whom."""
    closed = request.args.get("tab") == CLOSED
    page = complaints_page(read_session(), viewer(), closed=closed, size=ASKED)
    listed = ListExport(
        name="complaints",
        title=_l("Complaints"),
        columns=COMPLAINT_COLUMNS,
        rows=complaint_rows(page),
        names_people=False,
        filter={"closed": closed},
    )
    return answer_export(listed, form)


@bp.get("/manage/complaints/<uuid:uuid>")
@needs(SchemePermission.COMPLAINT_HANDLE)
def one(uuid: object) -> ResponseReturnValue:
    """One complaint, with everything that was done about it."""
    return one_page(str(uuid), ComplaintHandleForm(formdata=None), ComplaintConcernForm(formdata=None))


def one_page(uuid: str, form: ComplaintHandleForm, concern: ComplaintConcernForm) -> ResponseReturnValue:
    """The page with its forms, which may carry errors."""
    found = queries.complaint_handled(read_session(), viewer(), uuid)
    page = handled_page(read_session(), found, clock.now())
    shown = render_template("complaints/one.html", page=page, form=form, concern=concern)
    response = make_response(shown, 422 if form.errors or concern.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/manage/complaints/<uuid:uuid>")
@needs(SchemePermission.COMPLAINT_HANDLE)
@step_up
def handle(uuid: object) -> ResponseReturnValue:
    """Acknowledge it, keep a note, or close it with an answer."""
    form, now = ComplaintHandleForm(), clock.now()
    if form.validate():
        try:
            with transaction() as session:
                row = queries.complaint_handled(session, viewer(), str(uuid)).row
                if form.close.data:
                    services.close(session, row, typed(form.words), answer_of(form), by=viewer(), now=now)
                elif form.acknowledge.data:
                    services.acknowledge(session, row, typed(form.words), by=viewer(), now=now)
                else:
                    services.note(session, row, typed(form.words), by=viewer(), now=now)
                if form.close.data or form.acknowledge.data:
                    tasks.write_to_complainant(session, row, now=now, step=row.steps)
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("complaints.one", uuid=uuid), code=303)
    return one_page(str(uuid), form, ComplaintConcernForm(formdata=None))


def answer_of(form: ComplaintHandleForm) -> ComplaintAnswer:
    """What was found; without it nothing is closed."""
    if form.finding.data not in FINDINGS:
        raise BadInput("finding", _("Choose what was found."))
    return ComplaintAnswer(ComplaintFinding(form.finding.data), typed(form.action))


@bp.post("/manage/complaints/<uuid:uuid>/concerned")
@needs(SchemePermission.COMPLAINT_HANDLE)
@step_up
def concerned(uuid: object) -> ResponseReturnValue:
    """Name whom it is about."""
    form = ComplaintConcernForm()
    if form.validate():
        try:
            with transaction() as session:
                row = queries.complaint_handled(session, viewer(), str(uuid)).row
                person = person_by_login(session, typed(form.person))
                if person is None:
                    raise BadInput("person", _("There is no account with this name or address."))
                services.name_concern(session, row, person.id, by=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("complaints.one", uuid=uuid), code=303)
    return one_page(str(uuid), ComplaintHandleForm(formdata=None), form)
