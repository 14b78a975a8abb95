"""What the forms about people offer: administrations, units and scopes within the viewer's own reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from lms.access import Grant, Permission, Viewer
from lms.access_model import access_model
from lms.errors import BadInput
from lms.i18n import _
from lms.people import policy
from lms.people.access.scope_kinds import ADMINISTRATION
from lms.people.forms.people import NewPersonForm, PersonForm
from lms.people.models import Administration, Person, Unit
from lms.people.queries import administrations as queries
from lms.people.services.accounts import PersonDraft
from lms.scopes import EVERYWHERE
from lms.web.forms import options, typed

OWN = "own"  # in the person's own administration
NOWHERE = "none"  # staff of the programme, of no administration


def offer_places(session: Session, viewer: Viewer, form: PersonForm) -> dict[str, Administration]:
    """Fill the choices of administration and unit; answers the administrations by their public id."""
    rows = {row.uuid: row for row in queries.administrations_peopled(session, viewer)}
    listed = [(uuid, row.name) for uuid, row in rows.items()]
    nowhere = [(NOWHERE, _("None: staff of the programme"))] if may_be_nowhere(session, viewer) else []
    form.administration.choices = options([*nowhere, *listed])
    form.unit.choices = unit_options(rows.values(), queries.units_of(session, [row.id for row in rows.values()]))
    return rows


def unit_options(rows: Iterable[Administration], units: Sequence[Unit]) -> list[Any]:
    """Units under the names of their administrations."""
    grouped = [
        option
        for row in rows
        for option in options([(one.uuid, one.name) for one in units if one.administration_id == row.id], row.name)
    ]
    return [*options([("", _("None"))]), *grouped]


def may_be_nowhere(session: Session, viewer: Viewer) -> bool:
    """Whether the viewer manages people who belong to no administration."""
    return policy.may_place_in(session, viewer, None)


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
        local_name=typed(form.local_name),
        username=typed(form.username),
        email=form.email.data,
        administration_id=administration.id if administration else None,
        unit_id=unit_id,
    )


@dataclass(frozen=True)
class OfferedScope:
    """Where a form offers to give a role: the value of its option, and the scope that this value stands for."""

    value: str
    kind: str | None
    id: str | None
    title: str
    group: str | None


def scopes_offered(session: Session, viewer: Viewer) -> list[OfferedScope]:
    """Where the viewer may give a role: the things within their own right to grant, kind by kind, and everywhere."""
    scopes = viewer.scopes(Permission.ROLE_GRANT)
    found = [
        OfferedScope(scope_value(name, one.key), name, one.id, one.title, str(kind.title))
        for name, kind in access_model().scope_kinds.items()
        for one in kind.inside(session, scopes)
    ]
    if scopes.everywhere:
        found.append(OfferedScope(EVERYWHERE, None, None, _("Everywhere: in every administration"), None))
    return found


def scope_options(offered: list[OfferedScope]) -> list[Any]:
    """The same as the options of a field, under the name of their kind."""
    return [option for one in offered for option in options([(one.value, one.title)], one.group)]


def scope_value(kind: str, key: str) -> str:
    """How a form names a thing for which a role is given."""
    return f"{kind}:{key}"


def role_options() -> list[Any]:
    """The roles that there are, as the options of a field."""
    return options([(name, role.title) for name, role in access_model().roles.items()])


def grant_wished(offered: list[OfferedScope], role: str, value: str) -> Grant:
    """The role and scope that a form names."""
    for one in offered:
        if one.value == value:
            return Grant(role, one.kind, one.id)
    raise BadInput("scope", _("Choose where the role applies."))


def grants_of_new(offered: list[OfferedScope], form: NewPersonForm) -> list[Grant]:
    """The first roles of a new person, where the form says or in the person's own administration."""
    own = form.scope.data == OWN
    if form.roles.data and own and form.administration.data == NOWHERE:
        raise BadInput("scope", _("This person belongs to no administration. Choose where the roles apply."))
    value = scope_value(ADMINISTRATION, typed(form.administration)) if own else typed(form.scope)
    return [grant_wished(offered, role, value) for role in form.roles.data or []]


def fill_from(session: Session, form: PersonForm, person: Person) -> None:
    """Show in the form what the account holds now."""
    form.name.data, form.local_name.data = person.name, person.local_name
    form.username.data, form.email.data = person.username, person.email
    units = queries.units_of(session, [person.administration_id] if person.administration_id else [])
    form.unit.data = next((unit.uuid for unit in units if unit.id == person.unit_id), "")
    form.administration.data = queries.administration_uuid(session, person.administration_id) or NOWHERE
