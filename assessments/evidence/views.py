"""One's evidence: the list, adding, one piece; and the page of a witness by a link without an account."""

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.evidence import pages, queries, services
from assessments.evidence.dossier import dossier_sheet
from assessments.evidence.forms import EvidenceForm, EvidenceWithdrawalForm, WitnessForm, WordForm
from assessments.evidence.links import witness_uuid
from assessments.evidence.models import TITLE_LENGTH, EvidenceItem, WitnessRequest
from assessments.evidence.purposes import EVIDENCE_FILES
from assessments.evidence.rules import OwnEvidenceKind, PeopleShown, WitnessState, witness_state
from assessments.permissions import PracticalPermission
from assessments.ports import DOSSIERS
from lms import clock
from lms.access import needs, public, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.people.api import person_of
from lms.tables.exports import ListExport, answer_export
from lms.uploads.api import SentFiles, add_files, held_files, sent_files, takes_files
from lms.web.api import PageForm, form_page, languages, not_kept, options, own_name, show, typed

bp = Blueprint("evidence", __name__, template_folder="templates")


@bp.get("/evidence")
@needs(PracticalPermission.PRACTICAL_OWN)
def mine() -> ResponseReturnValue:
    """One's own evidence."""
    found = pages.my_evidence(read_session(), viewer(), clock.now())
    return render_template("evidence/mine.html", items=found)


