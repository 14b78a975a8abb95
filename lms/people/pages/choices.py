"""What the forms about people offer: administrations, units and scopes within the viewer's own reach."""

from sqlalchemy.orm import Session

from lms.access import Grant, Permission, Role, Viewer
from lms.errors import BadInput
from lms.i18n import _
from lms.people import policy, queries
from lms.people.forms.people import NewPersonForm, PersonForm, options, typed
from lms.people.models import Administration, Person
from lms.people.services.accounts import PersonDraft

EVERYWHERE = "everywhere"
OWN = "own"  # in the person's own administration
NOWHERE = "none"  # staff of the programme, of no administration


def offer_places(session: Session, viewer: Viewer, form: PersonForm) -> dict[str, Administration]:
    """Fill the choices of administration and unit; answers the administrations by their public id."""
    rows = {row.uuid: row for row in queries.administrations_seen(session, viewer)}
    units = queries.units_of(session, [row.id for row in rows.values()])
    grouped = {
        row.name: [(unit.uuid, unit.name) for unit in units if unit.administration_id == row.id]
        for row in rows.values()
    }
    listed = [(uuid, row.name) for uuid, row in rows.items()]
    nowhere = [(NOWHERE, _("None: staff of the programme"))] if may_be_nowhere(viewer) else []
    form.administration.choices = options([*nowhere, *listed])
    form.unit.choices = [
        *options([("", _("None"))]),
        *(one for name, few in grouped.items() for one in options(few, name)),
    ]
    return rows


def may_be_nowhere(viewer: Viewer) -> bool:
    """Whether the viewer manages people who belong to no administration."""
    return policy.spans(viewer, Permission.PEOPLE_MANAGE, None)


def draft_of(session: Session, form: PersonForm, rows: dict[str, Administration]) -> PersonDraft:
    """What the form asks for."""
    administration = rows.get(form.administration.data or "")
    unit_id = None
    if form.unit.data:
        units = queries.units_of(session, [administration.id] if administration else [])
        unit_id = next((unit.id for unit in units if unit.uuid == form.unit.data), None)
        if unit_id is None:
            raise BadInput("unit", _("This unit belongs to another administration. Choose one of the same."))
    return PersonDraft(
        name=typed(form.name),
        username=typed(form.username),
        email=form.email.data,
        administration_id=administration.id if administration else None,
        unit_id=unit_id,
    )


def scopes_offered(session: Session, viewer: Viewer) -> list[tuple[str, str]]:
    """Where the viewer may give a role: everywhere if they hold that right everywhere, and in administrations."""
    found = [
        (row.uuid, row.name)
        for row in queries.administrations_seen(session, viewer)
        if policy.reaches(viewer, Grant(Role.OFFICER, "administration", row.id))
    ]
    if viewer.scopes(Permission.ROLE_GRANT).everywhere:
        found.append((EVERYWHERE, _("Everywhere: in every administration")))
    return found


def grant_wished(session: Session, viewer: Viewer, role: str, scope: str) -> Grant:
    """The role and scope that a form names."""
    if scope == EVERYWHERE:
        return Grant(Role(role))
    row = next((one for one in queries.administrations_seen(session, viewer) if one.uuid == scope), None)
    if row is None:
        raise BadInput("scope", _("Choose where the role holds."))
    return Grant(Role(role), "administration", row.id)


def grants_of_new(session: Session, viewer: Viewer, form: NewPersonForm) -> list[Grant]:
    """The first roles of a new person, where the form says or in the person's own administration."""
    scope = typed(form.administration) if form.scope.data == OWN else typed(form.scope)
    if form.roles.data and scope == NOWHERE:
        raise BadInput("scope", _("This person belongs to no administration. Choose where the roles hold."))
    return [grant_wished(session, viewer, role, scope) for role in form.roles.data or []]


def fill_from(session: Session, form: PersonForm, person: Person) -> None:
    """Show in the form what the account holds now."""
    form.name.data, form.username.data, form.email.data = person.name, person.username, person.email
    units = queries.units_of(session, [person.administration_id] if person.administration_id else [])
    form.unit.data = next((unit.uuid for unit in units if unit.id == person.unit_id), "")
    form.administration.data = queries.administration_uuid(session, person.administration_id) or NOWHERE
