"""One's own way to a certificate: applying, where one is, the steps that one takes oneself."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from certificates.candidates.forms import ApplicationForScheme, ButtonForm, StepForm
from certificates.candidates.labels import WORKING_LANGUAGES
from certificates.candidates.pages.file import file_page
from certificates.candidates.pages.lists import OWN_COLUMNS, lines_of, own_rows
from certificates.candidates.queries.found import (
    own_candidate,
    own_candidates,
    version_in_use,
    versions_in_use,
)
from certificates.candidates.queries.known import known_of
from certificates.candidates.queries.proposals import open_nominations, own_nomination
from certificates.candidates.services.applying import Application, agree_to_newer, apply, decline
from certificates.candidates.services.evidence import STATEMENT, hear
from certificates.candidates.services.proposals import take_step
from certificates.candidates.views.blueprints import own as bp
from certificates.permissions import SchemePermission
from certificates.recognised.pages import lines_of as lines_of_recognised
from certificates.recognised.queries import recognised_of
from certificates.schemes.rules.definition import CANDIDATE, words
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import form_page, own_name, show, typed


@bp.get("/candidacies")
@needs(SchemePermission.CANDIDACY_OWN)
def mine() -> str:
    """One's own ways to certificates, nominations to answer, and schemes for which one can apply."""
    now = clock.now()
    found = own_candidates(read_session(), viewer().id)
    taken = {one.row.scheme_id for one in found if one.row.closed_at is None}
    versions = versions_in_use(read_session(), now)
    titles = {one.slug: words(one.definition.title, language()) for one in versions}
    return render_template(
        "candidates/mine.html",
        lines=lines_of(read_session(), found, now.date()),
        nominations=[
            (row, slug, titles.get(slug, slug)) for row, slug in open_nominations(read_session(), viewer().id)
        ],
        recognised=lines_of_recognised(read_session(), recognised_of(read_session(), viewer().id), now.date()),
        schemes=[
            (one.slug, titles[one.slug], words(one.definition.summary, language()))
            for one in versions
            if one.scheme_id not in taken
        ],
    )


@bp.get("/candidacies/export.<any(csv,xlsx,json):form>")
@needs(SchemePermission.CANDIDACY_OWN)
def export(form: str) -> Response:
    """One's own ways as a file."""
    lines = lines_of(read_session(), own_candidates(read_session(), viewer().id), clock.now().date())
    return answer_export(
        ListExport(
            name="my-candidacies",
            title=_l("My certification"),
            columns=OWN_COLUMNS,
            rows=own_rows(lines),
            names_people=False,
        ),
        form,
    )


@bp.route("/schemes/<slug>/apply", methods=["GET", "POST"])
@needs(SchemePermission.CANDIDACY_OWN)
def apply_for(slug: str) -> ResponseReturnValue:
    """Apply for a scheme: what it asks for, what is there already, and what one says of oneself."""
    now = clock.now()
    version = version_in_use(read_session(), slug, now)
    form = ApplicationForScheme([(code, own_name(code)) for code in WORKING_LANGUAGES])
    if form.validate_on_submit():
        said = Application(
            years_of_service=form.years_of_service.data or 0,
            languages=tuple(form.languages.data or ()),
            conduct_agreed=bool(form.conduct_agreed.data),
            availability=typed(form.availability),
            interests=typed(form.interests),
            words=typed(form.words),
        )
        try:
            with transaction() as session:
                fresh = version_in_use(session, slug, now)
                uuid = apply(session, fresh, said, actor=viewer(), language=language(), now=now).uuid
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("You are a candidate now. This page shows your status and the next step."), "success")
            return redirect(url_for("candidacies.one", uuid=uuid), code=303)
    known = known_of(read_session(), viewer().id, version.definition, language(), now=now)
    courses = version.definition.eligibility.courses
    return form_page(
        "candidates/apply.html",
        form,
        version=version,
        title=words(version.definition.title, language()),
        summary=words(version.definition.summary, language()),
        asked=[(known.titles.get(one, one), one in known.courses) for one in courses],
        years=version.definition.eligibility.years_of_service,
        known=known.pieces,
    )


@bp.get("/candidacies/<uuid:uuid>")
@needs(SchemePermission.CANDIDACY_OWN)
def one(uuid: object) -> ResponseReturnValue:
    """Where one is, what is missing, who does what next and by when."""
    return _page(str(uuid), StepForm(formdata=None))


def _page(uuid: str, form: StepForm, tried: str = "") -> Response:
    found = own_candidate(read_session(), viewer(), uuid)
    page = file_page(read_session(), viewer(), found, clock.now())
    return form_page("candidates/own.html", form, page=page, tried=tried)


@bp.post("/candidacies/<uuid:uuid>/steps/<code>")
@needs(SchemePermission.CANDIDACY_OWN)
def step(uuid: object, code: str) -> ResponseReturnValue:
    """Take a step that is one's own, such as an appeal."""
    form = StepForm()
    own_candidate(read_session(), viewer(), str(uuid))
    if form.validate():
        try:
            with transaction() as session:
                found = own_candidate(session, viewer(), str(uuid))
                known = found.definition.transition(code)
                if known is None or known.mover != CANDIDATE:
                    raise NotFound
                take_step(session, found, code, typed(form.reason), actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Done. This page shows the next step."), "success")
            return redirect(url_for("candidacies.one", uuid=uuid), code=303)
    return _page(str(uuid), form, code)


@bp.post("/candidacies/<uuid:uuid>/statement")
@needs(SchemePermission.CANDIDACY_OWN)
def statement(uuid: object) -> ResponseReturnValue:
    """Say what one has to say about one's suspension."""
    form = StepForm()
    own_candidate(read_session(), viewer(), str(uuid))
    if form.validate():
        try:
            with transaction() as session:
                hear(session, own_candidate(session, viewer(), str(uuid)), typed(form.reason), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Your statement is saved. The people who decide read it."), "success")
            return redirect(url_for("candidacies.one", uuid=uuid), code=303)
    return _page(str(uuid), form, STATEMENT)


@bp.post("/candidacies/<uuid:uuid>/newer-version")
@needs(SchemePermission.CANDIDACY_OWN)
def newer(uuid: object) -> ResponseReturnValue:
    """Agree to go on with the newer version of the scheme."""
    if ButtonForm().validate():
        with transaction() as session:
            found = own_candidate(session, viewer(), str(uuid))
            agree_to_newer(session, found, by_id=viewer().id, now=clock.now())
        flash(_("You are now on the newer version of the scheme."), "success")
    return redirect(url_for("candidacies.one", uuid=uuid), code=303)


@bp.post("/candidacies/nominations/<uuid:uuid>/decline")
@needs(SchemePermission.CANDIDACY_OWN)
def decline_nomination(uuid: object) -> ResponseReturnValue:
    """Say no to a nomination; nobody asks why."""
    if ButtonForm().validate():
        with transaction() as session:
            decline(session, own_nomination(session, viewer(), str(uuid)), now=clock.now())
        flash(_("You have declined. Nobody is told why."), "success")
    return redirect(url_for("candidacies.mine"), code=303)
