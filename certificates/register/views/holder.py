"""The holder's pages: what was earned, how the name is written, the files, and who sees what."""

from collections.abc import Sequence

from flask import Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certificates.credentials import tasks
from certificates.credentials.files.carriers import Carrier
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Achievement, Claim
from certificates.credentials.policy import claimed_by
from certificates.credentials.queries.held import open_claims
from certificates.credentials.queries.taught_in import taught_in
from certificates.credentials.rules.issuers import NO_ISSUER
from certificates.credentials.rules.lifecycle import GOOD, Standing, Visibility
from certificates.credentials.rules.spelling import Doubt
from certificates.credentials.rules.wording import AwardWords, language_preset, words_kept
from certificates.credentials.services import claims, ending, name_requests
from certificates.credentials.services.naming import (
    Names,
    checked_name,
    clean_names,
    demand_checked,
    doubts_about,
)
from certificates.credentials.sources.course_words import words_offered
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.certificate_picture import PictureScale
from certificates.documents.labels import paper_languages
from certificates.permissions import CertificatePermission
from certificates.register import queries
from certificates.register.forms import ClaimForm, EmptyForm, VisibilityForm
from certificates.register.labels import DOUBTS, STANDINGS
from certificates.register.pages.answers import facts_of, why
from certificates.register.pages.claim_states import ClaimShown, ClaimState, claims_shown, whom_to_ask
from certificates.register.pages.decided import decisions_told_on, way_told_of
from certificates.register.pages.name_preview import proof_picture
from certificates.register.pages.pictures import own_picture
from certificates.register.pages.reopening import dates_said, retake_of
from certificates.register.views.blueprints import holder as bp
from certificates.register.views.checking import KINDS
from certificates.register.views.files import file_answer
from certificates.schemes.rules.releasing import is_of_scheme
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, language, spoken
from lms.people.api import CheckedName
from lms.web.api import own_name, show, typed


@bp.get("/certificates")
@needs(CertificatePermission.CREDENTIAL_HOLD)
def mine() -> ResponseReturnValue:
    """What waits for a confirmed name, and one's own certificates."""
    now = clock.now()
    held = queries.own_credentials(read_session(), viewer())
    return render_template(
        "register/mine.html",
        claims=claims_shown(
            read_session(), viewer().id, open_claims(read_session(), claimed_by(viewer())), now, language=language()
        ),
        states=ClaimState,
        held=[
            (one, *STANDINGS[one.standing(now)], dates_said(one, now), own_picture(one, PictureScale.THUMBNAIL, now))
            for one in held
        ],
    )


@bp.route("/certificates/claims/<uuid:uuid>", methods=["GET", "POST"])
@needs(CertificatePermission.CREDENTIAL_HOLD)
def claim(uuid: object) -> ResponseReturnValue:
    """How the name is to be written; nothing is printed before the proof was looked at."""
    row, achievement = queries.own_claim(read_session(), viewer(), str(uuid))
    if row.taken_at is not None:
        return to_credential(row)
    [shown] = claims_shown(read_session(), viewer().id, [(row, achievement)], clock.now(), language=language())
    if is_over(shown):
        return render_template("register/claim_over.html", shown=shown, states=ClaimState)
    offered = words_offered(read_session(), row, achievement, paper_languages(HOUSE))
    form = name_form(row, shown.checked, list(offered))
    if form.validate_on_submit():
        checked = demand_checked(read_session(), viewer().id)
        try:
            names = clean_names(typed(form.name), typed(form.local_name))
            doubts_about(names, checked, row)
            chosen = typed(form.language) if form.language else achievement.language
            proof_picture(
                row,
                achievement,
                names,
                issuing(),
                clock.now(),
                taught_in=taught_in(read_session(), row),
                words=offered[chosen],
                language=chosen,
            )
        except BadInput as fault:
            show(form, fault)
        else:
            with transaction() as session:
                own, _achievement = queries.own_claim(session, viewer(), str(uuid))
                claims.keep_draft(session, own, names.latin, names.local)
                claims.choose_language(session, own, chosen, offered[chosen])
            return redirect(url_for("certificates.proof", uuid=uuid), code=303)
    page = render_template(
        "register/claim.html",
        form=form,
        shown=shown,
        states=ClaimState,
        whom=whom_to_ask(read_session(), shown),
        problem=issuer_problem(),
    )
    return make_response(page, 422 if form.errors else 200)


