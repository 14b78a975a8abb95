"""Nominating officers, and where those of one's own administration or country are on their way."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from certificates.candidates.forms import NominateForm, NominateManyForm
from certificates.candidates.pages.lists import COLUMNS, export_rows, lines_of
from certificates.candidates.queries.found import standings_seen, version_in_use, versions_in_use
from certificates.candidates.queries.proposals import nominations_by_people
from certificates.candidates.services.applying import nominate
from certificates.candidates.services.many_nominations import NominatedRow, nominate_many
from certificates.candidates.views.blueprints import keeping as bp
from certificates.permissions import SchemePermission
from certificates.schemes.rules.definition import words
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.people.api import people_info, person_typed
from lms.tables.exports import ListExport, answer_export
from lms.web.api import form_page, show, typed


@bp.get("/nominations")
@needs(SchemePermission.CANDIDATE_NOMINATE)
def nominations() -> ResponseReturnValue:
    """Where the candidates are whom one nominates for, whom one nominated, and a form for the next one."""
    return _page(_form())


@bp.post("/nominations")
@needs(SchemePermission.CANDIDATE_NOMINATE)
@step_up
def nominating() -> ResponseReturnValue:
    """Nominate an officer, who is asked for their consent."""
    form, now = _form(), clock.now()
    if form.validate():
        try:
            with transaction() as session:
                person = person_typed(
                    session, viewer(), SchemePermission.CANDIDATE_NOMINATE, typed(form.person), field="person"
                )
                version = version_in_use(session, typed(form.scheme), now)
                nominate(session, version, person.id, typed(form.words), by_id=viewer().id, now=now)
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The officer is nominated, and asked whether they agree."), "success")
            return redirect(url_for("candidates.nominations"), code=303)
    return _page(form)


@bp.route("/nominations/file", methods=["GET", "POST"])
@needs(SchemePermission.CANDIDATE_NOMINATE)
@step_up
def nominate_file() -> ResponseReturnValue:
    """Nominate many officers from a file; the answer says what became of each row."""
    form, now = NominateManyForm(_schemes()), clock.now()
    rows: list[NominatedRow] = []
    if form.validate_on_submit():
        try:
            with transaction() as session:
                version = version_in_use(session, typed(form.into), now)
                rows = nominate_many(session, version, form.file.data.read(), actor=viewer(), now=now)
        except BadInput as fault:
            show(form, BadInput("file", fault.message))
    return form_page("candidates/nominate_file.html", form, rows=rows, taken=sum(not one.refused for one in rows))


def _schemes() -> list[tuple[str, str]]:
    versions = versions_in_use(read_session(), clock.now())
    return [(one.slug, words(one.definition.title, language())) for one in versions]


def _form() -> NominateForm:
    return NominateForm(_schemes())


def _page(form: NominateForm) -> Response:
    session = read_session()
    rows = nominations_by_people(session, viewer().id)
    people = people_info(session, sorted({row.person_id for row, _slug in rows}))
    titles = dict(_schemes())
    return form_page(
        "candidates/nominations.html",
        form,
        lines=lines_of(session, standings_seen(session, viewer()), clock.now().date()),
        nominated=[
            (row, people[row.person_id].name, titles.get(slug, slug)) for row, slug in rows if row.person_id in people
        ],
    )


@bp.get("/nominations/export.<any(csv,xlsx,json):form>")
@needs(SchemePermission.CANDIDATE_NOMINATE)
def export_nominations(form: str) -> Response:
    """Where these candidates are, as a file."""
    lines = lines_of(read_session(), standings_seen(read_session(), viewer()), clock.now().date())
    return answer_export(
        ListExport(
            name="nominated-candidates",
            title=_l("Candidates of your officers"),
            columns=COLUMNS,
            rows=export_rows(lines),
            names_people=True,
        ),
        form,
    )
