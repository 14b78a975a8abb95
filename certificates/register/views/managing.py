"""The pages of those who manage certificates: found, suspended, revoked, made anew under a corrected name."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.api import managed_addresses
from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.queries.held import HeldCredential, earlier_versions
from certificates.credentials.rules.evidence import attempts_in, from_data
from certificates.credentials.rules.lifecycle import GOOD, Standing, StatusReason
from certificates.credentials.services import confirming
from certificates.credentials.services.ending import reason_words
from certificates.credentials.services.naming import clean_names
from certificates.decisions import scheme_steps
from certificates.decisions import services as deciding
from certificates.decisions.kinds import RevocationKind
from certificates.permissions import CertificatePermission
from certificates.register import queries
from certificates.register.forms import LiftForm, ProposeRevocationForm, ReissueForm, RevokeForm, SuspendForm
from certificates.register.labels import STANDINGS
from certificates.register.pages import confirmation
from certificates.register.pages.answers import cuts_named, facts_of, why
from certificates.register.pages.confirmation import ActShown
from certificates.register.pages.decided import decisions_managed_on, waiting_revocation
from certificates.register.pages.name_differences import NameDifference, difference
from certificates.register.pages.pictures import managed_picture as shown_to_manager
from certificates.register.views.blueprints import manager as bp
from certificates.schemes.rules.releasing import is_of_scheme
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import N_, _
from lms.people.api import PersonInfo, people_info
from lms.web.api import PageForm, page_asked, show, typed

PROPOSED = N_("It is proposed. Another person with the same role has to confirm it.")


@bp.get("")
@needs(CertificatePermission.CREDENTIAL_MANAGE)
def all_of_them() -> ResponseReturnValue:
    """The certificates that one manages, page by page, or found by number or name."""
    now, words = clock.now(), words_asked()
    found = queries.managed_page(read_session(), viewer(), words=words, number=page_asked())
    holders = people_info(read_session(), [one.credential.person_id for one in found.rows])
    return render_template(
        "register/managed.html",
        found=found,
        words=words,
        rows=[
            (one, holder, differs(one, holder), *STANDINGS[one.standing(now)])
            for one in found.rows
            for holder in (holders[one.credential.person_id],)
        ],
        names_waiting=queries.names_waiting(read_session(), viewer()),
    )


def words_asked() -> str:
    """The number or name by which the list is narrowed."""
    return request.args.get("words", "").strip()[:100]


def differs(held: HeldCredential, holder: PersonInfo) -> NameDifference | None:
    """How the name on a certificate departs from that of the account."""
    return difference(held.written.name, held.written.local_name, holder)


@bp.get("/<uuid:uuid>")
@needs(CertificatePermission.CREDENTIAL_MANAGE)
def one(uuid: object) -> ResponseReturnValue:
    """One certificate: how it stands and what can be done."""
    return managed_page(queries.managed_credential(read_session(), viewer(), str(uuid)))


def managed_page(held: HeldCredential, form: RevokeForm | None = None) -> ResponseReturnValue:
    """The page of one certificate, with the form as it stands or as it was sent."""
    now = clock.now()
    standing = held.standing(now)
    word, tone = STANDINGS[standing]
    own = held.credential.person_id == viewer().id
    form = form or RevokeForm(formdata=None)
    form.words.description = confirmation.hint_on_words(held)
    waiting = None if own else waiting_revocation(read_session(), held)
    free = not own and waiting is None
    holder = people_info(read_session(), [held.credential.person_id])[held.credential.person_id]
    page = render_template(
        "register/managed_one.html",
        held=held,
        facts_shown=facts_of(held),
        picture=shown_to_manager(held, now),
        holder=holder,
        cuts=cuts_named(from_data(held.claim.evidence)),
        difference=differs(held, holder),
        word=word,
        tone=tone,
        reason=why(held.ending) if held.ending else "",
        suspended_for=why(held.suspension) if held.suspension else "",
        earlier=[(old, why(old.ending) if old.ending else "") for old in earlier_versions(read_session(), held)],
        form=form,
        own=own,
        waiting=waiting,
        attempts=list(managed_addresses(read_session(), viewer(), attempts_in(held.claim.evidence)).values()),
        decisions=[] if own else decisions_managed_on(read_session(), held),
        may_revoke=free and standing is not Standing.REVOKED,
        may_propose=free and standing not in {Standing.REVOKED, Standing.MAKING} and not held.being_made,
        may_reissue=free and standing in GOOD and not held.being_made,
        may_suspend=free and standing in GOOD,
        may_lift=free and standing is Standing.SUSPENDED and not held.being_made,
    )
    return make_response(page, 422 if form.errors else 200)


@bp.post("/<uuid:uuid>/revoke")
@needs(CertificatePermission.CREDENTIAL_MANAGE)
@step_up
def revoke(uuid: object) -> ResponseReturnValue:
    """Revoke a certificate as one person; the reason is shown to whoever checks it."""
    form, now = RevokeForm(), clock.now()
    held = queries.managed_credential(read_session(), viewer(), str(uuid))
    if form.validate() and not wants_to_change():
        try:
            if looks_first():
                act = confirmation.revoking(held, StatusReason(form.reason.data), reason_words(typed(form.words)))
                return confirm_page(held, form, act)
            with transaction() as session:
                own = queries.managed_credential(session, viewer(), str(uuid))
                deciding.revoke_openly(
                    session, own.credential, StatusReason(form.reason.data), typed(form.words), actor=viewer(), now=now
                )
                tasks.ask_to_publish(session, now=now)
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The certificate is revoked. Its page says so from now on."), "success")
            return redirect(url_for("credentials.one", uuid=uuid), code=303)
    return managed_page(held, form)


@bp.route("/<uuid:uuid>/propose-revocation", methods=["GET", "POST"])
@needs(CertificatePermission.CREDENTIAL_MANAGE)
@step_up
def propose_revocation(uuid: object) -> ResponseReturnValue:
    """Suspend a certificate at once and propose to revoke it; a second person confirms or refuses."""
    held = queries.managed_credential(read_session(), viewer(), str(uuid))
    form, now = ProposeRevocationForm(RevocationKind.reasons), clock.now()
    form.words.description = confirmation.hint_on_words(held)
    if form.validate_on_submit() and not wants_to_change():
        wanted = deciding.RevocationProposal(
            reason=StatusReason(form.reason.data),
            words=typed(form.words),
            opens_on=form.opens_on.data,
            never_again=bool(form.never_again.data),
            key=form.key.data,
        )
        try:
            if looks_first():
                words = reason_words(wanted.words)
                act = confirmation.proposing(
                    held, wanted.reason, words, wanted.opens_on, never_again=wanted.never_again
                )
                return confirm_page(held, form, act)
            with transaction() as session:
                own = queries.managed_credential(session, viewer(), str(uuid))
                said = tasks.second_look_said(session, own.credential.person_id)
                deciding.propose_revocation(session, own.credential, wanted, said, actor=viewer(), now=now)
                tasks.ask_to_publish(session, now=now)
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The proposal to revoke the certificate is sent. A second person has to confirm it."), "success")
            return redirect(url_for("credentials.one", uuid=uuid), code=303)
    page = render_template("register/propose_revocation.html", form=form, held=held)
    return make_response(page, 422 if form.errors else 200)


@bp.route("/<uuid:uuid>/suspend", methods=["GET", "POST"])
@needs(CertificatePermission.CREDENTIAL_MANAGE)
@step_up
def suspend(uuid: object) -> ResponseReturnValue:
    """Suspend a certificate; the reason is shown to whoever checks it."""
    held = queries.managed_credential(read_session(), viewer(), str(uuid))
    form, now = SuspendForm(), clock.now()
    form.words.description = confirmation.hint_on_words(held, suspends=True)
    if form.validate_on_submit() and not wants_to_change():
        try:
            if looks_first():
                return confirm_page(held, form, confirmation.suspending(held, reason_words(typed(form.words))))
            with transaction() as session:
                own, done = queries.managed_credential(session, viewer(), str(uuid)), True
                if is_of_scheme(own.claim.source_ref):
                    done = scheme_steps.suspend_by_two(session, own, typed(form.words), actor=viewer(), now=now)
                else:
                    deciding.suspend_openly(session, own.credential, typed(form.words), actor=viewer(), now=now)
                    tasks.ask_to_publish(session, now=now)
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The certificate is suspended. Its page says so from now on.") if done else _(PROPOSED), "success")
            return redirect(url_for("credentials.one", uuid=uuid), code=303)
    page = render_template("register/suspend.html", form=form, held=held, **by_two(held))
    return make_response(page, 422 if form.errors else 200)


@bp.route("/<uuid:uuid>/lift", methods=["GET", "POST"])
@needs(CertificatePermission.CREDENTIAL_MANAGE)
@step_up
def lift(uuid: object) -> ResponseReturnValue:
    """Lift a suspension: the certificate is made anew, and its holder told to fetch the new files."""
    held = queries.managed_credential(read_session(), viewer(), str(uuid))
    form, now = LiftForm(), clock.now()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = queries.managed_credential(session, viewer(), str(uuid))
                if is_of_scheme(own.claim.source_ref):
                    done = scheme_steps.lift_by_two(session, own, typed(form.words), actor=viewer(), now=now)
                    said = lifted_words(made=True) if done else _(PROPOSED)
                else:
                    version = deciding.lift_openly(
                        session, own.credential, typed(form.words), issuing(), actor=viewer(), now=now
                    )
                    if version is not None:
                        tasks.ask_to_make(session, version, now=now)
                    said = lifted_words(made=version is not None)
        except BadInput as fault:
            show(form, fault)
        else:
            flash(said, "success")
            return redirect(url_for("credentials.one", uuid=uuid), code=303)
    page = render_template("register/lift.html", form=form, held=held, **by_two(held))
    return make_response(page, 422 if form.errors else 200)


def looks_first() -> bool:
    """Whether what was sent is to be looked at once more before it is done."""
    return "review" in request.form


def wants_to_change() -> bool:
    """Whether somebody who looked at it goes back to the form."""
    return "change" in request.form


def confirm_page(held: HeldCredential, form: PageForm, act: ActShown) -> ResponseReturnValue:
    """What follows from an act; what was typed is sent again from here, and nothing else."""
    typed_in = [(field.name, request.form[field.name]) for field in form if field.name in request.form]
    carried = [(name, value) for name, value in typed_in if name != "csrf_token"]
    return render_template("register/confirm_act.html", held=held, act=act, carried=carried)


def by_two(held: HeldCredential) -> dict[str, Any]:
    """Of a certificate of a scheme: that it takes two people, what another has proposed, and what the holder said."""
    if not is_of_scheme(held.claim.source_ref):
        return {"of_scheme": False}
    session = read_session()
    return {
        "of_scheme": True,
        "proposal": scheme_steps.proposed_of(session, held),
        "statements": scheme_steps.statements_of(session, held),
    }


def lifted_words(*, made: bool) -> str:
    """What was done, and what comes of it."""
    if made:
        return _("The suspension is lifted. The certificate is valid again as soon as it has a new signature.")
    return _("The suspension is lifted. The certificate has expired, so no new one is created.")


@bp.route("/<uuid:uuid>/reissue", methods=["GET", "POST"])
@needs(CertificatePermission.CREDENTIAL_MANAGE)
@step_up
def reissue(uuid: object) -> ResponseReturnValue:
    """Make a certificate anew under a corrected name; number, link and date of the award stay."""
    held = queries.managed_credential(read_session(), viewer(), str(uuid))
    form, now = ReissueForm(name=held.written.name, local_name=held.written.local_name), clock.now()
    if form.validate_on_submit() and not wants_to_change():
        try:
            names = clean_names(typed(form.name), typed(form.local_name))
            if looks_first():
                return confirm_page(held, form, confirmation.reissuing(names))
            with transaction() as session:
                own = queries.managed_credential(session, viewer(), str(uuid))
                version = confirming.reissue(
                    session, own, names, issuing(), reason=typed(form.reason), by_id=viewer().id, now=now
                )
                tasks.ask_to_make(session, version, now=now)
        except BadInput as fault:
            show(form, fault)
        else:
            flash(
                _("The certificate is being reissued. The older one is replaced as soon as the new one is signed."),
                "success",
            )
            return redirect(url_for("credentials.one", uuid=uuid), code=303)
    return make_response(render_template("register/reissue.html", form=form, held=held), 422 if form.errors else 200)
