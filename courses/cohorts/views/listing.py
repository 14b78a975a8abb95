"""Cohorts in a list, one of them, and what is decided about it: proposed, approved, refused, changed, ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.cohorts.forms import DetailsForm, NewCohortForm, ReasonForm
from courses.cohorts.pages import choices
from courses.cohorts.pages.cohort import CohortLine, cohort_lines, cohort_page
from courses.cohorts.queries import cohorts as queries
from courses.cohorts.rules.states import CohortState
from courses.cohorts.services import details, leaving, opening
from courses.cohorts.views.blueprints import bp
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, language
from lms.web.api import form_page, show, typed

TABS = {  # what each shows
    CohortState.OPEN: frozenset({CohortState.OPEN}),
    CohortState.PROPOSED: frozenset({CohortState.PROPOSED, CohortState.REFUSED}),
    CohortState.ENDED: frozenset({CohortState.ENDED}),
}


@dataclass(frozen=True)
class WantedLines:
    """The cohorts in one tab of the list, and how many each tab has."""

    lines: Sequence[CohortLine]
    counts: Mapping[CohortState, int]
    chosen: CohortState


def to_cohort(uuid: object, text: str) -> ResponseReturnValue:
    """To the page of a cohort, with word of what was done."""
    flash(text, "success")
    return redirect(url_for("cohorts.one", uuid=uuid), code=303)


@bp.get("/cohorts")
@needs(CoursePermission.COHORT_SEE)
def index() -> ResponseReturnValue:
    """The cohorts that this person leads, proposed or decides on, by their state."""
    return render_template(
        "cohorts/index.html", **vars(lines_wanted()), may_open=viewer().may(CoursePermission.COHORT_OPEN)
    )


def lines_wanted() -> WantedLines:
    """The cohorts of the state that is asked for, and how many there are of each."""
    wished = request.args.get("state", CohortState.OPEN)
    chosen = next((tab for tab in TABS if tab == wished), CohortState.OPEN)
    found = queries.cohorts_seen(read_session(), viewer())
    counts = {tab: sum(one.state in states for one in found) for tab, states in TABS.items()}
    shown = [one for one in found if one.state in TABS[chosen]]
    return WantedLines(cohort_lines(read_session(), shown, clock.now()), counts, chosen)


@bp.route("/cohorts/new", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_OPEN)
@step_up
def new() -> ResponseReturnValue:
    """Open a cohort, or propose it where somebody has to approve."""
    form = NewCohortForm()
    choices.fill_new(read_session(), viewer(), form)
    if request.method == "GET":
        form.language.data = language()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                draft = choices.draft_typed(session, viewer(), form)
                made = opening.propose_cohort(session, draft, actor=viewer(), now=clock.now())
                uuid, state = made.row.uuid, made.state
        except BadInput as fault:
            show(form, fault)
        else:
            text = _("The cohort is open.") if state is CohortState.OPEN else _("The cohort waits for approval.")
            return to_cohort(uuid, text)
    return form_page("cohorts/new.html", form)


@bp.get("/cohorts/<uuid:uuid>")
@needs(CoursePermission.COHORT_SEE)
def one(uuid: object) -> ResponseReturnValue:
    """A cohort: what is next, its facts, trainers and officers."""
    return one_page(uuid, ReasonForm(formdata=None))


def one_page(uuid: object, form: ReasonForm) -> ResponseReturnValue:
    """The page with its form, which may carry errors."""
    cohort = queries.cohort_seen(read_session(), viewer(), str(uuid))
    page = cohort_page(read_session(), viewer(), cohort, clock.now())
    return form_page("cohorts/one.html", form, page=page, cohort=cohort)


@bp.post("/cohorts/<uuid:uuid>/approve")
@needs(CoursePermission.COHORT_APPROVE)
@step_up
def approve(uuid: object) -> ResponseReturnValue:
    """Open a cohort that somebody else proposed."""
    with transaction() as session:
        cohort = queries.cohort_decided(session, viewer(), str(uuid))
        opening.approve_cohort(session, cohort, actor=viewer(), now=clock.now())
    return to_cohort(uuid, _("The cohort is open. The person who proposed it leads it."))


@bp.post("/cohorts/<uuid:uuid>/refuse")
@needs(CoursePermission.COHORT_APPROVE)
@step_up
def refuse(uuid: object) -> ResponseReturnValue:
    """Say no to a cohort that somebody else proposed."""
    form = ReasonForm()
    queries.cohort_decided(read_session(), viewer(), str(uuid))
    if form.validate():
        try:
            with transaction() as session:
                cohort = queries.cohort_decided(session, viewer(), str(uuid))
                opening.refuse_cohort(session, cohort, typed(form.reason), actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_cohort(uuid, _("The cohort is refused. The person who proposed it can read your reason."))
    return one_page(uuid, form)


@bp.route("/cohorts/<uuid:uuid>/change", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_SEE)
def change(uuid: object) -> ResponseReturnValue:
    """Change title, days, time zone, place and language; before it is open, its proposer does."""
    cohort = queries.cohort_changeable(read_session(), viewer(), str(uuid))
    if cohort.state in (CohortState.REFUSED, CohortState.ENDED):
        raise NotFound
    form = DetailsForm(data=choices.values_of(cohort))
    choices.fill_change(form, cohort)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = queries.cohort_changeable(session, viewer(), str(uuid))
                wanted = choices.details_typed(form)
                changed = details.change_cohort(session, own, wanted, by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_cohort(uuid, _("The change is saved.") if changed else _("Nothing was changed."))
    return form_page("cohorts/change.html", form, cohort=cohort)


@bp.route("/cohorts/<uuid:uuid>/end", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_LEAD)
def end(uuid: object) -> ResponseReturnValue:
    """End a cohort for all."""
    cohort = queries.cohort_led(read_session(), viewer(), str(uuid))
    if cohort.state is not CohortState.OPEN:
        raise NotFound
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = queries.cohort_led(session, viewer(), str(uuid))
                leaving.end_cohort(session, own, typed(form.reason), by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_cohort(uuid, _("The cohort has ended."))
    return form_page("cohorts/end.html", form, cohort=cohort)