@bp.get("/evidence/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.PRACTICAL_OWN)
def export(form: str) -> Response:
    """The same as a file."""
    found = pages.my_evidence(read_session(), viewer(), clock.now())
    listed = ListExport(
        name="evidence",
        title=_l("My evidence"),
        columns=pages.COLUMNS,
        rows=pages.export_rows(found),
        names_people=False,
    )
    return answer_export(listed, form)


@bp.get("/evidence/dossier.pdf")
@needs(PracticalPermission.PRACTICAL_OWN)
def dossier() -> Response:
    """All that counts of one's own evidence, to print."""
    made = DOSSIERS.provider()(dossier_sheet(read_session(), viewer().id, clock.now()))
    answer = Response(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = "attachment; filename=evidence.pdf"
    return not_kept(answer)


@bp.get("/evidence/of/<uuid:person>/dossier.pdf")
@needs(PracticalPermission.PRACTICAL_OWN)
def dossier_of(person: object) -> Response:
    """The whole dossier of somebody about whom one decides, or whose file one keeps; the record says who read it."""
    now = clock.now()
    person_id = queries.read_person(read_session(), viewer(), str(person))
    made = DOSSIERS.provider()(dossier_sheet(read_session(), person_id, now))
    with transaction() as session:
        services.note_dossier_read(session, person_id, by_id=viewer().id, names=True, place="", now=now)
    answer = Response(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = "attachment; filename=dossier.pdf"
    return not_kept(answer)


@bp.route("/evidence/new", methods=["GET", "POST"])
@needs(PracticalPermission.PRACTICAL_OWN)
@takes_files
def add() -> ResponseReturnValue:
    """Add evidence with its files; what was typed and sent stays when something is wrong."""
    form, sent, faults = EvidenceForm(), SentFiles(), []
    if form.is_submitted():
        sent = sent_files(EVIDENCE_FILES.name)
        faults = list(sent.faults)
        if form.validate() and not faults:
            try:
                made = _added(form, sent)
            except BadInput as fault:
                if fault.field == "files":
                    faults.append(fault.message)
                else:
                    show(form, fault)
            else:
                flash(_("The evidence is added. You can name a witness now."), "success")
                return redirect(url_for("evidence.one", uuid=made), code=303)
    else:
        _begun(form)
    part, held = add_files(EVIDENCE_FILES), held_files(sent)
    page = render_template("evidence/add.html", form=form, part=part, held=held, faults=faults)
    return page, 422 if form.errors or faults else 200


def _begun(form: EvidenceForm) -> None:
    """What another page knows of it already, such as that of a mission; it is typed over as one likes."""
    asked = request.args
    if asked.get("kind") in set(OwnEvidenceKind):
        form.kind.data = asked["kind"]
    form.title.data = asked.get("title", "")[:TITLE_LENGTH]
    form.place.data = asked.get("place", "")[:TITLE_LENGTH]
    form.day.data = asked.get("day", type=date.fromisoformat)


def _added(form: EvidenceForm, sent: SentFiles) -> str:
    """The uuid of the new piece."""
    shown, day = typed(form.people_shown), form.day.data
    if day is None:
        raise BadInput("day", _("Type the day on which it was. It is not in the future."))
    draft = services.EvidenceDraft(
        kind=OwnEvidenceKind(typed(form.kind)),
        title=typed(form.title),
        day=day,
        place=typed(form.place),
        text=typed(form.text),
        codes=typed(form.codes),
        people_shown=PeopleShown(shown) if shown in set(PeopleShown) else None,
    )
    with transaction() as session:
        return services.add_evidence(session, draft, sent.uuids, person_id=viewer().id, now=clock.now()).uuid


@bp.get("/evidence/<uuid:uuid>")
@needs(PracticalPermission.PRACTICAL_OWN)
def one(uuid: object) -> ResponseReturnValue:
    """One piece, with its files and what witnesses said."""
    return one_page(uuid, EvidenceWithdrawalForm(formdata=None))


def one_page(uuid: object, form: PageForm) -> ResponseReturnValue:
    """The page, whose form may carry errors."""
    found = pages.one_evidence(read_session(), viewer(), str(uuid), clock.now())
    return form_page("evidence/one.html", form, item=found)


@bp.post("/evidence/<uuid:uuid>/withdraw")
@needs(PracticalPermission.PRACTICAL_OWN)
def withdraw(uuid: object) -> ResponseReturnValue:
    """Withdraw a piece of one's own; it stays in the record."""
    queries.own_item(read_session(), viewer(), str(uuid))
    form = EvidenceWithdrawalForm()
    if not form.validate_on_submit():
        return one_page(uuid, form)
    with transaction() as session:
        services.withdraw_evidence(session, str(uuid), typed(form.reason), viewer=viewer(), now=clock.now())
    flash(_("The evidence is withdrawn. It stays in the record, but does not count."), "success")
    return redirect(url_for("evidence.one", uuid=uuid), code=303)


@bp.route("/evidence/<uuid:uuid>/witness", methods=["GET", "POST"])
@needs(PracticalPermission.PRACTICAL_OWN)
def name_witness(uuid: object) -> ResponseReturnValue:
    """Name somebody who saw it; they get a letter with a link."""
    item = queries.own_item(read_session(), viewer(), str(uuid))
    form = WitnessForm()
    form.language.choices = options((code, own_name(code)) for code in languages())
    if not form.is_submitted():
        form.language.data = language()
    if form.validate_on_submit():
        draft = services.WitnessDraft(typed(form.name), typed(form.function), typed(form.email), typed(form.language))
        try:
            with transaction() as session:
                services.ask_witness(session, str(uuid), draft, viewer=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The witness gets an e-mail with a link."), "success")
            return redirect(url_for("evidence.one", uuid=uuid), code=303)
    return form_page("evidence/name_witness.html", form, item=item)


@bp.post("/evidence/<uuid:uuid>/witnesses/<uuid:request_uuid>/withdraw")
@needs(PracticalPermission.PRACTICAL_OWN)
def withdraw_request(uuid: object, request_uuid: object) -> ResponseReturnValue:
    """Ask a witness nothing any more."""
    with transaction() as session:
        services.withdraw_request(session, str(uuid), str(request_uuid), viewer=viewer(), now=clock.now())
    flash(_("The witness is not asked any more. The link in the e-mail no longer works."), "success")
    return redirect(url_for("evidence.one", uuid=uuid), code=303)


@bp.route("/witness/<token>", methods=["GET", "POST"])
@public
def witness(token: str) -> ResponseReturnValue:
    """A witness writes what they saw, once; looking changes nothing, since filters of mail look at links."""
    row, item = _asked(token)
    state = witness_state(row.asked_at, row.ended, clock.now())
    if state is not WitnessState.WAITING:
        return not_kept(render_template("evidence/witness_over.html", state=state), 410)
    form = WordForm()
    if not form.is_submitted():
        form.answered_as.data = row.name
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.give_word(
                    session,
                    row.uuid,
                    typed(form.words),
                    typed(form.answered_as),
                    confirms=bool(form.confirms.data),
                    now=clock.now(),
                )
        except BadInput as fault:
            show(form, fault)
        else:
            return not_kept(render_template("evidence/witness_over.html", state=WitnessState.CONFIRMED))
    person = person_of(read_session(), item.person_id).name
    return not_kept(form_page("evidence/witness.html", form, token=token, row=row, item=item, person=person))


@bp.post("/witness/<token>/decline")
@public
def decline(token: str) -> ResponseReturnValue:
    """A witness did not see it, or does not know the person."""
    row, _item = _asked(token)
    if PageForm().validate_on_submit():
        with transaction() as session:
            services.decline(session, row.uuid, now=clock.now())
    return redirect(url_for("evidence.witness", token=token), code=303)


def _asked(token: str) -> tuple[WitnessRequest, EvidenceItem]:
    uuid = witness_uuid(token)
    found = queries.request_by_uuid(read_session(), uuid) if uuid else None
    if found is None:
        raise NotFound
    return found