def is_over(shown: ClaimShown) -> bool:
    """Whether no certificate is made of it any more."""
    return shown.claim.withdrawn_at is not None or shown.state is ClaimState.LAPSED


def name_form(row: Claim, checked: CheckedName | None, languages: Sequence[str]) -> ClaimForm:
    """The names as typed so far, else as they stand checked in the account; the language of the page is marked."""
    named = {one: own_name(one) for one in languages}
    preset = language_preset(languages, row.language, language())
    if row.draft_name or checked is None:
        name, local_name = row.draft_name or viewer().name, row.draft_local_name
    else:
        name, local_name = checked.name, checked.local_name
    return ClaimForm(named, name=name, local_name=local_name, language=preset)


def titled(achievement: Achievement, words: AwardWords | None) -> str:
    """What was earned, in the words of the page where it has them, else marked as of its own language."""
    return words.title if words is not None else spoken(achievement.title, achievement.language)


@bp.get("/certificates/claims/<uuid:uuid>/proof")
@needs(CertificatePermission.CREDENTIAL_HOLD)
def proof(uuid: object) -> ResponseReturnValue:
    """The proof of the paper, and the button that has it made."""
    row, achievement = queries.own_claim(read_session(), viewer(), str(uuid))
    if row.taken_at is not None:
        return to_credential(row)
    if is_over(*claims_shown(read_session(), viewer().id, [(row, achievement)], clock.now())):
        return redirect(url_for("certificates.claim", uuid=uuid), code=303)
    checked = checked_name(read_session(), viewer().id)
    if not row.draft_name or checked is None:
        return redirect(url_for("certificates.claim", uuid=uuid), code=303)
    try:
        found = doubts_about(Names(row.draft_name, row.draft_local_name), checked, row)
    except BadInput:  # typed before titles were refused: the form says so beside its field
        return redirect(url_for("certificates.claim", uuid=uuid), code=303)
    return render_template(
        "register/proof.html",
        form=EmptyForm(),
        claim=row,
        title=titled(achievement, words_kept(achievement.translations, row.language)),
        language_chosen=own_name(row.language) if row.language else None,
        checked=checked,
        doubts=[DOUBTS[doubt] for doubt in Doubt if doubt in found],
    )


@bp.get("/certificates/claims/<uuid:uuid>/proof.png")
@needs(CertificatePermission.CREDENTIAL_HOLD)
def proof_png(uuid: object) -> ResponseReturnValue:
    """The proof as a picture."""
    row, achievement = queries.own_claim(read_session(), viewer(), str(uuid))
    names = Names(row.draft_name or viewer().name, row.draft_local_name)
    taught = taught_in(read_session(), row)
    words = words_kept(achievement.translations, row.language)
    picture = proof_picture(
        row, achievement, names, issuing(), clock.now(), taught_in=taught, words=words, language=row.language
    )
    return Response(picture, mimetype="image/png", headers={"Cache-Control": "no-store"})


@bp.post("/certificates/claims/<uuid:uuid>/confirm")
@needs(CertificatePermission.CREDENTIAL_HOLD)
def confirm(uuid: object) -> ResponseReturnValue:
    """The name is right: have the certificate made, or ask a manager; a second press leads to the same certificate."""
    now = clock.now()
    with transaction() as session:
        row, _achievement = queries.own_claim(session, viewer(), str(uuid))
        if row.taken_at is None:
            names = clean_names(row.draft_name, row.draft_local_name)
            version = name_requests.confirm_or_ask(session, row, names, issuing(), by_id=viewer().id, now=now)
            if version is None:
                flash(_("Your name waits for a manager. You do not need to do anything else."), "success")
                return redirect(url_for("certificates.claim", uuid=uuid), code=303)
            tasks.ask_to_make(session, version, now=now)
    return to_credential(row)


