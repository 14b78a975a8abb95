"""The pages of who applies: country, then the form, then where the application lies; all without signing in."""

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import public
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, language
from lms.people import labels
from lms.people.applications import letters, queries, services
from lms.people.applications.forms import ApplyForm
from lms.people.applications.links import application_uuid
from lms.people.applications.pages import OTHER, place_options, where_it_lies
from lms.people.applications.rules import ApplicationOutcome
from lms.people.applications.services import ApplicationDraft
from lms.people.applications.views.blueprint import bp
from lms.people.authentication import login_session
from lms.people.models import Administration
from lms.people.queries import people as people_queries
from lms.people.queries.administrations import units_of
from lms.people.rules import normal_login, shown_names
from lms.people.services import rate_limits
from lms.people.views.responses import form_page
from lms.web.api import languages as known_languages
from lms.web.api import own_name
from lms.web.forms import options, show, typed


@bp.route("/apply", methods=["GET", "POST"])
@public
def apply() -> ResponseReturnValue:
    """Ask for an account; the answer is the same whether there is one of this address already."""
    country = request.values.get("country", "").upper()
    if not labels.is_country(country):
        return render_template("applications/country.html", countries=labels.countries())
    form = ApplyForm(country=country, language=language())
    rows, form.administration.choices, form.unit.choices = place_options(read_session(), country)
    form.language.choices = options([(code, own_name(code)) for code in known_languages()])
    if form.validate_on_submit():
        try:
            take(draft_of(form, rows))
        except BadInput as fault:
            show(form, fault)
        else:
            return redirect(url_for("applications.sent"), code=303)
    return form_page("applications/apply.html", form, country_name=labels.country_name(country))


def draft_of(form: ApplyForm, rows: list[Administration]) -> ApplicationDraft:
    """What the form asks for."""
    home = next((row for row in rows if row.uuid == form.administration.data), None)
    units = units_of(read_session(), [row.id for row in rows])
    unit = next((one for one in units if one.uuid == form.unit.data), None)
    return ApplicationDraft(
        name=typed(form.name),
        local_name=typed(form.local_name),
        email=typed(form.email),
        country=typed(form.country),
        language=typed(form.language),
        administration_id=home.id if home else None,
        administration_words=typed(form.administration_words) if form.administration.data == OTHER else "",
        unit_id=unit.id if unit else None,
        unit_words=typed(form.unit_words),
        words=typed(form.words),
    )


def take(draft: ApplicationDraft) -> None:
    """Keep it, and have a letter sent: to confirm, or to say that there is an account or an application already."""
    email, now = normal_login(draft.email), clock.now()
    with transaction() as session:
        may_write = rate_limits.count_application(session, email, login_session.requesting_client(), now=now)
        row = services.apply_for_account(session, draft, now=now)
        holder = people_queries.person_by_login(session, email)
        if not may_write:
            return
        if holder is not None:
            letters.write_to_holder(session, holder, draft.language, now=now)
        else:
            letters.write_to_applicant(session, queries.waiting_for_address(session, email) or row, now=now)


@bp.get("/apply/sent")
@public
def sent() -> ResponseReturnValue:
    """What happens now, whoever asked."""
    return render_template("applications/sent.html")


@bp.get("/applications/<token>")
@public
def own(token: str) -> ResponseReturnValue:
    """The applicant's page: to confirm the address, and later where the application lies and what was decided."""
    found = queries.application_of(read_session(), application_uuid(token))
    waits = found.row.confirmed_at is not None and found.decision is None
    response = make_response(
        render_template(
            "applications/own.html",
            token=token,
            row=found.row,
            name=shown_names(found.row.name, found.row.local_name),
            place=found.administration.name if found.administration else found.row.administration_words,
            country=labels.country_name(found.row.country),
            unit=found.unit.name if found.unit else found.row.unit_words,
            lies=where_it_lies(read_session(), found) if waits else "",
            decision=found.decision,
            approved=found.decision is not None and found.decision.outcome == ApplicationOutcome.APPROVED,
            site=current_app.config["SITE_NAME"],
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/applications/<token>")
@public
def confirm(token: str) -> ResponseReturnValue:
    """Confirm the address; only a press does it, since mail filters open links."""
    with transaction() as session:
        row = queries.application_of(session, application_uuid(token)).row
        services.confirm_address(session, row, now=clock.now())
    flash(_("Your address is confirmed. Your application is sent."), "success")
    return redirect(url_for("applications.own", token=token), code=303)
