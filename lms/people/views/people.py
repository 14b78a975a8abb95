"""The people whom one manages: found, made, corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.mail.queries import refusal_of
from lms.people import labels, letters, policy
from lms.people.consents.queries import newest_consent
from lms.people.forms.people import NewPersonForm, PersonForm
from lms.people.models import Administration, Person
from lms.people.pages import choices
from lms.people.pages.person import person_parts, profile_of, rights_over, roles_shown
from lms.people.queries import people as queries
from lms.people.queries.administrations import administrations_peopled
from lms.people.queries.appointments import appointers_of
from lms.people.queries.facts import person_of
from lms.people.rules import SecretPurpose, normal_name, shown_names
from lms.people.services import accounts, many_accounts, rights, secrets
from lms.people.transfers.pages import newest_move
from lms.people.views.blueprints import people as bp
from lms.people.views.responses import form_page
from lms.people.views.slips import keep_slip
from lms.web.forms import options, page_asked, show, typed


@bp.get("/people")
@needs(Permission.PEOPLE_MANAGE)
def all_of_them() -> ResponseReturnValue:
    """The people whom one may see, page by page; of one administration, or found by words."""
    administrations = administrations_peopled(read_session(), viewer())
    wanted = people_wanted(administrations)
    found = queries.people_page(
        read_session(),
        viewer(),
        administration_id=wanted.administration.id if wanted.administration else None,
        words=wanted.words,
        number=page_asked(),
        unchecked=wanted.unchecked,
    )
    return render_template(
        "people/people.html",
        found=found,
        administrations=administrations,
        chosen=wanted.administration,
        words=request.args.get("words", ""),
        unchecked=wanted.unchecked,
    )


@dataclass(frozen=True)
class PeopleWanted:
    """By what the list of people is narrowed."""

    administration: Administration | None
    words: str
    unchecked: bool


def people_wanted(administrations: Sequence[Administration]) -> PeopleWanted:
    """What the address asks for; of an administration that one may not see, of none."""
    wish = request.args.get("administration", "")
    return PeopleWanted(
        administration=next((row for row in administrations if row.uuid == wish), None),
        words=normal_name(request.args.get("words", ""))[:100],
        unchecked="unchecked" in request.args,
    )


@bp.route("/people/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
@step_up
def new() -> ResponseReturnValue:
    """Bring a person in, with the first roles and a way to sign in."""
    form = NewPersonForm(administration=request.args.get("administration"))
    rows = choices.offer_places(read_session(), viewer(), form)
    own = [(choices.OWN, _("In the person's own administration"))]
    if viewer().may(Permission.ROLE_GRANT):
        form.roles.choices = choices.role_options()
        form.scope.choices = [*options(own), *choices.scope_options(choices.scopes_offered(read_session(), viewer()))]
    else:
        del form.roles, form.scope  # who is brought in becomes an officer of the administration
    if form.validate_on_submit():
        try:
            person = make(form, rows)
        except BadInput as fault:
            show(form, BadInput("roles", fault.message) if fault.field == "role" else fault)
        else:
            return brought_in(person, form.way.data)
    return form_page("people/person_new.html", form)


def make(form: NewPersonForm, rows: dict[str, Administration]) -> Person:
    """Account, roles and way in, all or nothing."""
    me, now = viewer(), clock.now()
    by_letter = form.way.data == "letter"
    if by_letter and not typed(form.email).strip():
        raise BadInput("email", _("Type the e-mail address, or choose a printed slip."))
    with transaction() as session:
        draft = choices.draft_of(session, form, rows)
        if not me.may(Permission.ROLE_GRANT):
            [person] = many_accounts.make_people(session, [draft], by=me, now=now)
        else:
            person = accounts.make_person(session, draft, by=me, now=now)
            for grant in choices.grants_of_new(choices.scopes_offered(session, me), form):
                rights.grant_role(session, person, grant, by=me, now=now)
        if by_letter:
            letters.send_link(session, person, SecretPurpose.INVITE, actor_id=me.id, now=now)
            return person
        code, _expires_at = secrets.make_code(session, person, actor_id=me.id, now=now)
    keep_slip(person.uuid, code, now)
    return person


def brought_in(person: Person, way: str) -> ResponseReturnValue:
    """On to the slip, or to the person's page with word of the letter."""
    if way == "slip":
        return redirect(url_for("people.slip", uuid=person.uuid), code=303)
    flash(_("The account is created, and we send an e-mail to %(address)s.", address=person.email), "success")
    return redirect(url_for("people.one", uuid=person.uuid), code=303)


@bp.get("/people/<uuid:uuid>")
@needs(Permission.PEOPLE_MANAGE)
def one(uuid: object) -> ResponseReturnValue:
    """One person: details, rights, ways in, sign-ins."""
    me, now = viewer(), clock.now()
    person = queries.person_seen(read_session(), me, str(uuid))
    held = queries.roles_held(read_session(), person.id)
    grants = [queries.grant_of(row) for row in held]
    power = policy.power_over(read_session(), me, person, grants)
    return render_template(
        "people/person.html",
        person=profile_of(read_session(), person.id),
        roles=[(role, role.grant in power.grantable) for role in roles_shown(read_session(), held)],
        refusal=refusal_of(read_session(), person.email),
        secrets=queries.secrets_open(read_session(), person.id, now),
        secret_words=labels.SECRETS,
        sign_ins=len(queries.sessions_open(read_session(), person.id, now)),
        may_act=power.may_act,
        may_grant=me.may(Permission.ROLE_GRANT),
        is_own=person.id == me.id,
        may_uncheck=policy.may_uncheck_name(read_session(), me, person.id),
        is_appointer=person.id in appointers_of(read_session(), [me.id]),
        move=newest_move(read_session(), person.id),
        consent=newest_consent(read_session(), person.id),
        seen=shown_names(person.name, person.local_name),
        parts=person_parts(
            read_session(), me, person_of(read_session(), person.id), rights_over(read_session(), me, person.id), now
        ),
    )


@bp.route("/people/<uuid:uuid>/edit", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
@step_up
def edit(uuid: object) -> ResponseReturnValue:
    """Correct name, user name, e-mail and place of work."""
    person = queries.person_seen(read_session(), viewer(), str(uuid))
    accounts.demand_may_act(read_session(), viewer(), person)
    form = PersonForm()
    rows = choices.offer_places(read_session(), viewer(), form)
    if request.method == "GET":
        choices.fill_from(read_session(), form, person)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = queries.person_seen(session, viewer(), str(uuid))
                draft = choices.draft_of(session, form, rows)
                accounts.change_person(session, own, draft, by=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The change is saved."), "success")
            return redirect(url_for("people.one", uuid=uuid), code=303)
    return form_page("people/person_edit.html", form, person=person)
