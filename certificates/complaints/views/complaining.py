"""The pages of who complains: the form, and how the complaint stands; all without signing in."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from certificates.complaints import queries, services, tasks
from certificates.complaints.forms import ComplaintForm, ComplaintMoreForm
from certificates.complaints.labels import STATES, TOPICS
from certificates.complaints.links import complaint_token, complaint_uuid
from certificates.complaints.pages import followed_page
from certificates.complaints.rules import ComplaintTopic
from certificates.complaints.services import ComplaintDraft
from certificates.complaints.views.blueprint import bp
from lms import clock
from lms.access import public, viewer_or_none
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, language
from lms.web.api import asking_network, form_page, show, typed


@bp.route("/complaints", methods=["GET", "POST"])
@public
def complain() -> ResponseReturnValue:
    """Say what went wrong; whoever signed in finds their earlier complaints here."""
    form, person = ComplaintForm(), viewer_or_none()
    if form.validate_on_submit():
        under = person if form.under_account.data else None
        draft = ComplaintDraft(
            key=typed(form.key),
            topic=ComplaintTopic(form.topic.data),
            words=typed(form.words),
            language=language(),
            reference=typed(form.reference),
            name=typed(form.name),
            email=typed(form.email),
            person=under,
        )
        try:
            with transaction() as session:
                email = "" if under else draft.email
                may_write = services.count_complaint(session, asking_network(), email, now=clock.now())
                row = services.complain(session, draft, now=clock.now())
                if may_write or under is not None:
                    tasks.write_to_complainant(session, row, now=clock.now())
                uuid = row.uuid
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Your complaint is saved. Keep the address of this page: it shows the status."), "success")
            return redirect(url_for("complaints.own", token=complaint_token(uuid)), code=303)
    mine = queries.own_complaints(read_session(), person) if person else []
    lines = [(complaint_token(row.uuid), TOPICS[row.topic], row.received_at, *STATES[row.state]) for row in mine]
    return form_page("complaints/complain.html", form, mine=lines, person=person)


@bp.get("/complaints/<token>")
@public
def own(token: str) -> ResponseReturnValue:
    """How a complaint stands, for whoever holds its link."""
    return own_page(token, ComplaintMoreForm(formdata=None))


def own_page(token: str, form: ComplaintMoreForm) -> ResponseReturnValue:
    """The page with its form, which may carry errors."""
    found = queries.complaint_followed(read_session(), complaint_uuid(token))
    page = followed_page(found, clock.now())
    shown = render_template("complaints/own.html", page=page, form=form, token=token)
    response = make_response(shown, 422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/complaints/<token>")
@public
def add(token: str) -> ResponseReturnValue:
    """Add something to one's complaint; a closed one is opened again."""
    form = ComplaintMoreForm()
    if not form.validate():
        return own_page(token, form)
    uuid, person = complaint_uuid(token), viewer_or_none()
    with transaction() as session:
        row = queries.complaint_followed(session, uuid).row
        by = person if person is not None and person.id == row.person_id else None
        services.count_complaint(session, asking_network(), "", now=clock.now())
        services.say_more(session, row, typed(form.words), by=by, now=clock.now())
    flash(_("Your text is saved."), "success")
    return redirect(url_for("complaints.own", token=token), code=303)