@bp.get("/certificates/<uuid:uuid>")
@needs(CertificatePermission.CREDENTIAL_HOLD)
def one(uuid: object) -> ResponseReturnValue:
    """One's own certificate: its files, its link, and who sees what."""
    return own_page(str(uuid), None)


def own_page(uuid: str, form: VisibilityForm | None) -> ResponseReturnValue:
    """The page of one's own certificate, with the form as it stands or as it was sent."""
    held, now = queries.own_credential(read_session(), viewer(), uuid), clock.now()
    standing = held.standing(now)
    word, tone = STANDINGS[standing]
    page = render_template(
        "register/own.html",
        held=held,
        facts_shown=facts_of(held),
        word=word,
        tone=tone,
        reason=why(held.ending) if held.ending else "",
        suspended_for=why(held.suspension) if held.suspension else "",
        expired=standing is Standing.EXPIRED,
        begins_later=standing is Standing.NOT_YET,
        retake=retake_of(read_session(), held, now),
        told=decisions_told_on(read_session(), held, now),
        way=way_told_of(read_session(), held, now),
        in_force_again=held.reinstatement if standing in GOOD else None,
        picture=own_picture(held, PictureScale.PAGE, now),
        may_share=standing in GOOD and held.credential.visibility == Visibility.LINK,
        private=held.credential.visibility == Visibility.PRIVATE,
        link=issuing().link(held.credential.token),
        form=form or VisibilityForm(visibility=held.credential.visibility),
        kinds=Carrier,
        of_scheme=is_of_scheme(held.claim.source_ref),
    )
    return make_response(page, 422 if form and form.errors else 200)


@bp.get("/certificates/<uuid:uuid>/state")
@needs(CertificatePermission.CREDENTIAL_HOLD)
def state(uuid: object) -> ResponseReturnValue:
    """Whether the certificate is made, for the page that waits for it."""
    held = queries.own_credential(read_session(), viewer(), str(uuid))
    return jsonify({"being_made": held.being_made})


@bp.get(f"/certificates/<uuid:uuid>/file.<{KINDS}:kind>")
@needs(CertificatePermission.CREDENTIAL_HOLD)
def file(uuid: object, kind: str) -> ResponseReturnValue:
    """A file of one's own certificate; `?show` looks at it instead of keeping it."""
    held = queries.own_credential(read_session(), viewer(), str(uuid))
    return file_answer(held, Carrier(kind), download="show" not in request.args)


@bp.post("/certificates/<uuid:uuid>/visibility")
@needs(CertificatePermission.CREDENTIAL_HOLD)
def visibility(uuid: object) -> ResponseReturnValue:
    """Choose who sees what."""
    form = VisibilityForm()
    if not form.validate():
        return own_page(str(uuid), form)
    with transaction() as session:
        held = queries.own_credential(session, viewer(), str(uuid))
        ending.choose_visibility(
            session, held.credential, Visibility(form.visibility.data), by_id=viewer().id, now=clock.now()
        )
    flash(_("Your choice is saved."), "success")
    return redirect(url_for("certificates.one", uuid=uuid), code=303)


def to_credential(row: Claim) -> ResponseReturnValue:
    """On to what became of a claim."""
    credential = queries.credential_of_claim(read_session(), row.id)
    return redirect(url_for("certificates.one", uuid=credential.uuid), code=303)


def issuer_problem() -> str | None:
    """Why nothing can be issued here now, if so."""
    return _(NO_ISSUER) if issuing().did is None else None
