"""Pages of panels: those that one sees, one of them, and what is done in it; the letter of a decision."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import Markup

from certificates.candidates.labels import competence_said, step_said
from certificates.candidates.queries.found import CandidateFound
from certificates.panels.forms import (
    MET,
    AddForm,
    ConveneForm,
    VoteForm,
    WordsForm,
    decision_form,
    scope_chosen,
    vote_form,
)
from certificates.panels.pages.convening import convene_page
from certificates.panels.pages.letter import letter_of
from certificates.panels.pages.lists import PANEL_COLUMNS, panel_rows, panels_page
from certificates.panels.pages.panel import panel_page, scope_offered
from certificates.panels.queries.eligible import PossibleMember, possible_members
from certificates.panels.queries.found import (
    FoundPanel,
    candidates_to_convene,
    file_of_panel,
    letter_own,
    letters_own,
    panel_convened,
    panel_sat_in,
    panel_seen,
)
from certificates.panels.rules import CompetenceView, PanelState
from certificates.panels.services import convening, deciding
from certificates.panels.services.deciding import PanelBallot
from certificates.permissions import SchemePermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, locale_of
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import PageForm, not_kept, options, show, typed

bp = Blueprint("panels", __name__, template_folder="templates")


@bp.get("/panels")
@needs(SchemePermission.SCHEME_SEE)
def index() -> ResponseReturnValue:
    """The panels that one sees, and the candidates for whom one may put one together."""
    panels, waiting = panels_page(read_session(), viewer())
    return render_template("panels/index.html", panels=panels, waiting=waiting)


@bp.get("/panels/export.<any(csv,xlsx,json):form>")
@needs(SchemePermission.SCHEME_SEE)
def export(form: str) -> Response:
    """The panels that one sees as a file."""
    panels, _waiting = panels_page(read_session(), viewer())
    listed = ListExport(
        name="panels", title=_l("Panels"), columns=PANEL_COLUMNS, rows=panel_rows(panels), names_people=True
    )
    return answer_export(listed, form)


@bp.route("/panels/convene/<uuid:uuid>", methods=["GET", "POST"])
@needs(SchemePermission.SCHEME_SEE)
@step_up
def convene(uuid: object) -> ResponseReturnValue:
    """Put a panel together for a candidate."""
    found, right = candidate_waiting(str(uuid))
    members = possible_members(read_session(), found, right, clock.now())
    form, ticked = ConveneForm(), {int(one) for one in request.form.getlist("members") if one.isdigit()}
    chair = request.form.get("chair", "0")
    if form.validate_on_submit():
        try:
            with transaction() as session:
                row = convening.convene(
                    session, found, ticked, int(chair) if chair.isdigit() else 0,
                    language_fits=bool(form.language_fits.data), by=viewer(), now=clock.now(),
                )  # fmt: skip
                made = row.uuid
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The panel is created. Its members are told."), "success")
            return redirect(url_for("panels.one", uuid=made), code=303)
    page = convene_page(read_session(), found, members)
    shown = render_template("panels/convene.html", page=page, form=form, ticked=ticked, chair=chair)
    return make_response(shown, 422 if form.errors else 200)


def candidate_waiting(uuid: str) -> tuple[CandidateFound, str]:
    """The candidate for whom the viewer may put a panel together now."""
    waiting = candidates_to_convene(read_session(), viewer())
    found = next((pair for pair in waiting if pair[0].row.uuid == uuid), None)
    if found is None:
        raise NotFound
    return found


@bp.get("/panels/<uuid:uuid>")
@needs(SchemePermission.SCHEME_SEE)
def one(uuid: object) -> ResponseReturnValue:
    """One panel: the whole file of the candidate, and what may be done now."""
    return one_page(str(uuid))


def one_page(uuid: str, **forms: PageForm) -> ResponseReturnValue:
    """The page with its forms, one of which may carry errors."""
    session, now = read_session(), clock.now()
    panel = panel_seen(session, viewer(), uuid)
    file = file_of_panel(session, panel, now.date())
    possible = []
    if panel.row.state == PanelState.VOTING:
        there = {one.person_id for one in panel.members} | {viewer().id}
        every = possible_members(session, panel.candidate, panel.row.right, now)
        possible = [one for one in every if one.person_id not in there and not one.obstacles]
    page = panel_page(session, viewer(), panel, file, possible)
    offered = scope_offered(session, panel, file)
    shown = render_template(
        "panels/one.html",
        page=page,
        voting=forms.get("voting") or ballot_form(panel, fresh=True),
        deciding=forms.get("deciding") or decision_form(panel.definition, offered, fresh=True),
        leaving=forms.get("leaving") or WordsForm(formdata=None),
        ending=forms.get("ending") or WordsForm(formdata=None),
        adding=forms.get("adding") or add_form(possible, fresh=True),
    )
    return not_kept(make_response(shown, 422 if any(one.errors for one in forms.values()) else 200))


def ballot_form(panel: FoundPanel, *, fresh: bool = False) -> VoteForm:
    """The vote with the fields of the scheme; one's earlier vote stands in it."""
    definition = panel.definition
    more: dict[str, Any] = {}
    if fresh:
        mine = [one for one in panel.votes if one.person_id == viewer().id]
        more = {"formdata": None}
        if mine:
            last = mine[-1]
            values = {"transition": last.transition, "words": last.words}
            for code, view in last.views.items():
                values |= {f"met-{code}": MET if view["met"] else "not-met", f"words-{code}": view["words"]}
            more["data"] = values
    return vote_form(
        [(one.code, step_said(one.code, definition)) for one in panel.steps],
        [(one.code, competence_said(one.code, definition)) for one in definition.competences],
        **more,
    )


