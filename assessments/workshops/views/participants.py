"""Who takes part in a workshop: named one by one or from a list, changed, taken out."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assessments.permissions import PracticalPermission
from assessments.workshops.forms import (
    AssessorForm,
    CandidateForm,
    CandidateListForm,
    InterpreterForm,
    WorkshopButtonForm,
)
from assessments.workshops.models import WorkshopAssessor, WorkshopCandidate
from assessments.workshops.pages.choices import (
    assessor_typed,
    candidate_typed,
    fill_absent,
    interpreter_typed,
    list_typed,
    participant_said,
)
from assessments.workshops.queries.workshops import WorkshopParts, workshop_run
from assessments.workshops.services import participants
from assessments.workshops.services.candidate_files import candidates_in
from assessments.workshops.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, ngettext
from lms.web.api import form_page, show, typed

LARGEST_FILE = 5 * 1024 * 1024 + 64 * 1024  # bytes, with what a form sends round it


@bp.url_value_preprocessor
def allow_large_file(endpoint: str | None, _values: object) -> None:
    """Take larger forms on the page that takes files; set before anything reads the form."""
    if endpoint == "workshops.list_candidates":
        request.max_content_length = LARGEST_FILE


@bp.route("/workshops/<uuid:uuid>/candidates/new", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def new_candidate(uuid: object) -> ResponseReturnValue:
    """Name a candidate."""
    form = CandidateForm()
    parts = workshop_run(read_session(), viewer(), str(uuid))
    return _named(parts, form, _("Add a candidate"), lambda session, own: participants.name_candidate(
        session, own, candidate_typed(form), by=viewer().id, now=clock.now()
    ))  # fmt: skip


@bp.route("/workshops/<uuid:uuid>/assessors/new", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def new_assessor(uuid: object) -> ResponseReturnValue:
    """Name an assessor."""
    form = AssessorForm()
    parts = workshop_run(read_session(), viewer(), str(uuid))
    fill_absent(parts, form)
    return _named(parts, form, _("Add an assessor"), lambda session, own: participants.name_assessor(
        session, own, assessor_typed(form), by=viewer().id, now=clock.now()
    ))  # fmt: skip


@bp.route("/workshops/<uuid:uuid>/interpreters/new", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def new_interpreter(uuid: object) -> ResponseReturnValue:
    """Name an interpreter."""
    form = InterpreterForm()
    parts = workshop_run(read_session(), viewer(), str(uuid))
    fill_absent(parts, form)
    return _named(parts, form, _("Add an interpreter"), lambda session, own: participants.name_interpreter(
        session, own, interpreter_typed(form), by=viewer().id, now=clock.now()
    ))  # fmt: skip


def _named(
    parts: WorkshopParts, form: Any, title: str, name: Callable[[Session, WorkshopParts], object]
) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            with transaction() as session:
                name(session, workshop_run(session, viewer(), parts.row.uuid))
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("workshops.one", uuid=parts.row.uuid), code=303)
    return form_page("workshops/form.html", form, parts=parts, title=title, intro="", submit=_("Save"))


@bp.route("/workshops/<uuid:uuid>/candidates/list", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def list_candidates(uuid: object) -> ResponseReturnValue:
    """Name many candidates: who can be named is, and each other line is shown with why not."""
    form = CandidateListForm()
    parts = workshop_run(read_session(), viewer(), str(uuid))
    refused: list[tuple[int, str, str]] = []
    if form.validate_on_submit():
        try:
            drafts = list_typed(typed(form.people))
            faults: list[tuple[int, str, str]] = []
            if form.file.data is not None and form.file.data.filename:
                from_file, faults = candidates_in(form.file.data.read())
                drafts = [*drafts, *from_file]
            if not drafts and not faults:
                raise BadInput("people", _("Write at least one line, or choose a file."))
            with transaction() as session:
                own = workshop_run(session, viewer(), str(uuid))
                done = participants.name_candidates(session, own, drafts, by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            refused = [*faults, *((number, draft.login, words) for number, draft, words in done.refused)]
            words = ngettext("%(num)s candidate is added.", "%(num)s candidates are added.", done.taken)
            flash(words, "success" if done.taken else "warning")
            if not refused:
                return redirect(url_for("workshops.one", uuid=uuid), code=303)
            form.people.data = "\n".join(
                f"{draft.login}; {', '.join(draft.languages)}" for _number, draft, _words in done.refused
            )
            form.form_errors.append(_("These lines were not accepted. The others were."))
    return form_page("workshops/list.html", form, parts=parts, refused=refused)


@bp.route("/workshops/<uuid:uuid>/people/<uuid:who>", methods=["GET", "POST"])
@needs(PracticalPermission.WORKSHOP_RUN)
def change_person(uuid: object, who: object) -> ResponseReturnValue:
    """Change what is known of somebody who takes part."""
    parts = workshop_run(read_session(), viewer(), str(uuid))
    row, _part = participants.participant(parts, str(who))
    form: Any
    draft: Callable[[Any], Any]
    if isinstance(row, WorkshopCandidate):
        form, draft = CandidateForm(data=participant_said(row)), candidate_typed
    elif isinstance(row, WorkshopAssessor):
        form, draft = AssessorForm(data=participant_said(row)), assessor_typed
    else:
        form, draft = InterpreterForm(data=participant_said(row)), interpreter_typed
    form.login.data = parts.people[row.person_id].username
    if not isinstance(row, WorkshopCandidate):
        fill_absent(parts, form)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = workshop_run(session, viewer(), str(uuid))
                participants.change_participant(session, own, str(who), draft(form), by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("workshops.one", uuid=uuid), code=303)
    name = parts.name(row.person_id)
    del form.login
    return form_page("workshops/form.html", form, parts=parts, title=name, intro="", submit=_("Save"))


@bp.post("/workshops/<uuid:uuid>/people/<uuid:who>/remove")
@needs(PracticalPermission.WORKSHOP_RUN)
def end_person(uuid: object, who: object) -> ResponseReturnValue:
    """Somebody is no longer part of a workshop."""
    WorkshopButtonForm().validate()
    with transaction() as session:
        own = workshop_run(session, viewer(), str(uuid))
        participants.end_participant(session, own, str(who), by=viewer().id, now=clock.now())
    flash(_("Saved."), "success")
    return redirect(url_for("workshops.one", uuid=uuid), code=303)
