"""What pages of own sheets do with what was sent, whichever sheets these are: save, seal, open again."""

from collections.abc import Callable
from typing import Protocol

from flask import Response, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from assessments.rubrics.pages.sheet_fields import GivenRatings
from assessments.sheets.forms import RatingSheetForm, SheetReopenForm, TypedSheet, key_for, read_sheet
from assessments.sheets.pages.marking import total_said
from assessments.sheets.queries.sheets import RatedSheet
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.services.marking import Bringing, fill_sheet, reopen, seal
from lms import clock
from lms.access import Viewer, viewer
from lms.db import Session, read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.web.api import show, typed

Finder = Callable[[Session, Viewer, str], RatedSheet]  # an own sheet; any other is not there


class SheetPage(Protocol):
    """The page of a sheet, which may carry what was typed and what is wrong with it."""

    def __call__(
        self, uuid: str, form: RatingSheetForm, given: GivenRatings | None = None, errors: dict[str, str] | None = None
    ) -> Response:
        """The page; 422 where something is wrong."""
        ...


def filled(find: Finder, uuid: str, page: SheetPage, here: str, after_seal: Callable[[], str]) -> ResponseReturnValue:
    """Save what was marked; with the button for it, seal the sheet too. Leads back `here`, or to where a seal leads."""
    form, found = RatingSheetForm(), find(read_session(), viewer(), uuid)
    sent = read_sheet(found.definition, request.form)
    if not form.validate() or sent.faults:
        return page(uuid, form, sent.given, {one: _("Choose one of the levels.") for one in sent.faults})
    sealing = request.form.get("do") == "seal"
    try:
        save_sheet(find, uuid, sent, typed(form.key))
        if sealing:
            seal_sheet(find, uuid, typed(form.key))
    except BadInput as fault:
        return page(uuid, form, sent.given, {fault.field: fault.message})
    flash(_("The sheet is sealed.") if sealing else _("Saved."), "success")
    return redirect(after_seal() if sealing else here, code=303)


def autosaved(find: Finder, uuid: str) -> ResponseReturnValue:
    """The same by the script, after each change; answers whether the total shows, and never what it is."""
    form, found = RatingSheetForm(), find(read_session(), viewer(), uuid)
    sent = read_sheet(found.definition, request.form)
    if not form.validate() or sent.faults:
        return jsonify(saved=False, said=_("Choose one of the levels.")), 422
    try:
        save_sheet(find, uuid, sent, typed(form.key))
    except BadInput as fault:
        return jsonify(saved=False, field=fault.field, said=fault.message), 422
    after = find(read_session(), viewer(), uuid)
    return jsonify(saved=True, rated=len(after.standing.content.ratings), total=total_said(after) is not None)


def reopened(find: Finder, uuid: str, form: SheetReopenForm) -> bool:
    """Whether the sheet was opened again as the form asks, which else says what is wrong."""
    if not form.validate_on_submit():
        return False
    try:
        reopen_sheet(find, uuid, typed(form.reason), typed(form.key))
    except BadInput as fault:
        show(form, fault)
        return False
    flash(_("The sheet is open again. Seal it when you are done."), "success")
    return True


def save_sheet(find: Finder, uuid: str, sent: TypedSheet, key: str) -> None:
    """Write what differs, all of it or nothing."""
    given = sent.given
    content = SheetContent(given.ratings, given.comments, given.grade, given.flagged)
    with transaction() as session:
        own, by = find(session, viewer(), uuid), Bringing(viewer().id)
        fill_sheet(session, own.row, content, keys=lambda what: key_for(key, what), by=by, now=clock.now())


def seal_sheet(find: Finder, uuid: str, key: str) -> None:
    """Seal it as it stands."""
    with transaction() as session:
        own, by = find(session, viewer(), uuid), Bringing(viewer().id)
        seal(session, own.row, key=key_for(key, "seal"), by=by, now=clock.now())


def reopen_sheet(find: Finder, uuid: str, reason: str, key: str) -> None:
    """Open it again, with a reason."""
    with transaction() as session:
        own, by = find(session, viewer(), uuid), Bringing(viewer().id)
        reopen(session, own.row, reason, key=key_for(key, "reopen"), by=by, now=clock.now())