def add_form(possible: Sequence[PossibleMember], *, fresh: bool = False) -> AddForm:
    """One more member, from those who may."""
    form = AddForm(formdata=None) if fresh else AddForm()
    form.person.choices = options([(str(one.person_id), one.name) for one in possible])
    return form


@bp.post("/panels/<uuid:uuid>/vote")
@needs(SchemePermission.SCHEME_SEE)
@step_up
def vote(uuid: object) -> ResponseReturnValue:
    """Cast a vote as a member, or cast it anew."""
    panel = panel_sat_in(read_session(), viewer(), str(uuid))
    form = ballot_form(panel)
    if form.validate():
        views = {
            code: CompetenceView(form[f"met-{code}"].data == MET, typed(form[f"words-{code}"])) for code in form.codes
        }
        ballot = PanelBallot(str(form["transition"].data), views, typed(form["words"]))
        try:
            with transaction() as session:
                mine = panel_sat_in(session, viewer(), str(uuid))
                deciding.vote(session, mine, ballot, by=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Your vote is saved. You may change it until voting is closed."), "success")
            return redirect(url_for("panels.one", uuid=uuid), code=303)
    return one_page(str(uuid), voting=form)


@bp.post("/panels/<uuid:uuid>/decision")
@needs(SchemePermission.SCHEME_SEE)
@step_up
def decide(uuid: object) -> ResponseReturnValue:
    """Close the votes and write down what they came to."""
    panel, now = panel_sat_in(read_session(), viewer(), str(uuid)), clock.now()
    file = file_of_panel(read_session(), panel, now.date())
    form = decision_form(panel.definition, scope_offered(read_session(), panel, file))
    if form.validate():
        try:
            with transaction() as session:
                mine = panel_sat_in(session, viewer(), str(uuid))
                reason, minutes = typed(form.reason), typed(form.minutes)
                deciding.write_down(session, mine, reason, minutes, by=viewer(), now=now, scope=scope_chosen(form))
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The decision is saved. Members sign it now."), "success")
            return redirect(url_for("panels.one", uuid=uuid), code=303)
    return one_page(str(uuid), deciding=form)


@bp.post("/panels/<uuid:uuid>/signature")
@needs(SchemePermission.SCHEME_SEE)
@step_up
def sign(uuid: object) -> ResponseReturnValue:
    """Sign the decision; the last signature takes the step."""
    with transaction() as session:
        last = deciding.sign(session, panel_sat_in(session, viewer(), str(uuid)), by=viewer(), now=clock.now())
    flash(_("The decision is signed and the candidate is told.") if last else _("Your signature is saved."), "success")
    return redirect(url_for("panels.one", uuid=uuid), code=303)


@bp.post("/panels/<uuid:uuid>/again")
@needs(SchemePermission.SCHEME_SEE)
@step_up
def again(uuid: object) -> ResponseReturnValue:
    """Vote again on what was written down and is not signed."""
    with transaction() as session:
        deciding.vote_again(session, panel_sat_in(session, viewer(), str(uuid)), by=viewer(), now=clock.now())
    flash(_("Votes may be changed again."), "success")
    return redirect(url_for("panels.one", uuid=uuid), code=303)


@bp.post("/panels/<uuid:uuid>/leave")
@needs(SchemePermission.SCHEME_SEE)
@step_up
def leave(uuid: object) -> ResponseReturnValue:
    """Leave a panel before its votes are closed."""
    form = WordsForm()
    if form.validate():
        try:
            with transaction() as session:
                mine = panel_sat_in(session, viewer(), str(uuid))
                convening.leave(session, mine, typed(form.words), by=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("You have left the panel. Tell the person who created it."), "success")
            return redirect(url_for("panels.index"), code=303)
    return one_page(str(uuid), leaving=form)


@bp.post("/panels/<uuid:uuid>/members")
@needs(SchemePermission.SCHEME_SEE)
@step_up
def add(uuid: object) -> ResponseReturnValue:
    """Add a member while votes are cast."""
    panel = panel_convened(read_session(), viewer(), str(uuid))
    form = add_form(possible_members(read_session(), panel.candidate, panel.row.right, clock.now()))
    if form.validate():
        try:
            with transaction() as session:
                theirs = panel_convened(session, viewer(), str(uuid))
                convening.add_member(session, theirs, int(form.person.data), by=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The member is added and told."), "success")
            return redirect(url_for("panels.one", uuid=uuid), code=303)
    return one_page(str(uuid), adding=form)


@bp.post("/panels/<uuid:uuid>/end")
@needs(SchemePermission.SCHEME_SEE)
@step_up
def end(uuid: object) -> ResponseReturnValue:
    """End a panel without a decision."""
    form = WordsForm()
    if form.validate():
        try:
            with transaction() as session:
                theirs = panel_convened(session, viewer(), str(uuid))
                convening.dissolve(session, theirs, typed(form.words), by=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The panel has ended. You may create another one."), "success")
            return redirect(url_for("panels.index"), code=303)
    return one_page(str(uuid), ending=form)


@bp.get("/decision-letters")
@needs(SchemePermission.CANDIDACY_OWN)
def letters() -> ResponseReturnValue:
    """What panels decided about oneself."""
    found = [
        (one.decisions[-1].uuid, step_said(one.decisions[-1].transition, one.definition), one.row.closed_at)
        for one in letters_own(read_session(), viewer())
    ]
    return render_template("panels/letters.html", letters=found)


@bp.get("/decision-letters/<uuid:uuid>")
@needs(SchemePermission.CANDIDACY_OWN)
def letter(uuid: object) -> ResponseReturnValue:
    """One of them, in the language of the dossier."""
    session = read_session()
    panel, decision = letter_own(session, viewer(), str(uuid))
    found = letter_of(session, panel, decision, file_of_panel(session, panel, clock.now().date()))
    with force_locale(locale_of(found.language)):  # the letter alone: the page round it speaks to its reader
        said = Markup(render_template("panels/_letter.html", letter=found, uuid=panel.candidate.row.uuid))  # noqa: S704  # a template of ours, which escapes
    return not_kept(make_response(render_template("panels/letter.html", said=said)))
