"""Anybody's pages: the link of a certificate, and the page that checks a file or a typed number."""

from datetime import datetime
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certificates.credentials.files.carriers import LARGEST_FILE, Carrier
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.issuing.names import family_key
from certificates.credentials.issuing.numbers import read_number
from certificates.credentials.models import Credential
from certificates.credentials.queries import held as held_queries
from certificates.credentials.queries import lists, trusted
from certificates.credentials.queries.held import HeldCredential
from certificates.credentials.queries.lists import Registered
from certificates.credentials.rules.award import Issuer, status_list_address
from certificates.credentials.rules.lifecycle import Visibility, ending_of, suspension_of
from certificates.credentials.verification.report import CheckName, CheckState, Report, Verdict
from certificates.credentials.verification.verify import verify
from certificates.register import queries
from certificates.register.forms import FileForm, NumberForm
from certificates.register.pages import answers, verification_report
from certificates.register.pages.answers import Answer
from certificates.register.pages.pictures import PictureShown, glimpsed_picture, linked_picture
from certificates.register.rate_limits import count_number
from certificates.register.views.blueprints import verifier as bp
from certificates.register.views.files import asks_for_page, file_answer
from lms import clock
from lms.access import public, viewer_or_none
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.rate_limits import keyed, network_of, take_back
from lms.web.api import show, typed

TOKEN = "string(length=16)"  # noqa: S105  # how a link's 96 bits are written, not a secret
KINDS = "any(json,jwt,png,svg,pdf)"
ROUND_THE_FILE = 100_000  # bytes of a form beside its file


@bp.get(f"/credentials/<{TOKEN}:token>")
@public
def credential(token: str) -> ResponseReturnValue:
    """What the register says of the certificate with this link, as its holder allows."""
    held, now = queries.by_token(read_session(), token), clock.now()
    if held is None:
        return answered(answers.unknown(), "link", 404)
    earlier = held_queries.earlier_versions(read_session(), held)
    files = held if held.credential.visibility == Visibility.LINK and held.version.record else None
    return answered(answers.of_standing(held, earlier, now), "link", files=files, picture=linked_picture(held, now))


@bp.get(f"/credentials/<{TOKEN}:token>.<{KINDS}:kind>")
@public
def credential_file(token: str, kind: str) -> ResponseReturnValue:
    """A file of the certificate, where its holder shows it to whoever has the link."""
    held = queries.by_token(read_session(), token)
    if held is None or held.credential.visibility != Visibility.LINK:
        raise NotFound
    return file_answer(held, Carrier(kind), download=kind == Carrier.PDF)


@bp.get("/credentials/<uuid:uuid>")
@public
def inside_address(uuid: object) -> ResponseReturnValue:
    """The address inside a record: the record where its holder shows it, else a word on whom to ask."""
    held = queries.by_uuid(read_session(), str(uuid))
    if held is not None and held.credential.visibility == Visibility.LINK and held.version.record:
        if asks_for_page():
            return redirect(url_for("register.credential", token=held.credential.token), code=303)
        return file_answer(held, Carrier.JSON, download=False)
    if asks_for_page():
        return render_template("register/ask_holder.html"), 404
    raise NotFound


@bp.get("/verify")
@public
def check() -> ResponseReturnValue:
    """Two ways to check a certificate: its file, or the number on the paper."""
    return forms_page(FileForm(), NumberForm())


@bp.post("/verify")
@public
def check_file() -> ResponseReturnValue:
    """Check a file; nothing of it is kept, so the answer comes at once and is not an address to come back to."""
    form = FileForm()
    if not form.validate():
        return forms_page(form, NumberForm(formdata=None), 422)
    answer, picture = answer_to_file(form.file.data.read())
    return answered(answer, "file", picture=picture)


