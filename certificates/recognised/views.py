"""Pages of credentials of other bodies, for registrars."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from certificates.permissions import SchemePermission
from certificates.recognised.forms import CloseForm, ConfirmForm, RecognisedForm
from certificates.recognised.labels import TOPICS
from certificates.recognised.pages import COLUMNS, export_rows, lines_of
from certificates.recognised.queries import recognised_kept, recognised_one
from certificates.recognised.rules import RecognisedState
from certificates.recognised.services import (
    RecognisedDraft,
    close_recognised,
    confirm_recognised,
    enter_recognised,
)
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import person_typed
from lms.tables.exports import ListExport, answer_export
from lms.web.api import form_page, show, typed

bp = Blueprint("recognised", __name__, template_folder="templates")


@bp.get("/recognised")
@needs(SchemePermission.AWARD_RELEASE)
def index() -> str:
    """Credentials of other bodies: what waits for a second person, and all others."""
    lines = lines_of(read_session(), recognised_kept(read_session(), viewer()), clock.now().date())
    return render_template("recognised/index.html", lines=lines)


@bp.get("/recognised/export.<any(csv,xlsx,json):form>")
@needs(SchemePermission.AWARD_RELEASE)
def export(form: str) -> Response:
    """The same as a file."""
    lines = lines_of(read_session(), recognised_kept(read_session(), viewer()), clock.now().date())
    return answer_export(
        ListExport(
            name="recognised-credentials",
            title=_l("Credentials of other bodies"),
            columns=COLUMNS,
            rows=export_rows(lines),
            names_people=True,
        ),
        form,
    )


@bp.route("/recognised/new", methods=["GET", "POST"])
@needs(SchemePermission.AWARD_RELEASE)
@step_up
def enter() -> ResponseReturnValue:
    """Enter one; a second person confirms it."""
    form = RecognisedForm(list(TOPICS.items()))
    days = form.valid_until.data, form.compared_on.data
    if form.validate_on_submit() and days[0] is not None and days[1] is not None:
        draft = RecognisedDraft(
            body=typed(form.body), number=typed(form.number), topics=form.topics.data or [],
            valid_until=days[0], compared_by=typed(form.compared_by),
            compared_on=days[1], document_note=typed(form.document_note),
        )  # fmt: skip
        try:
            with transaction() as session:
                person = person_typed(
                    session, viewer(), SchemePermission.AWARD_RELEASE, typed(form.person), field="person"
                )
                uuid = enter_recognised(session, person.id, draft, by_id=viewer().id, now=clock.now()).uuid
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("It is entered. It counts when a second registrar has confirmed it."), "success")
            return redirect(url_for("recognised.one", uuid=uuid), code=303)
    return form_page("recognised/enter.html", form)


@bp.get("/recognised/<uuid:uuid>")
@needs(SchemePermission.AWARD_RELEASE)
def one(uuid: object) -> ResponseReturnValue:
    """One of them, with what its registrar and a second person say."""
    return _page(str(uuid), CloseForm(formdata=None))


def _page(uuid: str, form: CloseForm) -> Response:
    row = recognised_one(read_session(), viewer(), uuid)
    (line,) = lines_of(read_session(), [row], clock.now().date())
    waits = line.state is RecognisedState.WAITING
    me = viewer().id
    return form_page(
        "recognised/one.html",
        form,
        line=line,
        waits=waits,
        may_confirm=waits and me not in (row.entered_by_id, row.person_id),
        may_close=me != row.person_id and line.state in (RecognisedState.WAITING, RecognisedState.IN_FORCE),
    )


@bp.post("/recognised/<uuid:uuid>/confirm")
@needs(SchemePermission.AWARD_RELEASE)
@step_up
def confirm(uuid: object) -> ResponseReturnValue:
    """Confirm it as the second person."""
    form = ConfirmForm()
    if form.validate():
        with transaction() as session:
            row = recognised_one(session, viewer(), str(uuid))
            confirm_recognised(session, row, by_id=viewer().id, now=clock.now())
        flash(_("It is confirmed. It counts from now until its last day."), "success")
    return redirect(url_for("recognised.one", uuid=uuid), code=303)


@bp.post("/recognised/<uuid:uuid>/close")
@needs(SchemePermission.AWARD_RELEASE)
@step_up
def close(uuid: object) -> ResponseReturnValue:
    """Refuse it, or end it before its date."""
    form = CloseForm()
    recognised_one(read_session(), viewer(), str(uuid))
    if not form.validate():
        return _page(str(uuid), form)
    with transaction() as session:
        row = recognised_one(session, viewer(), str(uuid))
        close_recognised(session, row, typed(form.reason), by_id=viewer().id, now=clock.now())
    flash(_("It no longer counts."), "success")
    return redirect(url_for("recognised.one", uuid=uuid), code=303)
