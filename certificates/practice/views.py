"""Pages of the log: one's own, and that of a candidate for those who read it."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from certificates.permissions import SchemePermission
from certificates.practice.forms import PracticeCorrectionForm, PracticeEntryForm, PracticeWithdrawalForm
from certificates.practice.labels import KINDS
from certificates.practice.pages import COLUMNS, ShownPractice, candidate_log, evidence_choices, export_rows, own_log
from certificates.practice.policy import log_seen
from certificates.practice.queries.entries import FoundPractice, own_entry
from certificates.practice.rules.log import PracticeKind, PracticeUnit
from certificates.practice.services import PracticeDraft, correct_practice, log_practice, withdraw_practice
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import countries, people_info
from lms.tables.exports import ListExport, answer_export
from lms.web.api import form_page, show, typed

bp = Blueprint("practice", __name__, template_folder="templates")


@bp.get("/practice")
@needs(SchemePermission.CANDIDACY_OWN)
def mine() -> str:
    """One's own log, and for each certificate whether its years have enough."""
    return render_template("practice/mine.html", log=own_log(read_session(), viewer(), clock.now()))


@bp.get("/practice/export.<any(csv,xlsx,json):form>")
@needs(SchemePermission.CANDIDACY_OWN)
def export(form: str) -> Response:
    """The same as a file."""
    return _file(own_log(read_session(), viewer(), clock.now()).lines, form, names_people=False)


def _file(lines: Sequence[ShownPractice], form: str, *, names_people: bool) -> Response:
    return answer_export(
        ListExport(
            name="practice-log",
            title=_l("Practice log"),
            columns=COLUMNS,
            rows=export_rows(lines),
            names_people=names_people,
        ),
        form,
    )


@bp.route("/practice/new", methods=["GET", "POST"])
@needs(SchemePermission.CANDIDACY_OWN)
def add() -> ResponseReturnValue:
    """Log something."""
    form = PracticeEntryForm(list(countries().items()), evidence_choices(read_session(), viewer()))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                log_practice(session, _draft(form), actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("It is in your log."), "success")
            return redirect(url_for("practice.mine"), code=303)
    return form_page("practice/add.html", form)


def _draft(form: PracticeEntryForm) -> PracticeDraft:
    assert form.on.data is not None  # the form asks for both
    assert form.amount.data is not None
    return PracticeDraft(
        kind=PracticeKind(form.kind.data),
        on=form.on.data,
        amount=form.amount.data,
        unit=PracticeUnit(form.unit.data),
        country=typed(form.country),
        role=typed(form.role),
        words=typed(form.words),
        evidence=typed(form.evidence),
    )


@bp.route("/practice/<uuid:uuid>", methods=["GET", "POST"])
@needs(SchemePermission.CANDIDACY_OWN)
def correct(uuid: object) -> ResponseReturnValue:
    """Correct an entry of one's own, or withdraw it."""
    found = own_entry(read_session(), viewer(), str(uuid))
    form = PracticeCorrectionForm(
        list(countries().items()), evidence_choices(read_session(), viewer()), data=_said(found)
    )
    if form.validate_on_submit():
        try:
            with transaction() as session:
                correct_practice(
                    session, str(uuid), _draft(form), typed(form.reason), actor=viewer(), now=clock.now()
                )  # fmt: skip
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("It is corrected. The earlier entry stays in the record."), "success")
            return redirect(url_for("practice.mine"), code=303)
    return form_page("practice/correct.html", form, found=found, kind=KINDS[found.line.kind])


def _said(found: FoundPractice) -> dict[str, object]:
    names = ("kind", "on", "amount", "unit", "country", "role", "words", "evidence")
    return {name: getattr(found.revision, name) for name in names}


@bp.route("/practice/<uuid:uuid>/withdraw", methods=["GET", "POST"])
@needs(SchemePermission.CANDIDACY_OWN)
def withdraw(uuid: object) -> ResponseReturnValue:
    """Withdraw an entry of one's own."""
    found = own_entry(read_session(), viewer(), str(uuid))
    form = PracticeWithdrawalForm()
    if form.validate_on_submit():
        with transaction() as session:
            withdraw_practice(session, str(uuid), typed(form.reason), actor=viewer(), now=clock.now())
        flash(_("It is withdrawn. It stays in the record, but does not count."), "success")
        return redirect(url_for("practice.mine"), code=303)
    return form_page("practice/withdraw.html", form, found=found, kind=KINDS[found.line.kind])


@bp.get("/candidates/<uuid:uuid>/practice")
@needs(SchemePermission.SCHEME_SEE)
def of_candidate(uuid: object) -> str:
    """The log of a candidate or holder."""
    found = log_seen(read_session(), viewer(), str(uuid))
    person = people_info(read_session(), [found.row.person_id])[found.row.person_id]
    return render_template(
        "practice/candidate.html",
        found=found,
        name=person.name,
        log=candidate_log(read_session(), found, clock.now()),
        keeps=viewer().may(SchemePermission.CANDIDATE_SEE),
    )


@bp.get("/candidates/<uuid:uuid>/practice.<any(csv,xlsx,json):form>")
@needs(SchemePermission.SCHEME_SEE)
def export_candidate(uuid: object, form: str) -> Response:
    """The same as a file."""
    found = log_seen(read_session(), viewer(), str(uuid))
    return _file(candidate_log(read_session(), found, clock.now()).lines, form, names_people=True)