@bp.post("/verify/number")
@public
def check_number() -> ResponseReturnValue:
    """Check a number with the family name; wrong tries are counted, and whatever does not fit is unknown."""
    form = NumberForm()
    if form.validate():
        try:
            number = read_number(typed(form.number))
            if not family_key(typed(form.family_name)):
                raise BadInput("family_name", _("Type the family name as it is printed on the certificate."))
        except BadInput as fault:
            show(form, fault)
    if form.errors:
        return forms_page(FileForm(formdata=None), form, 422)
    answer, picture = answer_to_number(number, typed(form.family_name))
    return answered(answer, "number", picture=picture)


def answer_to_file(content: bytes) -> tuple[Answer, PictureShown | None]:
    """What a file turns out to be, by the keys and the register of this site; the picture of one that is valid."""
    setting, now = issuing(), clock.now()
    session = read_session()
    report = verify(content, trusted.own_trust(session, setting.did), now=now)
    found = trusted.registered(session, report, setting.did)
    if found is not None:
        report = trusted.judged_by_register(report, found, now=now)
    held = None
    if found is not None and report.verdict is Verdict.VALID:
        held = held_queries.credential_held(session, Credential.id == found.credential.id)
    answer = verification_report.of_report(report, known_of(report, found), now)
    return answer, linked_picture(held, now) if held is not None else None


def known_of(report: Report, found: Registered | None) -> verification_report.Known:
    """What the register adds to a report."""
    made_at = list_made_at(report)
    if found is None:
        return verification_report.Known(list_made_at=made_at)
    replaced = report.check(CheckName.STATUS).state is CheckState.REPLACED
    shown = replaced and found.credential.visibility == Visibility.LINK
    return verification_report.Known(
        ending=ending_of(found.changes),
        suspension=suspension_of(found.changes),
        newer=url_for("register.credential", token=found.credential.token) if shown else None,
        list_made_at=made_at,
        by_register=True,
    )


def list_made_at(report: Report) -> datetime | None:
    """When we last published the list that a record of our own names."""
    status, did = (report.document or {}).get("credentialStatus"), issuing().did
    if did is None or not isinstance(status, dict):
        return None
    address = str(status.get("statusListCredential"))
    name = address.rpartition("/")[2]
    row = lists.list_named(read_session(), name) if address == status_list_address(Issuer(did, ""), name) else None
    return row.published_at if row else None


def answer_to_number(number: str, family_name: str) -> tuple[Answer, PictureShown | None]:
    """What the register says of a number, to somebody who knows the name on the paper."""
    now, whom = clock.now(), asker()
    with transaction() as session:
        try_id = count_number(session, asker=whom, number=number, now=now)
    held = queries.by_number_and_name(read_session(), number, family_name)
    if held is None:
        return answers.unknown(), None
    with transaction() as session:
        take_back(session, try_id)
    earlier = held_queries.earlier_versions(read_session(), held)
    return answers.of_standing(held, earlier, now), glimpsed_picture(held, now)


def asker() -> str:
    """Who asks: whoever is signed in, else their network; a hash that nobody turns back without the site's secret."""
    person = viewer_or_none()
    whom = f"person {person.uuid}" if person else network_of(request.remote_addr or "")
    return keyed(whom, current_app.config["SECRET_KEY"])


def answered(
    answer: Answer,
    way: str,
    code: int = 200,
    *,
    files: HeldCredential | None = None,
    picture: PictureShown | None = None,
) -> Response:
    """The page with an answer; nothing keeps a copy of it."""
    page = render_template(
        "register/answer.html", answer=answer, way=way, files=files, picture=picture, now=clock.now()
    )
    response = make_response(page, code)
    response.headers["Cache-Control"] = "no-store"
    return response


def forms_page(file_form: FileForm, number_form: NumberForm, code: int = 200) -> Response:
    """The page with the two forms."""
    return make_response(render_template("register/verify.html", file_form=file_form, number_form=number_form), code)


@bp.url_value_preprocessor
def allow_large_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Take larger forms on the page that takes files; set before anything reads the form."""
    if endpoint == "register.check_file":
        request.max_content_length = LARGEST_FILE + ROUND_THE_FILE
