"""The files of candidates, for the officers of a scheme."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certificates.candidates.forms import ButtonForm, ProposalForm, StepForm
from certificates.candidates.models import StepProposal
from certificates.candidates.pages.file import file_page
from certificates.candidates.pages.lists import COLUMNS, CandidateLine, choices_of, export_rows, lines_of, narrowed
from certificates.candidates.queries.found import file_of, files_seen
from certificates.candidates.rules.moving import by_hand
from certificates.candidates.services.advancing import advance
from certificates.candidates.services.evidence import confirm_evidence
from certificates.candidates.services.proposals import confirm_step, refuse_step, take_step
from certificates.candidates.views.blueprints import keeping as bp
from certificates.candidates.views.telling import tell_decided, tell_taken
from certificates.permissions import SchemePermission
from certificates.recognised.pages import lines_of as lines_of_recognised
from certificates.recognised.queries import recognised_of
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import form_page, show, typed


def _asked() -> dict[str, str]:
    """What narrows the list, as the address says it."""
    names = ("scheme", "state", "late")
    return {name: request.args.get(name, "")[:64] for name in names if request.args.get(name)}


def _lines() -> list[CandidateLine]:
    return lines_of(read_session(), files_seen(read_session(), viewer()), clock.now().date())


def _narrowed(lines: list[CandidateLine]) -> list[CandidateLine]:
    asked = _asked()
    return narrowed(lines, asked.get("scheme", ""), asked.get("state", ""), bool(asked.get("late")))


@bp.get("/candidates")
@needs(SchemePermission.CANDIDATE_SEE)
def index() -> str:
    """The candidates whose files one keeps, narrowed by scheme, state and what is late."""
    lines = _lines()
    schemes, states = choices_of(lines)
    return render_template(
        "candidates/index.html",
        lines=_narrowed(lines),
        any_there=bool(lines),
        schemes=schemes,
        states=states,
        asked=_asked(),
    )


@bp.get("/candidates/export.<any(csv,xlsx,json):form>")
@needs(SchemePermission.CANDIDATE_SEE)
def export(form: str) -> Response:
    """The same list as a file."""
    return answer_export(
        ListExport(
            name="candidates",
            title=_l("Candidates"),
            columns=COLUMNS,
            rows=export_rows(_narrowed(_lines())),
            names_people=True,
            filter=_asked(),
        ),
        form,
    )


@bp.get("/candidates/<uuid:uuid>")
@needs(SchemePermission.CANDIDATE_SEE)
def one(uuid: object) -> ResponseReturnValue:
    """The whole file: where the candidate is, the matrix, the history, and the steps that one may take."""
    return _page(str(uuid), StepForm(formdata=None))


def _page(uuid: str, form: StepForm, tried: str = "") -> Response:
    found = file_of(read_session(), viewer(), uuid)
    page = file_page(read_session(), viewer(), found, clock.now())
    recognised = lines_of_recognised(
        read_session(), recognised_of(read_session(), found.row.person_id), clock.now().date()
    )
    return form_page("candidates/file.html", form, page=page, tried=tried, recognised=recognised)


@bp.post("/candidates/<uuid:uuid>/steps/<code>")
@needs(SchemePermission.CANDIDATE_SEE)
@step_up
def step(uuid: object, code: str) -> ResponseReturnValue:
    """Take a step, or propose it where the scheme asks for two people."""
    form = StepForm()
    file_of(read_session(), viewer(), str(uuid))
    if form.validate():
        try:
            with transaction() as session:
                found = file_of(session, viewer(), str(uuid))
                known = found.definition.transition(code)
                if known is None or not by_hand(found.definition, known, found.row.state):
                    raise NotFound
                topics = tuple(form.topics.data or ())
                made = take_step(
                    session, found, code, typed(form.reason), actor=viewer(), now=clock.now(), topics=topics
                )
                proposed = isinstance(made, StepProposal)
        except BadInput as fault:
            show(form, fault)
        else:
            tell_taken(proposed=proposed)
            return redirect(url_for("candidates.one", uuid=uuid), code=303)
    return _page(str(uuid), form, code)


@bp.post("/candidates/<uuid:uuid>/proposal")
@needs(SchemePermission.CANDIDATE_SEE)
@step_up
def proposal(uuid: object) -> ResponseReturnValue:
    """Confirm or refuse the proposed step as the second person, or take back one's own."""
    form = ProposalForm()
    if form.validate() and form.confirm.data != form.refuse.data:
        with transaction() as session:
            found = file_of(session, viewer(), str(uuid))
            act = confirm_step if form.confirm.data else refuse_step
            act(session, found, actor=viewer(), now=clock.now())
        tell_decided(confirmed=bool(form.confirm.data))
    return redirect(url_for("candidates.one", uuid=uuid), code=303)


@bp.post("/candidates/<uuid:uuid>/evidence/<uuid:piece>/confirm")
@needs(SchemePermission.CANDIDATE_SEE)
@step_up
def confirm(uuid: object, piece: object) -> ResponseReturnValue:
    """Confirm what a machine scored, as a person who has looked at it."""
    if ButtonForm().validate():
        with transaction() as session:
            found = file_of(session, viewer(), str(uuid))
            confirm_evidence(session, found, str(piece), actor=viewer(), now=clock.now())
            advance(session, [found.row.person_id], now=clock.now())
        flash(_("You have confirmed it. It counts from now on."), "success")
    return redirect(url_for("candidates.one", uuid=uuid), code=303)
