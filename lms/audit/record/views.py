"""The record of what happened, for who may read it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.access import Permission, needs, viewer
from lms.audit.record.forms import RecordForm
from lms.audit.record.pages import EXPORT_COLUMNS, event_titles, export_rows, record_lines
from lms.audit.record.queries import RecordFilter, actor_reached, record_page, record_whole
from lms.db import read_session
from lms.errors import BadInput
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import person_typed
from lms.tables.exports import ASKED, ListExport, answer_export
from lms.web.api import options, show, typed

bp = Blueprint("audit", __name__, template_folder="templates")


@bp.get("/audit")
@needs(Permission.AUDIT_READ)
def record() -> ResponseReturnValue:
    """What happened, newest first."""
    form = record_form()
    wanted = wanted_or_faults(form)
    if wanted is None:
        return render_template("audit/record.html", form=form, lines=[], newest=True, older=None, asked={}), 422
    page = record_page(read_session(), viewer(), wanted, before=request.args.get("before", type=int))
    asked: dict[str, Any] = {name: text for name in form.data if (text := request.args.get(name))}
    return render_template(
        "audit/record.html",
        form=form,
        lines=record_lines(read_session(), viewer(), page),
        newest="before" not in request.args,
        older=url_for("audit.record", before=page.older, **asked) if page.older else None,
        asked=asked,
    )


@bp.get("/audit/export.<any(csv,xlsx,json):form>")
@needs(Permission.AUDIT_READ)
def export(form: str) -> Response:
    """The record as a file, narrowed as on its page."""
    asked = record_form()
    wanted = wanted_or_faults(asked)
    if wanted is None:
        raise BadInput(*next((str(field), str(faults[0])) for field, faults in asked.errors.items()))
    entries = record_whole(read_session(), viewer(), wanted, ASKED)
    narrowed = {
        "kind": wanted.name, "subject": wanted.subject, "actor": wanted.actor_id,
        "since": request.args.get("since"), "until": request.args.get("until"),
    }  # fmt: skip
    return answer_export(
        ListExport(
            name="record",
            title=_l("Record"),
            columns=EXPORT_COLUMNS,
            rows=export_rows(read_session(), viewer(), entries),
            names_people=True,
            filter=narrowed,
        ),
        form,
    )


def record_form() -> RecordForm:
    """The filter as it stands in the address."""
    form = RecordForm(formdata=request.args)
    form.kind.choices = options([("", _("Everything")), *event_titles()])
    return form


def wanted_or_faults(form: RecordForm) -> RecordFilter | None:
    """The filter as it is asked for; none where it makes no sense, which then stands beside its fields."""
    try:
        return wanted_by(form) if form.validate() else None
    except BadInput as fault:
        show(form, fault)
        return None


def wanted_by(form: RecordForm) -> RecordFilter:
    """What the fields ask for; raises BadInput where nobody is called so, or several people are."""
    last = form.until.data
    return RecordFilter(
        name=form.kind.data or "",
        subject=typed(form.subject),
        actor_id=actor_of(typed(form.actor)),
        since=midnight(form.since.data) if form.since.data else None,
        until=midnight(last + timedelta(days=1)) if last and last < date.max else None,
    )


def actor_of(words: str) -> int | None:
    """Whom somebody typed, by name, user name, e-mail or public id, among those of whom they may read."""
    if not words:
        return None
    by_uuid = actor_reached(read_session(), viewer(), words)
    if by_uuid is not None:
        return by_uuid
    return person_typed(read_session(), viewer(), Permission.AUDIT_READ, words, field="actor").id


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), UTC)
