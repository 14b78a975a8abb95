"""What an administrator does to one person: roles, letters, sign-ins, closing and opening again."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.people import letters
from lms.people.forms.people import RoleForm
from lms.people.pages import choices
from lms.people.queries import people as queries
from lms.people.rules import SecretPurpose
from lms.people.services import accounts, rights, sessions
from lms.people.views.blueprints import people as bp
from lms.people.views.responses import form_page
from lms.web.forms import show, typed


def back(uuid: object, text: str) -> ResponseReturnValue:
    """To the person's page, with word of what was done."""
    flash(text, "success")
    return redirect(url_for("people.one", uuid=uuid), code=303)


@bp.route("/people/<uuid:uuid>/roles/new", methods=["GET", "POST"])
@needs(Permission.ROLE_GRANT)
@step_up
def give_role(uuid: object) -> ResponseReturnValue:
    """Give a role, everywhere or for one thing."""
    me = viewer()
    person = queries.person_seen(read_session(), me, str(uuid))
    form = RoleForm()
    form.role.choices = choices.role_options()
    form.scope.choices = choices.scope_options(choices.scopes_offered(read_session(), me))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                offered = choices.scopes_offered(session, me)
                grant = choices.grant_wished(offered, typed(form.role), typed(form.scope))
                own = queries.person_seen(session, me, str(uuid))
                rights.grant_role(session, own, grant, by=me, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return back(uuid, _("The role is given."))
    return form_page("people/role_form.html", form, person=person)


@bp.post("/people/<uuid:uuid>/roles/<uuid:role_uuid>/end")
@needs(Permission.ROLE_GRANT)
@step_up
def end_role(uuid: object, role_uuid: object) -> ResponseReturnValue:
    """Take a role away."""
    with transaction() as session:
        person = queries.person_seen(session, viewer(), str(uuid))
        row = queries.role_held(session, person.id, str(role_uuid))
        rights.end_role(session, person, row, by=viewer(), now=clock.now())
    return back(uuid, _("The role is removed."))


@bp.post("/people/<uuid:uuid>/letter")
@needs(Permission.PEOPLE_MANAGE)
@step_up
def send_letter(uuid: object) -> ResponseReturnValue:
    """Send a link by e-mail: an invitation until a password is set, later one for a new password."""
    me = viewer()
    with transaction() as session:
        person = queries.person_seen(session, me, str(uuid))
        accounts.demand_may_act(session, me, person)
        if person.email is None or person.closed_at is not None:
            raise RuleBroken(_("An e-mail needs an open account with an e-mail address. Print a slip instead."))
        purpose = SecretPurpose.RESET if person.password_hash else SecretPurpose.INVITE
        letters.send_link(session, person, purpose, actor_id=me.id, now=clock.now())
    return back(
        uuid, _("We send an e-mail to %(address)s. Older links and codes no longer work.", address=person.email)
    )


@bp.post("/people/<uuid:uuid>/sessions/end")
@needs(Permission.PEOPLE_MANAGE)
def end_sessions(uuid: object) -> ResponseReturnValue:
    """Sign the person out on every device."""
    me = viewer()
    with transaction() as session:
        person = queries.person_seen(session, me, str(uuid))
        accounts.demand_may_act(session, me, person)
        sessions.end_sessions(session, person.id, actor_id=me.id, now=clock.now())
    return back(uuid, _("The person is signed out on every device."))


@bp.post("/people/<uuid:uuid>/close")
@needs(Permission.PEOPLE_MANAGE)
def close(uuid: object) -> ResponseReturnValue:
    """Close the account."""
    with transaction() as session:
        person = queries.person_seen(session, viewer(), str(uuid))
        accounts.close_person(session, person, by=viewer(), now=clock.now())
    return back(uuid, _("The account is closed."))


@bp.post("/people/<uuid:uuid>/reopen")
@needs(Permission.PEOPLE_MANAGE)
@step_up
def reopen(uuid: object) -> ResponseReturnValue:
    """Open the account again."""
    with transaction() as session:
        person = queries.person_seen(session, viewer(), str(uuid))
        accounts.reopen_person(session, person, by=viewer(), now=clock.now())
    return back(uuid, _("The account is open again. Give it roles and a sign-in slip or link."))
