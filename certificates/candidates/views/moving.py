"""Steps of candidates that wait for a right over the person: of trainers, supervising experts, coordinators."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from certificates.candidates import policy
from certificates.candidates.forms import ProposalForm, StepForm
from certificates.candidates.models import StepProposal
from certificates.candidates.pages.lists import movable_lines
from certificates.candidates.pages.moving import mover_page
from certificates.candidates.queries.found import CandidateFound
from certificates.candidates.queries.proposals import open_proposal
from certificates.candidates.queries.waiting import movable, movable_one
from certificates.candidates.services.proposals import confirm_step, refuse_step, take_step
from certificates.candidates.views.blueprints import moving as bp
from certificates.candidates.views.telling import tell_decided, tell_taken
from certificates.permissions import SchemePermission
from lms import clock
from lms.access import needs, reached, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.web.api import form_page, show, typed


@bp.get("/candidates/to-move")
@needs(SchemePermission.CANDIDATE_MOVE)
def index() -> str:
    """The candidates whose next step waits for a right of the viewer over them."""
    found = movable(read_session(), viewer())
    lines = movable_lines(read_session(), viewer(), found, clock.now().date())
    return render_template("candidates/to_move.html", lines=lines)


@bp.get("/candidates/to-move/<uuid:uuid>")
@needs(SchemePermission.CANDIDATE_MOVE)
def one(uuid: object) -> ResponseReturnValue:
    """Where one of them is, and the steps that the viewer may take; nothing else of the file."""
    return _page(str(uuid), StepForm(formdata=None))


def _page(uuid: str, form: StepForm, tried: str = "") -> Response:
    page = mover_page(read_session(), viewer(), _in_care(uuid), clock.now())
    return form_page("candidates/move.html", form, page=page, tried=tried)


def _in_care(uuid: object, **_more: object) -> CandidateFound:
    """The candidate, whose next step waits for the viewer; anybody else's is not there."""
    return movable_one(read_session(), viewer(), str(uuid))


@bp.post("/candidates/to-move/<uuid:uuid>/steps/<code>")
@needs(SchemePermission.CANDIDATE_MOVE)
@reached(_in_care)
@step_up
def step(uuid: object, code: str) -> ResponseReturnValue:
    """Take a step, or propose it where the scheme asks for two people."""
    form = StepForm()
    _in_care(uuid)
    if form.validate():
        try:
            with transaction() as session:
                found = movable_one(session, viewer(), str(uuid))
                if not _is_theirs(found, code):
                    raise NotFound
                made = take_step(session, found, code, typed(form.reason), actor=viewer(), now=clock.now())
                proposed = isinstance(made, StepProposal)
        except BadInput as fault:
            show(form, fault)
        else:
            tell_taken(proposed=proposed)
            return redirect(url_for("moving.index"), code=303)
    return _page(str(uuid), form, code)


def _is_theirs(found: CandidateFound, code: str) -> bool:
    """Whether a step from here waits for a right over the person; which right the viewer has is judged with it."""
    known = found.definition.transition(code)
    return known is not None and known.mover in policy.by_person(found.definition, found.row.state)


@bp.post("/candidates/to-move/<uuid:uuid>/proposal")
@needs(SchemePermission.CANDIDATE_MOVE)
@reached(_in_care)
@step_up
def proposal(uuid: object) -> ResponseReturnValue:
    """Confirm or refuse the proposed step as the second person, or take back one's own."""
    form = ProposalForm()
    if form.validate() and form.confirm.data != form.refuse.data:
        with transaction() as session:
            found = movable_one(session, viewer(), str(uuid))
            proposed = open_proposal(session, found.row.id)
            if proposed is None or not _is_theirs(found, proposed.transition):
                raise NotFound
            act = confirm_step if form.confirm.data else refuse_step
            act(session, found, actor=viewer(), now=clock.now())
        tell_decided(confirmed=bool(form.confirm.data))
    return redirect(url_for("moving.index"), code=303)
