"""What other packages may know and do of people and administrations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from lms.access import Grant, Viewer
from lms.errors import NotFound
from lms.people import policy, queries
from lms.people.access.scope_kinds import ADMINISTRATION, COUNTRY, within
from lms.people.authentication import password_hashing
from lms.people.contacts import ContactInfo, contacts_of
from lms.people.labels import country_name
from lms.people.models import Administration, Person, Unit
from lms.people.rules import AdministrationKind, ContactKind, UnitKind, normal_login
from lms.people.services import administrations, rights
from lms.people.services.accounts import PersonDraft
from lms.people.services.accounts import make_person as make_account
from lms.people.services.contacts import ContactDraft, change_contacts

__all__ = [
    "ADMINISTRATION",
    "COUNTRY",
    "AdministrationInfo",
    "AdministrationKind",
    "ContactDraft",
    "ContactInfo",
    "ContactKind",
    "PersonDraft",
    "PersonInfo",
    "UnitKind",
    "administrations_of",
    "all_administrations",
    "contacts_of",
    "country_name",
    "holders_of",
    "make_administration",
    "make_person",
    "make_unit",
    "people_in_scope",
    "people_info",
    "people_named",
    "person_by_login",
    "person_by_uuid",
    "person_of",
    "reaches_person",
    "real_people_exist",
    "set_contacts",
    "set_password",
]


@dataclass(frozen=True)
class PersonInfo:
    """What other packages may know of a person."""

    id: int
    uuid: str
    username: str
    name: str
    email: str | None
    language: str | None
    administration_id: int | None
    administration: str | None
    country: str | None
    unit_id: int | None
    unit: str | None
    closed: bool
    demonstration: bool


@dataclass(frozen=True)
class AdministrationInfo:
    """What other packages may know of an administration."""

    id: int
    uuid: str
    name: str
    kind: AdministrationKind
    country: str


def _people() -> Select[Person, Administration, Unit]:
    """People with administration and unit, in one query."""
    return (
        select(Person, Administration, Unit)
        .outerjoin(Administration, Administration.id == Person.administration_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
    )


def _info(person: Person, administration: Administration | None, unit: Unit | None) -> PersonInfo:
    """One row as a value."""
    return PersonInfo(
        id=person.id,
        uuid=person.uuid,
        username=person.username,
        name=person.name,
        email=person.email,
        language=person.language,
        administration_id=person.administration_id,
        administration=administration.name if administration else None,
        country=administration.country if administration else None,
        unit_id=person.unit_id,
        unit=unit.name if unit else None,
        closed=person.closed_at is not None,
        demonstration=person.demonstration,
    )


def _one(session: Session, where: ColumnElement[bool]) -> PersonInfo | None:
    """The only person for whom this holds."""
    row = session.execute(_people().where(where)).one_or_none()
    return _info(*row) if row else None


def person_of(session: Session, person_id: int) -> PersonInfo:
    """This person; a number that nobody has is `NotFound`."""
    found = _one(session, Person.id == person_id)
    if found is None:
        raise NotFound
    return found


def person_by_uuid(session: Session, uuid: str) -> PersonInfo | None:
    """The person of this public id."""
    return _one(session, Person.uuid == uuid)


def person_by_login(session: Session, typed: str) -> PersonInfo | None:
    """The person whose user name or e-mail this is, as somebody typed it."""
    return _one(session, policy.matches_login(normal_login(typed)))


def people_info(session: Session, ids: Iterable[int]) -> dict[int, PersonInfo]:
    """These people by id, in one query; ids that nobody has are left out."""
    rows = session.execute(_people().where(Person.id.in_(set(ids))))
    return {person.id: _info(person, administration, unit) for person, administration, unit in rows}


def people_named(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """The names of these people by id, in one query."""
    return dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(set(ids)))).all())


def people_in_scope(viewer: Viewer, permission: str, person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """As a filter on any column that holds a person: those whom this permission of the viewer reaches.

    The viewer's own things are not in it by themselves: say so apart where it is meant.
    """
    return policy.in_scope(viewer, permission, person_id)


def reaches_person(session: Session, viewer: Viewer, permission: str, person_id: int) -> bool:
    """The same rule as `people_in_scope`, for one; at most one query."""
    return policy.reaches_person(session, viewer, permission, person_id)


def administrations_of(
    viewer: Viewer, permission: str, column: ColumnElement[int] | ColumnElement[int | None]
) -> ColumnElement[bool]:
    """As a filter on any column that holds an administration: those that this permission of the viewer reaches."""
    return within(viewer.scopes(permission), column)


def all_administrations(session: Session) -> list[AdministrationInfo]:
    """Every administration, by name."""
    rows = session.scalars(select(Administration).order_by(func.lower(Administration.name), Administration.id))
    return [AdministrationInfo(row.id, row.uuid, row.name, AdministrationKind(row.kind), row.country) for row in rows]


def holders_of(session: Session, permission: str, person_id: int) -> list[int]:
    """The open accounts whose permission reaches this person, such as to tell them of something; one query."""
    return queries.holders_of(session, permission, person_id)


def real_people_exist(session: Session) -> bool:
    """Whether anybody here is no invention of the demonstration."""
    return session.scalars(select(Person.id).where(Person.demonstration.is_(False)).limit(1)).first() is not None


def make_administration(session: Session, *, name: str, kind: AdministrationKind, country: str, now: datetime) -> int:
    """Add an administration, for commands and the demonstration; answers its id."""
    draft = administrations.AdministrationDraft(name, kind, country)
    return administrations.make_administration(session, draft, by=None, now=now).id


def make_unit(session: Session, administration_id: int, *, name: str, kind: UnitKind, now: datetime) -> int:
    """Add a unit, for commands and the demonstration; answers its id."""
    row = session.get_one(Administration, administration_id)
    return administrations.make_unit(session, row, administrations.UnitDraft(name, kind), actor_id=None, now=now).id


def set_contacts(session: Session, administration_id: int, drafts: Sequence[ContactDraft], *, now: datetime) -> None:
    """Enter whom the people of an administration call, for commands and the demonstration."""
    change_contacts(session, administration_id, drafts, actor_id=None, now=now)


def make_person(
    session: Session,
    draft: PersonDraft,
    grants: Sequence[Grant] = (),
    *,
    now: datetime,
    demonstration: bool = False,
) -> PersonInfo:
    """Make an account with roles, for commands and the demonstration."""
    person = make_account(session, draft, by=None, now=now, demonstration=demonstration)
    for grant in grants:
        rights.grant_role(session, person, grant, by=None, now=now)
    return person_of(session, person.id)


def set_password(session: Session, person_id: int, password: str) -> None:
    """Give an invented person of the demonstration a password; real people set their own."""
    person = session.get_one(Person, person_id)
    if not person.demonstration:
        raise NotFound
    person.password_hash = password_hashing.hashed(password)
    session.flush()
