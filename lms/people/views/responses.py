"""How the pages of this area answer."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from flask import Response, current_app
from flask_wtf import FlaskForm

from lms.access import Viewer
from lms.db import read_session, transaction
from lms.people.pages.slip_sheets import sheet_of
from lms.people.ports import SLIP_SHEETS
from lms.people.services.many_slips import draw_slips, keep_slips
from lms.web import forms
from lms.web.security.headers import not_kept


def form_page(template: str, form: FlaskForm, **values: Any) -> Response:
    """A page with a form; with something to mend it says so in its status too, and nothing keeps a copy."""
    return not_kept(forms.form_page(template, form, **values))


def slips_file(uuids: Sequence[str], *, by: Viewer, now: datetime, among: Collection[int] | None = None) -> Response:
    """Slips as one PDF, which is kept nowhere: if it is lost, new slips are made. `among`: as `draw_slips` says."""
    drawn = draw_slips(read_session(), uuids, by=by, now=now, among=among)
    content = SLIP_SHEETS.provider()(sheet_of(drawn, current_app.config["SITE_URL"], now))
    with transaction() as session:
        keep_slips(session, drawn, by=by, now=now, among=among)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="slips-{now:%Y-%m-%d-%H%M}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
